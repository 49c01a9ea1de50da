// SPDX-License-Identifier: GPL-3.0-or-later
// The strongest closed edge around a centre: one radius for each of evenly spread directions.
#pragma once

#include <array>
#include <opencv2/core.hpp>

namespace vlm
{

constexpr int EdgeDirections = 32;

// An ellipse from whose centre rays go out; a radius of 1 lies on the ellipse.
struct RayFan
{
  cv::Point2d centre;
  cv::Size2d semiAxes;  // [px]

  cv::Point2d At(int direction, double radius) const;
};

enum class EdgePolarity
{
  BrightInside,
  DarkInside
};

struct ClosedEdge
{
  std::array<double, EdgeDirections> radii{};
  double strength = 0.0;   // mean step across the edge, less what an unlikely shape costs
  double edgeShare = 0.0;  // of the directions: those with a clear step of the right sense
};

// Steps of `picture` (CV_32FC1) along each ray, in units of `deviation`: the mean just inside minus
// the mean just outside. CV_32FC1, one row a direction.
cv::Mat StepsAlongRays(const cv::Mat& picture, const RayFan& rays, double deviation);

// Of all closed curves whose radius changes slowly with direction, the one with the largest steps;
// curves near the ellipse are preferred. Source: dynamic programming in polar coordinates, as used
// for vessel walls and cells since the 1990s.
ClosedEdge StrongestClosedEdge(const cv::Mat& steps, EdgePolarity polarity);

}  // namespace vlm
