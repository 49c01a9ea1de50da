// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/ClosedEdge.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace vlm
{
namespace
{

constexpr int Radii = 24;
constexpr double FirstRadius = 0.25;
constexpr double RadiusStep = 0.07;  // so that the last radius is 1.86
constexpr int Margin = 3;            // samples on either side of a step: 0.2 of the ellipse
constexpr int LargestChange = 2;     // of the radius, from one direction to the next
constexpr float ChangeCost = 0.03F;
constexpr double RadiusCost = 3.75;  // of the squared logarithm: 0.5 for half the ellipse
constexpr double ClearStep = 0.15;   // deviations

// Of two laps the lap in their middle is read, where the first and the last direction know of each
// other.
constexpr int Laps = 2;
constexpr int Steps = Laps * EdgeDirections;
constexpr int FirstRead = EdgeDirections / 2;

double RadiusAt(int index)
{
  return FirstRadius + RadiusStep * index;
}

const std::array<float, Radii>& RadiusCosts()
{
  static const std::array<float, Radii> costs = []
  {
    std::array<float, Radii> made{};
    for (int index = 0; index < Radii; ++index)
    {
      made[index] = static_cast<float>(RadiusCost * std::pow(std::log(RadiusAt(index)), 2));
    }
    return made;
  }();
  return costs;
}

// One row a direction; each radius lies midway between two samples.
cv::Mat SampleRays(const cv::Mat& picture, const RayFan& rays)
{
  constexpr int samples = Radii + 2 * Margin;
  cv::Mat places(EdgeDirections, samples, CV_32FC2);
  for (int direction = 0; direction < EdgeDirections; ++direction)
  {
    const cv::Point2d ray = rays.At(direction, 1.0) - rays.centre;
    auto* place = places.ptr<cv::Point2f>(direction);
    for (int sample = 0; sample < samples; ++sample)
    {
      place[sample] = rays.centre + ray * (RadiusAt(sample - Margin) + RadiusStep / 2.0);
    }
  }
  cv::Mat polar;
  cv::remap(picture, polar, places, cv::Mat(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  return polar;
}

struct Accumulated
{
  std::array<std::array<float, Radii>, Steps> totals{};
  std::array<std::array<int, Radii>, Steps> previous{};  // index of the radius one step before
};

void AccumulateStep(const cv::Mat& gains, int step, Accumulated& paths)
{
  const auto* gain = gains.ptr<float>(step % EdgeDirections);
  const auto& before = paths.totals[step - 1];
  for (int index = 0; index < Radii; ++index)
  {
    const int low = std::max(index - LargestChange, 0);
    const int high = std::min(index + LargestChange, Radii - 1);
    int best = low;
    float bestTotal = -1e30F;
    for (int from = low; from <= high; ++from)
    {
      const auto change = static_cast<float>(from - index);
      const float total = before[from] - ChangeCost * change * change;
      if (total > bestTotal)
      {
        bestTotal = total;
        best = from;
      }
    }
    paths.totals[step][index] = bestTotal + gain[index];
    paths.previous[step][index] = best;
  }
}

// Index of the radius for each direction.
std::array<int, EdgeDirections> BestPath(const cv::Mat& gains)
{
  Accumulated paths;
  std::copy_n(gains.ptr<float>(0), Radii, paths.totals[0].begin());
  for (int step = 1; step < Steps; ++step)
  {
    AccumulateStep(gains, step, paths);
  }
  const auto& last = paths.totals.back();
  int index = static_cast<int>(std::max_element(last.begin(), last.end()) - last.begin());
  std::array<int, EdgeDirections> path{};
  for (int step = Steps - 1; step >= FirstRead; --step)
  {
    if (step < FirstRead + EdgeDirections)
    {
      path[step % EdgeDirections] = index;
    }
    index = paths.previous[step][index];
  }
  return path;
}

}  // namespace

cv::Point2d RayFan::At(int direction, double radius) const
{
  const double angle = 2.0 * CV_PI * direction / EdgeDirections;
  return {centre.x + radius * semiAxes.width * std::cos(angle),
          centre.y + radius * semiAxes.height * std::sin(angle)};
}

cv::Mat StepsAlongRays(const cv::Mat& picture, const RayFan& rays, double deviation)
{
  const cv::Mat polar = SampleRays(picture, rays);
  cv::Mat steps(EdgeDirections, Radii, CV_32FC1);
  const auto scale = static_cast<float>(1.0 / (Margin * deviation));
  for (int direction = 0; direction < EdgeDirections; ++direction)
  {
    const auto* values = polar.ptr<float>(direction);
    auto* step = steps.ptr<float>(direction);
    for (int index = 0; index < Radii; ++index)
    {
      // The edge lies between samples index + Margin - 1 and index + Margin.
      float sum = 0.0F;
      for (int distance = 0; distance < Margin; ++distance)
      {
        sum += values[index + Margin - 1 - distance] - values[index + Margin + distance];
      }
      step[index] = sum * scale;
    }
  }
  return steps;
}

ClosedEdge StrongestClosedEdge(const cv::Mat& steps, EdgePolarity polarity)
{
  const float sign = polarity == EdgePolarity::BrightInside ? 1.0F : -1.0F;
  cv::Mat gains(EdgeDirections, Radii, CV_32FC1);
  for (int direction = 0; direction < EdgeDirections; ++direction)
  {
    for (int index = 0; index < Radii; ++index)
    {
      gains.at<float>(direction, index) =
          sign * steps.at<float>(direction, index) - RadiusCosts()[index];
    }
  }
  const auto path = BestPath(gains);
  ClosedEdge edge;
  for (int direction = 0; direction < EdgeDirections; ++direction)
  {
    const int index = path[direction];
    const int change = path[(direction + 1) % EdgeDirections] - index;
    const bool isClear = sign * steps.at<float>(direction, index) > ClearStep;
    edge.radii[direction] = RadiusAt(index);
    edge.edgeShare += (isClear ? 1.0 : 0.0) / EdgeDirections;
    edge.strength +=
        (gains.at<float>(direction, index) - ChangeCost * static_cast<float>(change * change)) /
        EdgeDirections;
  }
  return edge;
}

}  // namespace vlm
