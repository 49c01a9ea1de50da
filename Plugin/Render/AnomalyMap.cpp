// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/AnomalyMap.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace vlm
{

namespace
{

constexpr double Reach = 4.0;  // standard deviations
constexpr double DefaultScore = 0.5;

// A Gaussian in grid cells: exponent = -(a dx^2 + 2 b dx dy + c dy^2) / 2.
struct GridGaussian
{
  double centreX = 0.0;
  double centreY = 0.0;
  double a = 0.0;
  double b = 0.0;
  double c = 0.0;
  float score = 0.0F;
  cv::Rect cells;
};

float ScoreOf(const ModelledFinding& finding)
{
  const double score = finding.finding.statement.modelScore.value_or(DefaultScore);
  return static_cast<float>(std::isfinite(score) ? std::clamp(score, 0.0, 1.0) : DefaultScore);
}

cv::Range CellsWithin(double centre, double halfWidth, int count)
{
  const double first = std::clamp(std::floor(centre - halfWidth), 0.0, 1.0 * count);
  const double last = std::clamp(std::ceil(centre + halfWidth) + 1.0, 0.0, 1.0 * count);
  return {static_cast<int>(first), static_cast<int>(last)};
}

std::optional<GridGaussian> ToGrid(const ModelledFinding& finding, const cv::Rect& region,
                                   cv::Size grid)
{
  const double scaleX = static_cast<double>(grid.width) / region.width;
  const double scaleY = static_cast<double>(grid.height) / region.height;
  const double xx = finding.extent->Covariance()(0, 0) * scaleX * scaleX;
  const double xy = finding.extent->Covariance()(0, 1) * scaleX * scaleY;
  const double yy = finding.extent->Covariance()(1, 1) * scaleY * scaleY;
  const double determinant = xx * yy - xy * xy;
  GridGaussian gaussian;
  gaussian.centreX = (finding.extent->Mean().x() + 0.5 - region.x) * scaleX - 0.5;
  gaussian.centreY = (finding.extent->Mean().y() + 0.5 - region.y) * scaleY - 0.5;
  const bool isUsable = std::isfinite(determinant) && determinant > 0.0 && xx > 0.0 &&
                        std::isfinite(gaussian.centreX) && std::isfinite(gaussian.centreY);
  if (!isUsable)
  {
    return std::nullopt;
  }
  gaussian.a = yy / determinant;
  gaussian.b = -xy / determinant;
  gaussian.c = xx / determinant;
  gaussian.score = ScoreOf(finding);
  const cv::Range columns = CellsWithin(gaussian.centreX, Reach * std::sqrt(xx), grid.width);
  const cv::Range rows = CellsWithin(gaussian.centreY, Reach * std::sqrt(yy), grid.height);
  gaussian.cells = {columns.start, rows.start, columns.size(), rows.size()};
  return gaussian;
}

// Of one row, the columns within `Reach`: the roots of a quadratic.
cv::Range ColumnsOf(const GridGaussian& gaussian, double dy)
{
  const double middle = -gaussian.b * dy / gaussian.a;
  const double rest = (Reach * Reach - gaussian.c * dy * dy) / gaussian.a + middle * middle;
  if (!(rest > 0.0))
  {
    return {0, 0};
  }
  const double offset = gaussian.centreX - gaussian.cells.x + middle;
  return CellsWithin(offset, std::sqrt(rest), gaussian.cells.width);
}

void Add(const GridGaussian& gaussian, cv::Mat& values)
{
  cv::Mat buffer(1, gaussian.cells.width, CV_32FC1);
  for (int row = 0; row < gaussian.cells.height; ++row)
  {
    const double dy = gaussian.cells.y + row - gaussian.centreY;
    const cv::Range columns = ColumnsOf(gaussian, dy);
    if (columns.empty())
    {
      continue;
    }
    cv::Mat density = buffer.colRange(columns);
    float* const exponents = density.ptr<float>();
    const double firstX = gaussian.cells.x + columns.start - gaussian.centreX;
    for (int i = 0; i < columns.size(); ++i)
    {
      const double dx = firstX + i;
      exponents[i] = static_cast<float>(
          -0.5 * ((gaussian.a * dx + 2.0 * gaussian.b * dy) * dx + gaussian.c * dy * dy));
    }
    cv::exp(density, density);
    float* const sums =
        values.ptr<float>(gaussian.cells.y + row) + gaussian.cells.x + columns.start;
    for (int i = 0; i < columns.size(); ++i)
    {
      sums[i] += gaussian.score * exponents[i] * (1.0F - sums[i]);
    }
  }
}

}  // namespace

AnomalyMap AnomalyMapOf(const std::vector<const ModelledFinding*>& findings, const cv::Rect& region,
                        cv::Size grid)
{
  AnomalyMap map{cv::Mat::zeros(grid, CV_32FC1), {}};
  for (const ModelledFinding* finding : findings)
  {
    const auto gaussian = finding->extent ? ToGrid(*finding, region, grid) : std::nullopt;
    if (!gaussian || gaussian->cells.empty())
    {
      continue;
    }
    Add(*gaussian, map.values);
    map.touched |= gaussian->cells;
  }
  return map;
}

}  // namespace vlm
