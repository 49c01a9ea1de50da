// SPDX-License-Identifier: GPL-3.0-or-later
// A finding in coordinates of the drawn picture. What is absurd (NaN, infinite, far larger than the
// picture) is left out here, so that the drawing code meets plausible numbers only.
#pragma once

#include <cstddef>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "Gaussian/ModelledFinding.h"
#include "Render/PictureGeometry.h"

namespace vlm
{

struct DrawnEllipse
{
  double mass = 0.0;
  cv::Point2d centre;
  cv::Matx22d shape;  // maps the unit circle onto the ellipse around its centre
};

// Smallest upright rectangle around it.
cv::Rect2d BoundsOf(const DrawnEllipse& ellipse);
// Where a line from `point` towards the centre meets the ellipse; `point` itself if it is inside.
cv::Point2d EdgeTowards(const DrawnEllipse& ellipse, cv::Point2d point);

struct LocatedFinding
{
  std::size_t index = 0;  // among the findings given; shown counted from 1
  const ModelledFinding* model = nullptr;
  cv::Point2d centre;                  // of the verified box
  std::vector<DrawnEllipse> ellipses;  // by rising mass
  cv::Rect2d body;                     // what it covers of the picture; may be empty at its border
};

// Those that can be drawn: located, finite, near the picture, not rejected. `only`: that one alone.
// The result points into `findings`.
std::vector<LocatedFinding> LocateFindings(const std::vector<ModelledFinding>& findings,
                                           const PictureGeometry& geometry,
                                           std::optional<int> only);

}  // namespace vlm
