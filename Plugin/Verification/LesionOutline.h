// SPDX-License-Identifier: GPL-3.0-or-later
// The edge of a lesion, followed in the pixels around a place that is already known well.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "Gaussian/Gaussian2D.h"
#include "Pixels/BoundingBox.h"
#include "Pixels/Frame.h"
#include "Verification/RegionStatistics.h"

namespace vlm
{

struct LesionOutline
{
  Contour contour;           // [stored px]; 8 to 64 points
  Gaussian2D extent;         // centroid and covariance of the pixels inside
  BoundingBox box;           // around the contour
  double longAxisPx = 0.0;   // greatest diameter
  double shortAxisPx = 0.0;  // greatest diameter perpendicular to it
  double areaPx2 = 0.0;
};

// `location`: where the lesion's centre is and how well that is known; `sizePx` its stated width
// and height. None where no closed edge of plausible size (a third to three times the stated
// area, centre within the 95 % ellipse of `location`) separates inside from surroundings.
std::optional<LesionOutline> OutlineLesion(const Frame& frame, const Gaussian2D& location,
                                           cv::Size2d sizePx);

}  // namespace vlm
