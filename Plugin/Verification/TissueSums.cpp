// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/TissueSums.h"

#include <algorithm>

namespace vlm
{

double AreaSums::Mean() const
{
  return pixels > 0.0 ? gray / pixels : 0.0;
}

double AreaSums::Variance() const
{
  return pixels > 0.0 ? std::max(0.0, graySquared / pixels - Mean() * Mean()) : 0.0;
}

AreaSums Difference(const AreaSums& whole, const AreaSums& part)
{
  return {whole.pixels - part.pixels, whole.gray - part.gray, whole.graySquared - part.graySquared};
}

TissueSums::TissueSums(const cv::Mat& gray, const cv::Mat& mask)
    : table_(cv::Mat::zeros(mask.rows + 1, mask.cols + 1, CV_64FC3))
{
  for (int row = 0; row < mask.rows; ++row)
  {
    const auto* above = table_.ptr<cv::Vec3d>(row);
    auto* below = table_.ptr<cv::Vec3d>(row + 1);
    cv::Vec3d left;
    for (int column = 0; column < mask.cols; ++column)
    {
      if (mask.at<uchar>(row, column) != 0)
      {
        const auto value = static_cast<double>(gray.at<float>(row, column));
        left += cv::Vec3d(1.0, value, value * value);
      }
      below[column + 1] = above[column + 1] + left;
    }
  }
}

const cv::Vec3d& TissueSums::Corner(int x, int y) const
{
  return table_.at<cv::Vec3d>(std::clamp(y, 0, table_.rows - 1), std::clamp(x, 0, table_.cols - 1));
}

AreaSums TissueSums::Of(const cv::Rect& area) const
{
  const cv::Point end = area.br();
  const cv::Vec3d sums =
      Corner(end.x, end.y) - Corner(area.x, end.y) - Corner(end.x, area.y) + Corner(area.x, area.y);
  return {sums[0], sums[1], sums[2]};
}

}  // namespace vlm
