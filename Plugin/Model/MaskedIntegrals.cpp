// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/MaskedIntegrals.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace vlm
{
namespace
{

double RectangleSum(const cv::Mat& integral, const cv::Rect& box)
{
  const double* top = integral.ptr<double>(box.y);
  const double* bottom = integral.ptr<double>(box.y + box.height);
  return bottom[box.x + box.width] - bottom[box.x] - top[box.x + box.width] + top[box.x];
}

}  // namespace

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
  cv::integral(masked, value_, square_, CV_64F, CV_64F);
  cv::integral(mask / 255, count_, CV_64F);
}

MaskedSums MaskedIntegrals::Of(const cv::Rect& box) const
{
  const cv::Rect inside = box & extent_;
  if (inside.empty())
  {
    return {};
  }
  return {RectangleSum(count_, inside), RectangleSum(value_, inside),
          RectangleSum(square_, inside)};
}

}  // namespace vlm
