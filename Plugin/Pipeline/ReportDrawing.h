// SPDX-License-Identifier: GPL-3.0-or-later
// Layers of the images that a report speaks of, drawn from the pixels in the archive.
#pragma once

#include <json/value.h>

#include <chrono>
#include <opencv2/core.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "Pipeline/ImageArchive.h"
#include "Render/Layers.h"
#include "Report/ReportDocument.h"

namespace vlm
{

// Draws for one request. Keeps the frame loaded last, since several layers of one are often wanted.
class ReportDrawing
{
public:
  // Archive and report outlive the drawing; `language` is that of our own words.
  ReportDrawing(ImageArchive& images, const Json::Value& report, std::string language)
      : images_(images), report_(report), language_(std::move(language))
  {
  }

  // Of the image at `index` of the report. `options` needs neither language nor caption. Errors:
  // those of ImageArchive::Load, FindingsFromJson and RenderLayer.
  Result<cv::Mat> Draw(Layer layer, int index, LayerOptions options);
  // The plate of all its images that a model looked at; of more than MostPlateImages those with
  // findings come first.
  Result<cv::Mat> DrawPlate(LayerOptions options);
  // A picture of a document, on light ground.
  FigurePicture Draw(const FigureWish& wish);
  // All that a printed report of it shows.
  std::vector<FigurePicture> DrawFigures();

  // Spent on decoding frames so far.
  std::chrono::microseconds LoadingTime() const { return loadingTime_; }

private:
  Result<const std::vector<std::vector<ModelledFinding>>*> AllFindings();
  Result<Frame> Fetch(const FrameReference& reference);
  Result<const Frame*> Load(const FrameReference& reference);
  LayerOptions Completed(LayerOptions options) const;

  ImageArchive& images_;
  const Json::Value& report_;
  std::string language_;
  std::optional<std::pair<FrameReference, Frame>> loaded_;
  std::optional<std::vector<std::vector<ModelledFinding>>> findings_;
  std::chrono::microseconds loadingTime_{0};
};

// How the images were made and by which model they were read: the technique and its name.
std::string CaptionOf(const Json::Value& report);

}  // namespace vlm
