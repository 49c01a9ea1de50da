// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/RegionDetection.h"

#include <exception>
#include <string>
#include <utility>

#include "Model/BlobExtent.h"
#include "Model/BlobResponse.h"
#include "Model/BurnedInText.h"
#include "Model/CandidateSelection.h"
#include "Model/PictureKind.h"
#include "Model/Symmetry.h"
#include "Model/TissueMask.h"
#include "Model/WorkingPicture.h"

namespace vlm
{
namespace
{

constexpr std::size_t mostRegions = 3;
constexpr double leastTissue = 0.01;  // of the picture's area

Region RegionOf(const Blob& blob, const cv::Mat& gray, double threshold)
{
  const cv::Rect2d whole(0, 0, gray.cols, gray.rows);
  const cv::Rect2d box = ExtentOf(blob, gray) & whole;
  Region region;
  region.box = {box.x / whole.width, box.y / whole.height, box.width / whole.width,
                box.height / whole.height};
  region.response = blob.response;
  region.score = ScoreOf(blob.response, threshold);
  region.contrast = blob.contrast;
  region.asymmetry = blob.asymmetry;
  return region;
}

BlobSearch SearchOf(const cv::Mat& gray, PictureKind kind)
{
  BlobSearch search;
  search.rules = RulesFor(kind);
  search.gray = kind == PictureKind::Ultrasound ? WithoutText(gray, BurnedInText(gray)) : gray;
  search.tissue = TissueOf(gray, kind);
  if (search.rules.symmetryWeight > 0.0)
  {
    search.mirrorDifference = MirrorDifference(gray, search.tissue.mask);
  }
  return search;
}

Error Cancelled()
{
  return {ErrorKind::Canceled, "The reading was cancelled."};
}

Result<std::vector<Region>> Rank(const cv::Mat& picture, const Acquisition& acquisition,
                                 const Cancellation& cancellation)
{
  if (cancellation.IsRequested())
  {
    return Cancelled();
  }
  auto gray = WorkingPictureOf(picture);
  if (!gray.HasValue())
  {
    return gray.Failure();
  }
  const BlobSearch search = SearchOf(gray.Value(), KindOf(acquisition));
  if (cv::countNonZero(search.tissue.mask) < leastTissue * static_cast<double>(search.gray.total()))
  {
    return Error{ErrorKind::BadInput, "No tissue was recognised in the picture."};
  }
  const auto blobs = StrongestApart(BlobsOf(search, cancellation), mostRegions);
  if (cancellation.IsRequested())
  {
    return Cancelled();
  }
  std::vector<Region> regions;
  regions.reserve(blobs.size());
  for (const Blob& blob : blobs)
  {
    regions.push_back(RegionOf(blob, search.gray, search.rules.threshold));
  }
  return regions;
}

}  // namespace

Result<std::vector<Region>> RankRegions(const cv::Mat& picture, const Acquisition& acquisition,
                                        const Cancellation& cancellation)
{
  try
  {
    return Rank(picture, acquisition, cancellation);
  }
  catch (const std::exception& problem)
  {
    return Error{ErrorKind::BadInput,
                 std::string("The picture could not be examined: ") + problem.what()};
  }
}

bool StandsOut(const Region& region)
{
  return region.score >= 0.5;
}

}  // namespace vlm
