// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/MaskedIntegrals.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>

namespace vlm
{

MaskedIntegrals::MaskedIntegrals(const cv::Mat& values, const cv::Mat& mask) : extent_(mask.size())
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
  // Corners of the part inside, without cv::Rect's care for overflow: this is the innermost loop.
  const int left = std::clamp(box.x, 0, extent_.width);
  const int right = std::clamp(box.x + box.width, left, extent_.width);
  const int upper = std::clamp(box.y, 0, extent_.height);
  const int lower = std::clamp(box.y + box.height, upper, extent_.height);
  const auto* top = sums_.ptr<cv::Vec3d>(upper);
  const auto* bottom = sums_.ptr<cv::Vec3d>(lower);
  const auto sum = [&](int channel)
  {
    return bottom[right][channel] - bottom[left][channel] - top[right][channel] +
           top[left][channel];
  };
  return {sum(0), sum(1), sum(2)};
}

}  // namespace vlm
