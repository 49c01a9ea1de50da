// SPDX-License-Identifier: GPL-3.0-or-later
// A finding's measured shape in coordinates of a drawn picture: what its size was taken of.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "Gaussian/ModelledFinding.h"
#include "Render/PictureGeometry.h"
#include "Verification/PolygonDiameters.h"

namespace vlm
{

using Polygon = std::vector<cv::Point2d>;

struct LesionShape
{
  Polygon edge;  // the outline, or the ellipse inscribed in the box
  Chord longAxis;
  Chord shortAxis;     // perpendicular to it
  cv::Point2d centre;  // CentreIn()
};

// None without a box, or where its numbers are absurd or far from the picture.
std::optional<LesionShape> LesionShapeOf(const ModelledFinding& finding,
                                         const PictureGeometry& geometry);

// The corners of a box, under the same conditions.
std::optional<Polygon> CornersOf(const std::optional<BoundingBox>& box,
                                 const PictureGeometry& geometry);

// Where its centre is [px of the drawn picture]: the mean of its location, else the middle of the
// box, which must be there.
cv::Point2d CentreIn(const ModelledFinding& finding, const PictureGeometry& geometry);

// Where the lesion's centre lies at 95 % [px of the drawn picture]; empty if that is not known.
Polygon CentreRegionOf(const ModelledFinding& finding, const PictureGeometry& geometry);

// The credible ellipses of its extent [px of the drawn picture], by rising mass.
std::vector<Polygon> ContoursOf(const ModelledFinding& finding, const PictureGeometry& geometry);

// Stored pixels around a finding's box or outline: 2.5 times its extent, at least 32 wide and high,
// square on the screen and within the image as far as that is large enough.
cv::Rect InsetRegionOf(const Finding& finding, const Frame& frame);

// Smallest upright rectangle around it.
cv::Rect2d BoundsOf(const Polygon& polygon);

}  // namespace vlm
