// SPDX-License-Identifier: GPL-3.0-or-later
// Where a finding is, as a frame and spatial coordinates of an image (PS3.3 C.18.6), and back.
#pragma once

#include <json/value.h>

#include <array>
#include <optional>
#include <vector>

#include "Pixels/BoundingBox.h"
#include "Results/SourceImage.h"

namespace vlm
{

// Which frame of its instance an image of the report is; zero based.
int FrameOf(const Json::Value& image, const SourceImage& source);

// Column and row [px] from the top left CORNER of the image, which is 0.5 more than our pixel
// centres: PS3.3 C.18.6.1.2.
struct ImageRegion
{
  enum class Shape
  {
    Ellipse,  // ends of the long axis, then of the short axis
    Polyline  // closed: the first point is repeated
  };
  Shape shape = Shape::Ellipse;
  std::vector<std::array<double, 2>> points;
};

// As the annotated layer draws it: the ellipse that a human drew, which is that of 95 %, else the
// outline, else the ellipse inscribed in the box; cut to the image. None without a box, or where
// nothing of it lies in the image.
std::optional<ImageRegion> RegionOf(const Json::Value& finding, const SourceImage& source);

ImageRegion RectangleAround(const ImageRegion& region);

// The box around a region [stored pixels].
BoundingBox BoxOf(const ImageRegion& region);

// The outline that a closed polyline is [stored pixels]; empty for an ellipse.
std::vector<std::array<double, 2>> OutlineOf(const ImageRegion& region);

}  // namespace vlm
