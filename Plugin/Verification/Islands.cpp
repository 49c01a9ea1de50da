// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/Islands.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace vlm
{
namespace
{

// Of the tissue's pixels that lie below a level; ascending.
constexpr std::array<double, 8> shares{0.30, 0.40, 0.50, 0.59, 0.69, 0.79, 0.89, 0.985};
constexpr int leastArea = 3;       // reduced pixels: smaller is noise
constexpr double reduction = 2.0;  // islands are sought on a picture of half the size

std::vector<float> ValuesWithin(const cv::Mat& gray, const cv::Mat& mask)
{
  std::vector<float> values;
  values.reserve(mask.total());
  for (int row = 0; row < mask.rows; ++row)
  {
    for (int column = 0; column < mask.cols; ++column)
    {
      if (mask.at<uchar>(row, column) != 0)
      {
        values.push_back(gray.at<float>(row, column));
      }
    }
  }
  return values;
}

void AddIslands(const cv::Mat& above, std::vector<Island>& islands)
{
  cv::Mat labels;
  cv::Mat statistics;
  cv::Mat centres;
  const int count = cv::connectedComponentsWithStats(above, labels, statistics, centres, 4, CV_32S);
  for (int label = 1; label < count; ++label)  // 0 is the sea
  {
    const int* row = statistics.ptr<int>(label);
    if (row[cv::CC_STAT_AREA] < leastArea)
    {
      continue;
    }
    const double* centre = centres.ptr<double>(label);
    const cv::Point2d middle(reduction * centre[0] + 0.5, reduction * centre[1] + 0.5);
    const cv::Size2d size(reduction * row[cv::CC_STAT_WIDTH], reduction * row[cv::CC_STAT_HEIGHT]);
    islands.push_back({middle, size, reduction * reduction * row[cv::CC_STAT_AREA]});
  }
}

// 1 for an ellipse of these semi-axes, less for other areas, widths and heights.
double Likeness(const Island& island, cv::Size2d radii)
{
  constexpr double tolerance = 0.35;  // of a logarithm: a third more or less is likely
  const double area = std::log(island.area / (CV_PI * radii.area()));
  const double width = std::log(island.size.width / (2.0 * radii.width));
  const double height = std::log(island.size.height / (2.0 * radii.height));
  const double distance = area * area + width * width + height * height;
  return std::exp(-distance / (3.0 * tolerance * tolerance));
}

void AddVote(cv::Mat& votes, cv::Point2d centre, double spread, double weight)
{
  constexpr double reach = 2.5;  // spreads
  const int firstRow = std::max(0, cvCeil(centre.y - reach * spread));
  const int lastRow = std::min(votes.rows - 1, cvFloor(centre.y + reach * spread));
  const int firstColumn = std::max(0, cvCeil(centre.x - reach * spread));
  const int lastColumn = std::min(votes.cols - 1, cvFloor(centre.x + reach * spread));
  const auto falloff = [spread](double offset)
  { return std::exp(-offset * offset / (2.0 * spread * spread)); };
  std::vector<double> ofColumn;
  for (int column = firstColumn; column <= lastColumn; ++column)
  {
    ofColumn.push_back(falloff(column - centre.x));
  }
  for (int row = firstRow; row <= lastRow; ++row)
  {
    const double ofRow = weight * falloff(row - centre.y);
    for (int column = firstColumn; column <= lastColumn; ++column)
    {
      const auto index = static_cast<std::size_t>(column - firstColumn);
      votes.at<float>(row, column) += static_cast<float>(ofRow * ofColumn[index]);
    }
  }
}

}  // namespace

std::vector<Island> IslandsOf(const cv::Mat& gray, const cv::Mat& mask, double sign)
{
  cv::Mat small;
  cv::Mat smallMask;
  cv::resize(gray, small, {}, 1.0 / reduction, 1.0 / reduction, cv::INTER_AREA);
  cv::resize(mask, smallMask, {}, 1.0 / reduction, 1.0 / reduction, cv::INTER_NEAREST);
  small *= sign;
  std::vector<float> values = ValuesWithin(small, smallMask);
  std::vector<Island> islands;
  if (values.empty())
  {
    return islands;
  }
  auto sortedUpTo = values.begin();
  for (const double share : shares)
  {
    const auto level = values.begin() + cvFloor(share * static_cast<double>(values.size() - 1));
    std::nth_element(sortedUpTo, level, values.end());
    sortedUpTo = level;
    AddIslands((small > *level) & smallMask, islands);
  }
  return islands;
}

cv::Mat IslandVotes(const std::vector<Island>& islands, cv::Size size, cv::Size2d radii)
{
  constexpr double leastLikeness = 0.03;
  cv::Mat votes = cv::Mat::zeros((size.height + 1) / 2, (size.width + 1) / 2, CV_32FC1);
  const double spread = std::max(0.5, 0.5 * std::sqrt(radii.area()) / reduction);
  for (const Island& island : islands)
  {
    const double likeness = Likeness(island, radii);
    if (likeness > leastLikeness)
    {
      const cv::Point2d centre = (island.centre - cv::Point2d(0.5, 0.5)) / reduction;
      AddVote(votes, centre, spread, likeness);
    }
  }
  return votes;
}

}  // namespace vlm
