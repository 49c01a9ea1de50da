// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/ReportDrawing.h"

#include <algorithm>

#include "Foundation/JoinedText.h"
#include "Pipeline/Stopwatch.h"
#include "Report/JsonReport.h"
#include "Report/ReviewedReport.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

FrameReference FrameOf(const Json::Value& image)
{
  constexpr std::int64_t most = 1000000;
  return {TextOf(image, "OrthancId"),
          static_cast<int>(std::min(CountOf(image, "Frame").value_or(0), most))};
}

using Findings = std::vector<std::vector<ModelledFinding>>;

// Indices of the images that a plate can show: those that a model looked at or, since a reviewer
// did, that have findings; in their order.
std::vector<std::size_t> ExaminedImages(const Json::Value& report, const Findings& findings)
{
  std::vector<std::size_t> examined;
  const Json::Value& images = ListOf(report, "Images");
  for (Json::ArrayIndex i = 0; i < images.size(); ++i)
  {
    if (IsExamined(images[i]) || !findings[i].empty())
    {
      examined.push_back(i);
    }
  }
  return examined;
}

// At most MostPlateImages of them, those with findings first; in their order.
std::vector<std::size_t> PlateImages(std::vector<std::size_t> images, const Findings& findings)
{
  std::stable_partition(images.begin(), images.end(),
                        [&findings](std::size_t image) { return !findings[image].empty(); });
  images.resize(std::min(images.size(), MostPlateImages));
  std::sort(images.begin(), images.end());
  return images;
}

}  // namespace

std::string CaptionOf(const Json::Value& report)
{
  const Json::Value& model = MemberOf(report, "Model");
  const std::string requested = TextOf(model, "Requested");
  return Joined({TextOf(MemberOf(report, "Narrative"), "Technique"),
                 requested.empty() ? TextOf(model, "Name") : requested},
                " \u00B7 ");
}

LayerOptions ReportDrawing::Completed(LayerOptions options) const
{
  options.language = language_;
  options.caption = CaptionOf(report_);
  options.isSignedOff = IsSignedOff(report_);
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
  const auto findings = AllFindings();
  if (!findings.HasValue())
  {
    return findings.Failure();
  }
  const auto frame = Load(FrameOf(images[static_cast<Json::ArrayIndex>(index)]));
  if (!frame.HasValue())
  {
    return frame.Failure();
  }
  return RenderLayer(layer, *frame.Value(), (*findings.Value())[static_cast<std::size_t>(index)],
                     Completed(std::move(options)));
}

Result<const Findings*> ReportDrawing::AllFindings()
{
  if (!findings_)
  {
    auto read = FindingsByImage(report_);
    if (!read.HasValue())
    {
      return read.Failure();
    }
    findings_ = std::move(read).Value();
  }
  return &*findings_;
}

Result<cv::Mat> ReportDrawing::DrawPlate(LayerOptions options)
{
  const auto findings = AllFindings();
  if (!findings.HasValue())
  {
    return findings.Failure();
  }
  const auto examined = ExaminedImages(report_, *findings.Value());
  const auto shown = PlateImages(examined, *findings.Value());
  std::vector<Frame> frames;
  for (const std::size_t index : shown)
  {
    auto frame = Fetch(FrameOf(ListOf(report_, "Images")[static_cast<Json::ArrayIndex>(index)]));
    if (!frame.HasValue())
    {
      return frame.Failure();
    }
    frames.push_back(std::move(frame).Value());
    frames.back().modalityValues.release();  // not drawn, and four times as large
  }
  std::vector<KeyImage> images;
  for (std::size_t i = 0; i < shown.size(); ++i)
  {
    images.push_back({frames[i], (*findings.Value())[shown[i]], static_cast<int>(shown[i]) + 1});
  }
  ImagesLeftOut leftOut;
  for (const std::size_t index : examined)
  {
    const bool isShown = std::binary_search(shown.begin(), shown.end(), index);
    leftOut.count += isShown ? 0 : 1;
    leftOut.withFindings += isShown || (*findings.Value())[index].empty() ? 0 : 1;
  }
  return RenderSeriesPlate(images, Completed(std::move(options)), leftOut);
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

std::vector<FigurePicture> ReportDrawing::DrawFigures()
{
  std::vector<FigurePicture> figures;
  for (const FigureWish& wish : FiguresOf(report_))
  {
    figures.push_back(Draw(wish));
  }
  return figures;
}

}  // namespace vlm
