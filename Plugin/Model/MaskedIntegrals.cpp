// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/MaskedIntegrals.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>

namespace vlm
{
double MaskedSums::Mean() const
{
  return count > 0.0 ? value / count : 0.0;
}

double MaskedSums::Variance() const
{
  return count > 0.0 ? std::max(0.0, square / count - Mean() * Mean()) : 0.0;
}

MaskedSums Difference(const MaskedSums& whole, const MaskedSums& part)
{
  return {whole.count - part.count, whole.value - part.value, whole.square - part.square};
}

MaskedIntegrals::MaskedIntegrals(const cv::Mat& values, const cv::Mat& mask)
    : extent_(0, 0, mask.cols, mask.rows)
{
  cv::Mat masked = cv::Mat::zeros(values.size(), CV_32FC1);
  values.copyTo(masked, mask);
  std::array<cv::Mat, 3> planes;
  cv::integral(mask / 255, planes[0], CV_64F);
  cv::integral(masked, planes[1], planes[2], CV_64F, CV_64F);
  cv::merge(planes.data(), planes.size(), sums_);
}

MaskedSums MaskedIntegrals::Of(const cv::Rect& box) const
{
  const cv::Rect inside = box & extent_;
  if (inside.empty())
  {
    return {};
  }
  const auto* top = sums_.ptr<cv::Vec3d>(inside.y);
  const auto* bottom = sums_.ptr<cv::Vec3d>(inside.y + inside.height);
  const int left = inside.x;
  const int right = inside.x + inside.width;
  const cv::Vec3d sum = bottom[right] - bottom[left] - top[right] + top[left];
  return {sum[0], sum[1], sum[2]};
}

}  // namespace vlm
