// SPDX-License-Identifier: GPL-3.0-or-later
// Candidates for lines of text of all sizes, polarities and directions.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "Model/TextLines.h"

namespace vlm
{

// `picture` CV_8UC1 or CV_8UC3. Boxes are in its pixels, without margin; letterHeight too.
std::vector<TextLine> FindTextLines(const cv::Mat& picture);

}  // namespace vlm
