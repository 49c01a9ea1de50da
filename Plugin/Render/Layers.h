// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures drawn of an analysed image, and their PNG form.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "Foundation/Result.h"
#include "Gaussian/ModelledFinding.h"
#include "Pixels/Frame.h"

namespace vlm
{

enum class Layer
{
  Original,   // the windowed picture alone
  Annotated,  // ellipse, number, label, score and size of each finding
  Heatmap     // anomaly map over the picture, with legend and credible ellipses
};

std::optional<Layer> LayerFromName(std::string_view name);  // "original", "annotated", "heatmap"

struct LayerOptions
{
  std::optional<int> widthPx;  // of the picture drawn, 16 to 8192; none: the stored width, for
                               // drawn layers at least 512; less where the height would exceed 8192
  std::optional<int> finding;  // draw this one alone (index into the findings given)
};

// `findings` are those of this frame's image. The result is CV_8UC3 (BGR) or, for a grey original,
// CV_8UC1; the aspect is that of the physical picture: non-square pixels are drawn stretched. Every
// drawn layer carries the disclaimer. Errors: BadInput (width or finding out of range).
Result<cv::Mat> RenderLayer(Layer layer, const Frame& frame,
                            const std::vector<ModelledFinding>& findings,
                            const LayerOptions& options);

// Errors: Internal.
Result<std::string> EncodePng(const cv::Mat& picture);

}  // namespace vlm
