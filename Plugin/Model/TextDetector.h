// SPDX-License-Identifier: GPL-3.0-or-later
// Where letters and digits are burned into a picture.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace vlm
{

// How much evidence makes a line of text. Resources/Decisions/BurnedInText.md has the figures.
enum class TextSensitivity
{
  High,   // pictures that often carry text: a false alarm is cheap, a missed name is not
  Strict  // pixels made by a modality: tissue must not be taken for text
};

// Boxes around lines of text (at least three characters), each with a margin. `picture`: CV_8UC1 or
// CV_8UC3. Bright on dark or dark on bright, read from left to right or turned by 90 degrees;
// letter heights from 6 px to a sixth of the picture. Pictures of more than 9 Mpx are halved
// until they are smaller, which doubles the least height each time.
std::vector<cv::Rect> FindText(const cv::Mat& picture,
                               TextSensitivity sensitivity = TextSensitivity::High);

}  // namespace vlm
