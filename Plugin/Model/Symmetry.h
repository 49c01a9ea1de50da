// SPDX-License-Identifier: GPL-3.0-or-later
// Compares a picture with its mirror image, where the anatomy is symmetric (axial and coronal
// head).
#pragma once

#include <opencv2/core.hpp>

namespace vlm
{

// Grey minus mirrored grey about the best axis of `body`, CV_32FC1 [grey levels of 255], smoothed;
// empty if `body` (CV_8UC1 mask) has no axis about which outline and greys agree.
cv::Mat MirrorDifference(const cv::Mat& gray, const cv::Mat& body);

}  // namespace vlm
