// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/PolygonDiameters.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vlm
{
namespace
{

Chord LongestChord(const std::vector<cv::Point2d>& polygon)
{
  Chord longest;
  double square = 0.0;
  for (std::size_t i = 0; i < polygon.size(); ++i)
  {
    for (std::size_t j = i + 1; j < polygon.size(); ++j)
    {
      const cv::Point2d between = polygon[j] - polygon[i];
      if (between.dot(between) > square)
      {
        square = between.dot(between);
        longest = {polygon[i], polygon[j]};
      }
    }
  }
  return longest;
}

// What the line through `along` (measured on the long axis) has across a polygon whose points are
// given as (along, across).
cv::Vec2d RangeAcross(const std::vector<cv::Point2d>& turned, double along)
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
  return {low, high};
}

}  // namespace

Diameters DiametersOf(const std::vector<cv::Point2d>& polygon)
{
  Diameters diameters;
  diameters.longChord = LongestChord(polygon);
  const cv::Point2d axis = diameters.longChord.to - diameters.longChord.from;
  const double length = std::hypot(axis.x, axis.y);
  if (!(length > 0.0))
  {
    return {};
  }
  diameters.longAxis = length;
  const cv::Point2d direction = axis / length;
  const cv::Point2d normal(-direction.y, direction.x);
  std::vector<cv::Point2d> turned;
  turned.reserve(polygon.size());
  for (const cv::Point2d& point : polygon)
  {
    turned.emplace_back(point.dot(direction), point.dot(normal));
  }
  // Between two corners the chord's length changes evenly, so that the longest runs through one.
  for (const cv::Point2d& corner : turned)
  {
    const cv::Vec2d range = RangeAcross(turned, corner.x);
    if (range[1] - range[0] > diameters.shortAxis)
    {
      diameters.shortAxis = range[1] - range[0];
      diameters.shortChord = {direction * corner.x + normal * range[0],
                              direction * corner.x + normal * range[1]};
    }
  }
  return diameters;
}

}  // namespace vlm
