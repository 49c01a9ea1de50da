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

}  // namespace

OfflineModel::OfflineModel(std::string name)
    : identity_{std::move(name), "Offline", "orthanc-vlm-heuristic", "heuristic-1"}
{
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
  reply.text = OfflineReplyText(pictures);
  reply.servedModel = "orthanc-vlm-heuristic-1";
  return reply;
}

}  // namespace vlm
