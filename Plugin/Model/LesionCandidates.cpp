// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/LesionCandidates.h"

#include <utility>

#include "Model/BlobExtent.h"
#include "Model/BurnedInText.h"
#include "Model/CandidateSelection.h"
#include "Model/PictureKind.h"
#include "Model/RibCage.h"
#include "Model/Symmetry.h"
#include "Model/WorkingPicture.h"

namespace vlm
{
namespace
{

constexpr std::size_t mostCandidates = 80;
constexpr double mostOverlap = 0.5;   // intersection over union of two candidates
constexpr double leastTissue = 0.01;  // of the picture's area

// Without what would draw all attention.
cv::Mat CleanOf(const cv::Mat& gray, PictureKind kind)
{
  switch (kind)
  {
    case PictureKind::Ultrasound:
      return WithoutText(gray, BurnedInText(gray));
    case PictureKind::LungCt:
      return WithoutBrightParts(gray);
    default:
      return gray;
  }
}

BlobSearch SearchOf(const cv::Mat& gray, Tissue tissue, PictureKind kind)
{
  BlobSearch search;
  search.rules = RulesFor(kind);
  search.gray = CleanOf(gray, kind);
  search.tissue = std::move(tissue);
  if (search.rules.symmetryWeight > 0.0)
  {
    search.mirrorDifference = MirrorDifference(gray, search.tissue.mask);
  }
  return search;
}

cv::Rect2d ShareOf(const cv::Rect2d& box, const cv::Size& size)
{
  return {box.x / size.width, box.y / size.height, box.width / size.width,
          box.height / size.height};
}

Error Cancelled()
{
  return {ErrorKind::Canceled, "The reading was cancelled."};
}

}  // namespace

Result<Candidates> CandidatesIn(const cv::Mat& picture, const Acquisition& acquisition,
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
  Candidates candidates;
  candidates.kind = KindOf(acquisition);
  Tissue tissue = TissueOf(gray.Value(), candidates.kind);
  if (tissue.isLungField)
  {
    candidates.kind = PictureKind::LungCt;
  }
  const BlobSearch search = SearchOf(gray.Value(), std::move(tissue), candidates.kind);
  if (cv::countNonZero(search.tissue.mask) < leastTissue * static_cast<double>(search.gray.total()))
  {
    return Error{ErrorKind::BadInput, "No tissue was recognised in the picture."};
  }
  const auto blobs = BlobsOf(search, cancellation);
  if (cancellation.IsRequested())
  {
    return Cancelled();
  }
  const CandidateFeatures features(search);
  const cv::Rect2d whole(0, 0, search.gray.cols, search.gray.rows);
  for (const std::size_t index : StrongestOf(blobs, {mostCandidates, mostOverlap}))
  {
    const Blob& blob = blobs[index];
    const cv::Rect2d extent = ExtentOf(blob, search.gray) & whole;
    candidates.all.push_back(
        {blob, ShareOf(extent, search.gray.size()), features.Of(blob, extent)});
  }
  return candidates;
}

}  // namespace vlm
