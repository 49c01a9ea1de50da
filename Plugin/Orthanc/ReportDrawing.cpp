// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ReportDrawing.h"

#include <algorithm>
#include <set>

#include "Pipeline/Stopwatch.h"
#include "Report/JsonReport.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostPlateImages = 24;

FrameReference FrameOf(const Json::Value& image)
{
  constexpr std::int64_t most = 1000000;
  return {TextOf(image, "OrthancId"),
          static_cast<int>(std::min(CountOf(image, "Frame").value_or(0), most))};
}

// The images of the plate in the report's order.
std::set<Json::ArrayIndex> PlateImages(const Json::Value& report)
{
  const Json::ArrayIndex count = ListOf(report, "Images").size();
  std::set<Json::ArrayIndex> chosen;
  for (const Json::Value& finding : ListOf(report, "Findings"))
  {
    const auto image = ImageOf(finding, count);
    if (image && chosen.size() < MostPlateImages)
    {
      chosen.insert(*image);
    }
  }
  for (Json::ArrayIndex i = 0; i < count && chosen.size() < MostPlateImages; ++i)
  {
    chosen.insert(i);
  }
  return chosen;
}

}  // namespace

std::string CaptionOf(const Json::Value& report)
{
  const Json::Value& model = MemberOf(report, "Model");
  const std::string requested = TextOf(model, "Requested");
  std::string caption;
  for (const std::string& part : {TextOf(MemberOf(report, "Narrative"), "Technique"),
                                  requested.empty() ? TextOf(model, "Name") : requested})
  {
    caption += (caption.empty() || part.empty() ? "" : " \u00B7 ") + part;
  }
  return caption;
}

LayerOptions ReportDrawing::Completed(LayerOptions options) const
{
  options.language = language_;
  options.caption = CaptionOf(report_);
  return options;
}

Result<Frame> ReportDrawing::Fetch(const FrameReference& reference)
{
  Stopwatch watch;
  auto frame = images_.Load(reference);
  loadingTime_ += watch.Lap();
  return frame;
}

Result<const Frame*> ReportDrawing::Load(const FrameReference& reference)
{
  const bool isLoaded = loaded_ && loaded_->first.orthancId == reference.orthancId &&
                        loaded_->first.frame == reference.frame;
  if (!isLoaded)
  {
    loaded_.reset();  // not two large frames at once
    auto frame = Fetch(reference);
    if (!frame.HasValue())
    {
      return frame.Failure();
    }
    loaded_.emplace(reference, std::move(frame).Value());
  }
  return &loaded_->second;
}

Result<cv::Mat> ReportDrawing::Draw(Layer layer, int index, LayerOptions options)
{
  const Json::Value& images = ListOf(report_, "Images");
  if (index < 0 || static_cast<Json::ArrayIndex>(index) >= images.size())
  {
    return Error{ErrorKind::BadInput, "The report has no image " + std::to_string(index) + "."};
  }
  const auto findings = FindingsFromJson(report_, index);
  if (!findings.HasValue())
  {
    return findings.Failure();
  }
  const auto frame = Load(FrameOf(images[static_cast<Json::ArrayIndex>(index)]));
  if (!frame.HasValue())
  {
    return frame.Failure();
  }
  return RenderLayer(layer, *frame.Value(), findings.Value(), Completed(std::move(options)));
}

Result<cv::Mat> ReportDrawing::DrawPlate(LayerOptions options)
{
  std::vector<Frame> frames;
  std::vector<std::vector<ModelledFinding>> findings;
  for (const Json::ArrayIndex index : PlateImages(report_))
  {
    auto ofImage = FindingsFromJson(report_, static_cast<int>(index));
    auto frame = Fetch(FrameOf(ListOf(report_, "Images")[index]));
    if (!ofImage.HasValue() || !frame.HasValue())
    {
      return frame.HasValue() ? ofImage.Failure() : frame.Failure();
    }
    frames.push_back(std::move(frame).Value());
    frames.back().modalityValues.release();  // not drawn, and four times as large
    findings.push_back(std::move(ofImage).Value());
  }
  std::vector<KeyImage> images;
  for (std::size_t i = 0; i < frames.size(); ++i)
  {
    images.push_back({frames[i], findings[i]});
  }
  return RenderSeriesPlate(images, Completed(std::move(options)));
}

FigurePicture ReportDrawing::Draw(const FigureWish& wish)
{
  LayerOptions options;
  options.widthPx = wish.widthPx;
  options.theme = Theme::Light;
  const auto picture = wish.image ? Draw(wish.layer, *wish.image, std::move(options))
                                  : DrawPlate(std::move(options));
  const auto png = picture.HasValue() ? EncodePng(picture.Value()) : picture.Failure();
  FigurePicture figure;
  if (!png.HasValue())
  {
    figure.missing = png.Failure().message;
    return figure;
  }
  return {png.Value(), picture.Value().cols, picture.Value().rows, ""};
}

}  // namespace vlm
