// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "Foundation/Json.h"
#include "Orthanc/EntityTag.h"
#include "Orthanc/PictureSeries.h"
#include "Orthanc/RestHandlers.h"

namespace vlm
{
namespace
{

// A number of frames is what a file claims: what a reader could never scroll through is left out.
constexpr Json::ArrayIndex MostSlices = 20000;

Json::Value WholeOrNull(const std::optional<double>& number)
{
  constexpr double largest = 2147483647.0;
  const bool isWhole = number && std::abs(*number) <= largest && std::floor(*number) == *number;
  return isWhole ? Json::Value(static_cast<int>(*number)) : Json::Value();
}

// Frames of one instance may lie anywhere: only its file would tell.
Json::Value PositionOrNull(const Slice& slice)
{
  const bool isKnown = slice.alongNormalMm && slice.frames.frames == 1;
  return isKnown ? Json::Value(*slice.alongNormalMm) : Json::Value();
}

Json::Value SlicesToJson(const std::vector<Slice>& slices)
{
  Json::Value list(Json::arrayValue);
  for (const auto& slice : slices)
  {
    Json::Value one;
    one["OrthancId"] = slice.frames.orthancId;
    one["SOPInstanceUID"] = slice.sopInstanceUid;
    one["InstanceNumber"] = WholeOrNull(slice.instanceNumber);
    one["PositionMm"] = PositionOrNull(slice);
    for (int frame = 0; frame < slice.frames.frames && list.size() < MostSlices; ++frame)
    {
      one["Frame"] = frame;
      list.append(one);
    }
  }
  return list;
}

}  // namespace

Result<HttpResponse> ListSlices(RestServices& services, const HttpRequest& request)
{
  const auto allowed = request.AllowQuery({});
  if (!allowed.HasValue())
  {
    return allowed.Failure();
  }
  const auto resource = FindResource(services, request.groups.at(0), request.groups.at(1));
  if (!resource.HasValue())
  {
    return resource.Failure();
  }
  const std::string& id = resource.Value().orthancId;
  const Json::Value& description = resource.Value().description;
  // "LastUpdate" stays when an instance is deleted.
  const std::string tag =
      EntityTagOf({id, PixelVersionOf(description), WriteJson(description["Instances"])});
  if (auto known = AnswerUnchanged(request, tag))
  {
    return *std::move(known);
  }
  const auto slices = resource.Value().level == ResourceLevel::Series
                          ? PicturesOfSeries(services.api, id)
                          : PictureOfInstance(services.api, id);
  if (!slices.HasValue() && slices.Failure().kind != ErrorKind::NoPixels)
  {
    return slices.Failure();
  }
  Json::Value json;
  json["Slices"] = slices.HasValue() ? SlicesToJson(slices.Value()) : Json::Value(Json::arrayValue);
  HttpResponse response = JsonResponse(json);
  AddEntityTag(tag, response);
  return response;
}

}  // namespace vlm
