// SPDX-License-Identifier: GPL-3.0-or-later
// How large a picture is drawn, and where a stored pixel lies in it.
#pragma once

#include <opencv2/core.hpp>
#include <optional>

#include "Foundation/Result.h"
#include "Pixels/Frame.h"

namespace vlm
{

// Bounds of a drawn picture's sides [px]; its width may be less than the smallest one that can be
// asked for when the image is much higher than wide.
constexpr int MinimumDrawnWidth = 16;
constexpr int MaximumDrawnSide = 8192;

struct PictureGeometry
{
  cv::Size size;        // of the picture drawn [px]
  double scaleX = 1.0;  // drawn px per stored column
  double scaleY = 1.0;  // drawn px per stored row

  // Centre of a stored pixel (its origin is the centre of the first pixel) -> position in the
  // drawn picture (its origin is the top left corner).
  cv::Point2d ToDrawn(double column, double row) const
  {
    return {(column + 0.5) * scaleX, (row + 0.5) * scaleY};
  }
};

// `width`: as asked for, else `defaultWidth`, clamped to the bounds above. Height follows from the
// physical aspect (PS3.3 10.7.1.3); a picture higher than MaximumDrawnSide is made narrower.
// Errors: BadInput (no pixels, width out of range).
Result<PictureGeometry> GeometryOf(const Frame& frame, std::optional<int> width, int defaultWidth);

// Width of a drawn pixel [mm], if the spacing is known and plausible.
std::optional<double> DrawnPixelMm(const Frame& frame, const PictureGeometry& geometry);

}  // namespace vlm
