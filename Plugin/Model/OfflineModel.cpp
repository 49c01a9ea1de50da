// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/OfflineModel.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "Model/OfflineReply.h"
#include "Model/RegionDetection.h"

namespace vlm
{
namespace
{

Result<ExaminedPicture> Examine(const ModelImage& image, const Cancellation& cancellation)
{
  const auto ranked = RankRegions(image.picture, image.acquisition, cancellation);
  ExaminedPicture examined;
  if (!ranked.HasValue())
  {
    if (ranked.Failure().kind == ErrorKind::Canceled)
    {
      return ranked.Failure();
    }
    examined.whyNotExamined = ranked.Failure().message;
    return examined;
  }
  const auto& regions = ranked.Value();
  std::copy_if(regions.begin(), regions.end(), std::back_inserter(examined.regions), StandsOut);
  return examined;
}

constexpr const char* ServedModel = "orthanc-vlm-heuristic-2";

struct MatchedShape
{
  std::string name;
  double errorPx = 0.0;  // between the centres
};

std::optional<MatchedShape> BestShapeOf(const Region& region, const SelfTestPicture& test)
{
  constexpr double SmallestIou = 0.3;
  const cv::Rect2d box(region.box.x * test.picture.cols, region.box.y * test.picture.rows,
                       region.box.width * test.picture.cols, region.box.height * test.picture.rows);
  for (const KnownShape& shape : test.shapes)
  {
    const cv::Rect2d truth = shape.box;
    const double both = (box & truth).area();
    if (both / (box.area() + truth.area() - both) >= SmallestIou)
    {
      return MatchedShape{shape.name,
                          cv::norm((box.tl() + box.br() - truth.tl() - truth.br()) / 2)};
    }
  }
  return std::nullopt;
}

}  // namespace

OfflineModel::OfflineModel(std::string name)
    : identity_{std::move(name), "Offline", "orthanc-vlm-heuristic", "heuristic-2"}
{
}

// Where it points at a lesion at all, its centre lies about so far from the lesion's: 21 px on
// 512 x 512, the mean of RawErrorPx512 where OnLesion (vlm-evaluate --model offline --csv).
ReadingNoise OfflineModel::Noise() const
{
  constexpr double meanErrorShare = 0.03;
  return {meanErrorShare, ReadingNoise::Basis::FromPixels};
}

Result<ModelReply> OfflineModel::Read(const ModelRequest& request, const Cancellation& cancellation)
{
  if (request.images.empty())
  {
    return Error{ErrorKind::BadInput, "The request has no picture; at least one is needed."};
  }
  std::vector<ExaminedPicture> pictures;
  for (const ModelImage& image : request.images)
  {
    auto examined = Examine(image, cancellation);
    if (!examined.HasValue())
    {
      return examined.Failure();
    }
    pictures.push_back(std::move(examined).Value());
  }
  ModelReply reply;
  reply.text = OfflineReplyText(pictures, request.language);
  reply.servedModel = ServedModel;
  return reply;
}

// It knows no names of shapes and calls what it sees anomalous: its strongest region must be one.
Result<SelfTestOutcome> OfflineModel::Test(const Cancellation& cancellation)
{
  const SelfTestPicture test = MakeSelfTestPicture();
  Acquisition acquisition;
  acquisition.modality = "DX";  // whose rules look for what is bright
  const auto ranked = RankRegions(test.picture, acquisition, cancellation);
  if (!ranked.HasValue())
  {
    return ranked.Failure();
  }
  SelfTestOutcome outcome;
  outcome.servedModel = ServedModel;
  const std::vector<Region>& regions = ranked.Value();
  const auto best = regions.empty() ? std::nullopt : BestShapeOf(regions.front(), test);
  outcome.passed = best && StandsOut(regions.front());
  if (outcome.passed)
  {
    outcome.format = BoxFormat{};
    outcome.meanErrorPx = best->errorPx;
    outcome.shapesFound = 1;
  }
  outcome.detail = std::string("The embedded detector, no vision-language model: its strongest ") +
                   "region of the test picture " +
                   (outcome.passed ? "is the " + best->name : "is none of the shapes") + ".";
  return outcome;
}

}  // namespace vlm
