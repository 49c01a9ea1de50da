// SPDX-License-Identifier: GPL-3.0-or-later
// A finding in coordinates of the drawn picture. What is absurd (NaN, infinite, far larger than the
// picture) is left out here, so that the drawing code meets plausible numbers only.
#pragma once

#include <cstddef>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "Gaussian/ModelledFinding.h"
#include "Render/LesionShape.h"
#include "Render/PictureGeometry.h"

namespace vlm
{

struct LocatedFinding
{
  std::size_t index = 0;  // among the findings given
  int number = 1;         // as people count it
  const ModelledFinding* model = nullptr;
  cv::Point2d centre;    // CentreIn()
  Polygon edge;          // of the shape that its size was taken of: LesionShapeOf()
  Polygon centreRegion;  // where the centre lies at 95 %; empty: unknown, or no help to a reader
  cv::Rect2d body;       // what it covers of the picture; may be empty at its border
};

bool IsUnverified(const LocatedFinding& finding);

// Where a line from `point` towards the finding's centre meets its edge; `point` itself if it does
// not, from inside.
cv::Point2d EdgeTowards(const LocatedFinding& finding, cv::Point2d point);

// Those that can be drawn: located, finite, near the picture, not rejected. `only`: that one alone.
// The result points into `findings`.
std::vector<LocatedFinding> LocateFindings(const std::vector<ModelledFinding>& findings,
                                           const PictureGeometry& geometry,
                                           std::optional<int> only);

}  // namespace vlm
