// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/EntityTag.h"
#include "Orthanc/RestHandlers.h"
#include "Orthanc/StoredFrame.h"
#include "Pixels/PixelBody.h"
#include "Pixels/ViewerPixels.h"

namespace vlm
{
namespace
{

constexpr int LargestFrame = 1000000;
constexpr int SmallestWidth = 16;
constexpr int LargestWidth = 4096;

struct PixelRequest
{
  int frame = 0;
  std::optional<int> width;
};

Result<PixelRequest> ReadPixelRequest(const HttpRequest& request)
{
  const auto allowed = request.AllowQuery({"frame", "width"});
  if (!allowed.HasValue())
  {
    return allowed.Failure();
  }
  const auto frame = request.QueryInteger("frame", 0, LargestFrame);
  const auto width = request.QueryInteger("width", SmallestWidth, LargestWidth);
  if (!frame.HasValue() || !width.HasValue())
  {
    return frame.HasValue() ? width.Failure() : frame.Failure();
  }
  return PixelRequest{frame.Value().value_or(0), width.Value()};
}

Result<StoredFrame> Load(RestServices& services, const std::string& instanceId, int frame)
{
  auto stored = LoadStoredFrame(services.api, {instanceId, frame});
  if (!stored.HasValue() && stored.Failure().kind == ErrorKind::BadInput)
  {
    return Error{ErrorKind::NotFound, stored.Failure().message};  // no such frame
  }
  return stored;
}

Result<std::string> BodyOf(RestServices& services, const std::string& instanceId,
                           const PixelRequest& wish)
{
  auto stored = Load(services, instanceId, wish.frame);
  if (!stored.HasValue())
  {
    return stored.Failure();
  }
  auto& [attributes, pixels] = stored.Value();
  auto viewer = ViewerPixelsOf(attributes, pixels, wish.frame);
  if (!viewer.HasValue())
  {
    return viewer.Failure();
  }
  pixels.release();  // of the largest pictures every copy counts
  if (wish.width)
  {
    auto shrunk = ShrunkTo(viewer.Value().pixels, *wish.width);
    if (!shrunk.HasValue())
    {
      return shrunk.Failure();
    }
    viewer.Value().pixels = std::move(shrunk).Value();
  }
  return PixelBodyOf(viewer.Value(), attributes, wish.frame);
}

}  // namespace

Result<HttpResponse> ShowPixels(RestServices& services, const HttpRequest& request)
{
  const auto wish = ReadPixelRequest(request);
  if (!wish.HasValue())
  {
    return wish.Failure();
  }
  const auto resource = FindResource(services, "instances", request.groups.at(0));
  if (!resource.HasValue())
  {
    return resource.Failure();
  }
  const auto& [frame, width] = wish.Value();
  const std::string tag = EntityTagOf({"pixels", PixelVersionOf(resource.Value().description),
                                       std::to_string(frame), std::to_string(width.value_or(0))});
  if (auto known = AnswerUnchanged(request, tag))
  {
    return *std::move(known);
  }
  const Slots::Lease slot(services.drawing);
  auto body = BodyOf(services, resource.Value().orthancId, wish.Value());
  if (!body.HasValue())
  {
    return body.Failure();
  }
  HttpResponse response;
  response.contentType = "application/octet-stream";
  response.body = std::move(body).Value();
  AddEntityTag(tag, response);
  return response;
}

}  // namespace vlm
