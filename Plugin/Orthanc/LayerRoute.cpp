// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "Foundation/Json.h"
#include "Orthanc/AnalysisJson.h"
#include "Orthanc/EntityTag.h"
#include "Orthanc/LayerRequest.h"
#include "Orthanc/ReportLookup.h"
#include "Orthanc/RestHandlers.h"
#include "Pipeline/ReportDrawing.h"
#include "Pipeline/Stopwatch.h"
#include "Pixels/KeyFrameSelection.h"
#include "Report/ReportViews.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

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
  return {ErrorKind::NotFound, found.pending ? "The analysis has not ended yet."
                                             : LevelPath(resource.level) + "/" +
                                                   resource.orthancId + " was not analysed."};
}

Error NotExamined(const Json::Value& image, const Json::Value& report)
{
  const std::string ofImage = TextOf(image, "Reason");
  const std::string reason = ofImage.empty() ? TextOf(report, "Reason") : ofImage;
  return {ErrorKind::NotFound,
          "There is nothing to draw: no model looked at this image. " + reason};
}

// A report that judges the image, and which image that is. Without one the original
// can still be shown.
struct Drawable
{
  std::optional<Json::Value> report;
  int image = 0;
};

Result<Drawable> DrawableOf(RestServices& services, const ResourceReference& resource,
                            const LayerRequest& wish)
{
  auto found = LookUpReport(services, resource);
  if (!found.HasValue())
  {
    return found.Failure();
  }
  auto& report = found.Value().report;
  const auto image = report ? FindImage(*report, resource.orthancId, wish.frame) : std::nullopt;
  if (image && JudgedImages(*report)[static_cast<std::size_t>(*image)])
  {
    return Drawable{*std::move(report), *image};
  }
  if (wish.layer == Layer::Original)
  {
    return Drawable();
  }
  return image ? NotExamined((*report)["Images"][*image], *report)
               : NotAnalysed(resource, wish, found.Value());
}

bool HasPlate(const Json::Value& report)
{
  const auto judged = JudgedImages(report);
  return report["Status"] == "Completed" ||
         std::find(judged.begin(), judged.end(), true) != judged.end();
}

std::string LanguageOf(const LayerRequest& wish, const Json::Value& report)
{
  return wish.language.empty() ? WordsOf(report).Language() : wish.language;
}

// A picture, and how long its pixels took to come.
struct Drawn
{
  Result<cv::Mat> picture;
  std::chrono::microseconds loading{0};
};

Drawn DrawUnread(RestServices& services, const ResourceReference& resource,
                 const LayerRequest& wish)
{
  Stopwatch watch;
  const auto number =
      wish.frame ? Result<int>(*wish.frame) : MiddleFrame(services, resource.orthancId);
  if (!number.HasValue())
  {
    return {number.Failure()};
  }
  const auto frame = services.images.Load({resource.orthancId, number.Value()});
  if (!frame.HasValue())
  {
    return {frame.Failure()};
  }
  const auto loading = watch.Lap();
  return {RenderLayer(Layer::Original, frame.Value(), {}, wish.options), loading};
}

Drawn DrawImage(RestServices& services, const Drawable& drawable, const LayerRequest& wish)
{
  ReportDrawing drawing(services.images, *drawable.report, LanguageOf(wish, *drawable.report));
  auto picture = drawing.Draw(wish.layer, drawable.image, wish.options);
  return {std::move(picture), drawing.LoadingTime()};
}

// W3C Server Timing: browsers' developer tools and the benchmarks show it.
std::string ServerTiming(std::chrono::microseconds load, std::chrono::microseconds draw,
                         std::chrono::microseconds png)
{
  return "load;dur=" + std::to_string(MillisecondsOf(load)) +
         ", draw;dur=" + std::to_string(MillisecondsOf(draw)) +
         ", png;dur=" + std::to_string(MillisecondsOf(png));
}

// Draws with `draw` unless the caller has the picture already.
template <typename Draw>
Result<HttpResponse> Answer(RestServices& services, const HttpRequest& request,
                            const std::string& tag, const Draw& draw)
{
  if (auto known = NotModified(KnownTags(request), tag))
  {
    return *std::move(known);
  }
  const Slots::Lease slot(services.drawing);
  Stopwatch watch;
  const Drawn drawn = draw();
  const auto whole = watch.Lap();
  auto png = drawn.picture.HasValue() ? EncodePng(drawn.picture.Value()) : drawn.picture.Failure();
  if (!png.HasValue())
  {
    return png.Failure();
  }
  HttpResponse response;
  response.contentType = "image/png";
  response.body = std::move(png).Value();
  slot.NoteBytes(response.body.size());
  AddEntityTag(tag, response);
  response.headers.emplace_back("Server-Timing",
                                ServerTiming(drawn.loading, whole - drawn.loading, watch.Lap()));
  return response;
}

}  // namespace

Result<HttpResponse> ShowLayer(RestServices& services, const HttpRequest& request)
{
  const auto wish = ReadLayerRequest(request);
  if (!wish.HasValue())
  {
    return wish.Failure();
  }
  const auto resource = FindResource(services, "instances", request.groups.at(0));
  if (!resource.HasValue())
  {
    return resource.Failure();
  }
  const auto drawable = DrawableOf(services, resource.Value(), wish.Value());
  if (!drawable.HasValue())
  {
    return drawable.Failure();
  }
  const auto& report = drawable.Value().report;
  const std::string tag = EntityTagOf({PixelVersionOf(resource.Value().description),
                                       wish.Value().signature, report ? WriteJson(*report) : ""});
  return Answer(services, request, tag,
                [&]
                {
                  return report ? DrawImage(services, drawable.Value(), wish.Value())
                                : DrawUnread(services, resource.Value(), wish.Value());
                });
}

Result<HttpResponse> ShowSeriesLayer(RestServices& services, const HttpRequest& request)
{
  const auto wish = ReadSeriesLayerRequest(request);
  if (!wish.HasValue())
  {
    return wish.Failure();
  }
  const auto resource = FindResource(services, "series", request.groups.at(0));
  if (!resource.HasValue())
  {
    return resource.Failure();
  }
  const auto found = LookUpReport(services, resource.Value());
  if (!found.HasValue())
  {
    return found.Failure();
  }
  const auto& report = found.Value().report;
  if (!report || !HasPlate(*report))
  {
    return NotAnalysed(resource.Value(), wish.Value(), found.Value());
  }
  const std::string tag = EntityTagOf(
      {PixelVersionOf(resource.Value().description), wish.Value().signature, WriteJson(*report)});
  return Answer(services, request, tag,
                [&]
                {
                  ReportDrawing drawing(services.images, *report,
                                        LanguageOf(wish.Value(), *report));
                  auto picture = drawing.DrawPlate(wish.Value().options);
                  return Drawn{std::move(picture), drawing.LoadingTime()};
                });
}

}  // namespace vlm
