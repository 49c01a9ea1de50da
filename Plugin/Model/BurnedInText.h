// SPDX-License-Identifier: GPL-3.0-or-later
// Letters, rulers and calipers drawn into a picture, so that the detector does not report them.
#pragma once

#include <opencv2/core.hpp>

namespace vlm
{

// `gray` CV_8UC1 -> CV_8UC1, 255 where thin, nearly white strokes are and just around them.
cv::Mat BurnedInText(const cv::Mat& gray);

// `gray` with the pixels of `text` replaced by what surrounds them.
cv::Mat WithoutText(const cv::Mat& gray, const cv::Mat& text);

}  // namespace vlm
