// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/AnalysisJson.h"
#include "Orthanc/ReportLookup.h"
#include "Orthanc/RestHandlers.h"
#include "Pipeline/Stopwatch.h"
#include "Pixels/KeyFrameSelection.h"
#include "Render/Layers.h"
#include "Report/JsonReport.h"

namespace vlm
{
namespace
{

constexpr int LargestFrame = 1000000;
constexpr int SmallestWidth = 16;
constexpr int LargestWidth = 8192;
constexpr int LargestFinding = 1000;

struct LayerRequest
{
  Layer layer = Layer::Original;
  std::optional<int> frame;
  LayerOptions options;
};

Result<LayerRequest> ReadRequest(const HttpRequest& request)
{
  const auto allowed = request.AllowQuery({"frame", "width", "finding"});
  if (!allowed.HasValue())
  {
    return allowed.Failure();
  }
  const auto layer = LayerFromName(request.groups.at(1));
  if (!layer)
  {
    return Error{ErrorKind::NotFound, "There is no layer '" + request.groups.at(1) +
                                          "'; there are: original, annotated, heatmap."};
  }
  const auto frame = request.QueryInteger("frame", 0, LargestFrame);
  const auto width = request.QueryInteger("width", SmallestWidth, LargestWidth);
  const auto finding = request.QueryInteger("finding", 0, LargestFinding);
  for (const auto* parameter : {&frame, &width, &finding})
  {
    if (!parameter->HasValue())
    {
      return parameter->Failure();
    }
  }
  return LayerRequest{*layer, frame.Value(), {width.Value(), finding.Value()}};
}

// The image of the report that shows this instance, and this frame if one is asked for.
std::optional<int> FindImage(const Json::Value& report, const std::string& instanceId,
                             const std::optional<int>& frame)
{
  const Json::Value& images = report["Images"];
  for (Json::ArrayIndex i = 0; i < images.size(); ++i)
  {
    if (images[i]["OrthancId"] == instanceId && (!frame || images[i]["Frame"] == *frame))
    {
      return static_cast<int>(i);
    }
  }
  return std::nullopt;
}

Result<int> MiddleFrame(RestServices& services, const std::string& instanceId)
{
  const auto images = services.images.ImagesOf(ResourceLevel::Instance, instanceId);
  if (!images.HasValue())
  {
    return images.Failure();
  }
  const auto frames = SelectKeyFrames(images.Value().front(), 1);
  return frames.empty() ? 0 : frames.front().frame;
}

struct Drawing
{
  int frame = 0;
  std::vector<ModelledFinding> findings;
};

Error NotAnalysed(const ResourceReference& resource, const LayerRequest& wish,
                  const ReportOfResource& found)
{
  if (found.report && (*found.report)["Status"] != "Completed")
  {
    return {ErrorKind::NotFound, "There is nothing to draw: the analysis is " +
                                     (*found.report)["Status"].asString() + ": " +
                                     (*found.report)["Reason"].asString()};
  }
  if (found.report && wish.frame)
  {
    return {ErrorKind::NotFound, "Frame " + std::to_string(*wish.frame) + " of instance " +
                                     resource.orthancId + " was not among the frames read."};
  }
  return {ErrorKind::NotFound, found.pending
                                   ? "The analysis has not ended yet."
                                   : "Instance " + resource.orthancId + " was not analysed."};
}

Result<Drawing> DrawingOf(RestServices& services, const ResourceReference& resource,
                          const LayerRequest& wish)
{
  const auto found = LookUpReport(services, resource);
  if (!found.HasValue())
  {
    return found.Failure();
  }
  const auto& report = found.Value().report;
  const auto image = report ? FindImage(*report, resource.orthancId, wish.frame) : std::nullopt;
  if (image)
  {
    auto findings = FindingsFromJson(*report, *image);
    if (!findings.HasValue())
    {
      return findings.Failure();
    }
    return Drawing{(*report)["Images"][*image]["Frame"].asInt(), std::move(findings).Value()};
  }
  if (wish.layer != Layer::Original)
  {
    return NotAnalysed(resource, wish, found.Value());
  }
  const auto frame =
      wish.frame ? Result<int>(*wish.frame) : MiddleFrame(services, resource.orthancId);
  if (!frame.HasValue())
  {
    return frame.Failure();
  }
  return Drawing{frame.Value(), {}};
}

// W3C Server Timing: browsers' developer tools and the benchmarks show it.
std::string ServerTiming(std::chrono::microseconds load, std::chrono::microseconds draw,
                         std::chrono::microseconds png)
{
  return "load;dur=" + std::to_string(MillisecondsOf(load)) +
         ", draw;dur=" + std::to_string(MillisecondsOf(draw)) +
         ", png;dur=" + std::to_string(MillisecondsOf(png));
}

}  // namespace

Result<HttpResponse> ShowLayer(RestServices& services, const HttpRequest& request)
{
  const auto wish = ReadRequest(request);
  if (!wish.HasValue())
  {
    return wish.Failure();
  }
  const auto resource = FindResource(services, "instances", request.groups.at(0));
  if (!resource.HasValue())
  {
    return resource.Failure();
  }
  const auto drawing = DrawingOf(services, resource.Value(), wish.Value());
  if (!drawing.HasValue())
  {
    return drawing.Failure();
  }
  const Slots::Lease slot(services.drawing);
  Stopwatch watch;
  const auto frame = services.images.Load({resource.Value().orthancId, drawing.Value().frame});
  if (!frame.HasValue())
  {
    return frame.Failure();
  }
  const auto loading = watch.Lap();
  const auto picture = RenderLayer(wish.Value().layer, frame.Value(), drawing.Value().findings,
                                   wish.Value().options);
  if (!picture.HasValue())
  {
    return picture.Failure();
  }
  const auto drawingTime = watch.Lap();
  auto png = EncodePng(picture.Value());
  if (!png.HasValue())
  {
    return png.Failure();
  }
  HttpResponse response;
  response.contentType = "image/png";
  response.body = std::move(png).Value();
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.headers.emplace_back("Server-Timing", ServerTiming(loading, drawingTime, watch.Lap()));
  return response;
}

}  // namespace vlm
