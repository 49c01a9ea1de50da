// SPDX-License-Identifier: GPL-3.0-or-later
// Where the parts of an illustration go: the picture, and the findings' cards beside and below it.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "Render/PictureGeometry.h"

namespace vlm
{

struct PlateLayout
{
  PictureGeometry picture;
  cv::Point pictureAt;
  std::vector<cv::Rect2d> cards;
  double height = 0.0;  // of all
};

// All from a corner at 0, 0. `width` of what may be covered and `text`, the size of ordinary text
// [px]; `cards`: how many.
PlateLayout LayOutPlate(const Frame& frame, double width, double text, int cards);

}  // namespace vlm
