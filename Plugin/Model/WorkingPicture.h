// SPDX-License-Identifier: GPL-3.0-or-later
// The small grey picture on which the embedded detector works.
#pragma once

#include <opencv2/core.hpp>

#include "Foundation/Result.h"

namespace vlm
{

// `picture` (CV_8UC1, or CV_8UC3 in BGR order) as CV_8UC1, its long side at most 256 pixels.
//   errors  BadInput: empty, another pixel type, too narrow, or without any contrast
Result<cv::Mat> WorkingPictureOf(const cv::Mat& picture);

// `gray` as CV_32FC1, blurred by a Gaussian of this standard deviation [working pixel].
cv::Mat Smoothed(const cv::Mat& gray, double deviation);

}  // namespace vlm
