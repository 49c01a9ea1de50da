// SPDX-License-Identifier: GPL-3.0-or-later
// Mean values inside a region (the ellipse inscribed in a box, or a closed contour), and in a ring
// of the same area around it.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "Pixels/BoundingBox.h"

namespace vlm
{

// The points of a closed polygon: column, row.
using Contour = std::vector<std::array<double, 2>>;

// In the unit of the values given.
struct RegionStatistics
{
  double meanInside = 0.0;
  double meanAround = 0.0;
  double deviationAround = 0.0;
  double deviationInside = 0.0;
};

// `values` is CV_32FC1 or CV_8UC1. Pixels that are not finite do not count. None if the ellipse or
// the ring holds no pixel. The cost is bounded by the ring's area, and of large regions only every
// n-th row is read.
std::optional<RegionStatistics> MeasureRegion(const cv::Mat& values, const BoundingBox& box);

// The same of a closed contour; the ring lies between it and the contour stretched from the mean of
// its points.
std::optional<RegionStatistics> MeasureRegion(const cv::Mat& values, const Contour& contour);

}  // namespace vlm
