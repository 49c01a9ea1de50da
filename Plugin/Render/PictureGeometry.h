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
  cv::Rect region;      // stored pixels shown; within the frame

  // Centre of a stored pixel (its origin is the centre of the first pixel) -> position in the
  // drawn picture (its origin is the top left corner).
  cv::Point2d ToDrawn(double column, double row) const
  {
    return {(column + 0.5 - region.x) * scaleX, (row + 0.5 - region.y) * scaleY};
  }
};

// Errors: BadInput (out of range).
Result<void> CheckDrawnWidth(std::optional<int> width);

// `width`: as asked for, else `defaultWidth`, clamped to the bounds above. Height follows from the
// physical aspect (PS3.3 10.7.1.3); a picture higher than MaximumDrawnSide is made narrower.
// Errors: BadInput (no pixels, width out of range).
Result<PictureGeometry> GeometryOf(const Frame& frame, std::optional<int> width, int defaultWidth);

// The whole frame as large as fits into `room`; at least one pixel.
PictureGeometry FittedGeometry(const Frame& frame, cv::Size room);

// `region` (stored pixels, cut to the frame, at least one) as large as fits into `room`.
PictureGeometry InsetGeometry(const Frame& frame, cv::Rect region, cv::Size room);

// Those pixels of the frame's display in that size: CV_8UC1 or CV_8UC3. Not a copy where nothing is
// scaled.
cv::Mat PictureIn(const Frame& frame, const PictureGeometry& geometry);

// Width of a drawn pixel [mm], if the spacing is known and plausible.
std::optional<double> DrawnPixelMm(const Frame& frame, const PictureGeometry& geometry);

}  // namespace vlm
