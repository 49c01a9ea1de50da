// SPDX-License-Identifier: GPL-3.0-or-later
// One frame for a viewer that windows it by itself: pixels as stored, and what makes values and
// shades of them.
#pragma once

#include <opencv2/core.hpp>

#include "Foundation/Result.h"
#include "Pixels/DicomAttributes.h"

namespace vlm
{

struct ViewerPixels
{
  // Grey: CV_8UC1, CV_16UC1 or CV_16SC1, stored values without foreign bits, or modality values
  // where a modality LUT makes them. Colour: CV_8UC3, red first.
  cv::Mat pixels;
  double slope = 1.0;  // modality value = pixel * slope + intercept
  double intercept = 0.0;
  VoiWindow window;         // of modality values, as ShowGray shows them
  bool isInverted = false;  // MONOCHROME1: low values are bright
};

// `stored` is as AssembleFrame takes it (Pixels/FrameAssembly.h). Errors: the same.
Result<ViewerPixels> ViewerPixelsOf(const DicomAttributes& attributes, const cv::Mat& stored,
                                    int frame);

// At most `columns` wide, each pixel the mean of those it covers; never larger. Errors: Internal.
Result<cv::Mat> ShrunkTo(const cv::Mat& pixels, int columns);

}  // namespace vlm
