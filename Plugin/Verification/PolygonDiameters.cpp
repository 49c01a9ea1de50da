// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/PolygonDiameters.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vlm
{
namespace
{

cv::Point2d LongestDiameter(const std::vector<cv::Point2d>& polygon)
{
  cv::Point2d longest;
  for (std::size_t i = 0; i < polygon.size(); ++i)
  {
    for (std::size_t j = i + 1; j < polygon.size(); ++j)
    {
      const cv::Point2d between = polygon[j] - polygon[i];
      longest = between.dot(between) > longest.dot(longest) ? between : longest;
    }
  }
  return longest;
}

// How far the line through `along` (measured on the long axis) reaches across a polygon whose
// points are given as (along, across).
double ChordAt(const std::vector<cv::Point2d>& turned, double along)
{
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (std::size_t i = 0; i < turned.size(); ++i)
  {
    const cv::Point2d& from = turned[i];
    const cv::Point2d& to = turned[(i + 1) % turned.size()];
    if (std::min(from.x, to.x) > along || std::max(from.x, to.x) < along)
    {
      continue;
    }
    const double share = to.x == from.x ? 0.0 : (along - from.x) / (to.x - from.x);
    const double across = from.y + share * (to.y - from.y);
    low = std::min(low, across);
    high = std::max(high, across);
  }
  return std::max(high - low, 0.0);
}

}  // namespace

Diameters DiametersOf(const std::vector<cv::Point2d>& polygon)
{
  const cv::Point2d axis = LongestDiameter(polygon);
  const double length = std::hypot(axis.x, axis.y);
  if (!(length > 0.0))
  {
    return {};
  }
  const cv::Point2d direction = axis / length;
  std::vector<cv::Point2d> turned;
  turned.reserve(polygon.size());
  for (const cv::Point2d& point : polygon)
  {
    turned.emplace_back(point.dot(direction), direction.x * point.y - direction.y * point.x);
  }
  // Between two corners the chord's length changes evenly, so that the longest runs through one.
  double shortAxis = 0.0;
  for (const cv::Point2d& corner : turned)
  {
    shortAxis = std::max(shortAxis, ChordAt(turned, corner.x));
  }
  return {length, shortAxis};
}

}  // namespace vlm
