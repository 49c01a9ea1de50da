// SPDX-License-Identifier: GPL-3.0-or-later
// Layers as Secondary Capture images (PS3.3 A.8.1), so that every viewer can show them.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "Render/Layers.h"
#include "Results/ResultObject.h"

namespace vlm
{

struct CaptureWish
{
  int image = 0;  // index into the report's Images
  Layer layer = Layer::Annotated;
};

// What is captured: annotated and heatmap of each image with a located finding that is not
// Rejected; without any, the annotated layer of the first image that a model looked at, which says
// so. Empty if none looked.
std::vector<CaptureWish> CapturesOf(const Json::Value& report);

// A wider or higher picture is drawn smaller.
constexpr int LargestCapturePx = 2048;

// `picture` is CV_8UC3 (BGR), `number` its place in the series from 1. UIDs:
// context.Uid("sc-<image>-<layer>") and "sc-series". Errors: NotFound (the image is not in the
// archive), Internal.
Result<ResultObject> SecondaryCaptureOf(const ResultContext& context, const CaptureWish& wish,
                                        const cv::Mat& picture, int number);

}  // namespace vlm
