// SPDX-License-Identifier: GPL-3.0-or-later
// Mean and variance of the masked pixels of any rectangle in constant time (summed-area tables).
#pragma once

#include <algorithm>
#include <opencv2/core.hpp>

namespace vlm
{

struct MaskedSums
{
  double count = 0.0;  // masked pixels
  double value = 0.0;
  double square = 0.0;

  // 0 without pixels.
  double Mean() const { return count > 0.0 ? value / count : 0.0; }
  double Variance() const
  {
    const double mean = Mean();
    return count > 0.0 ? std::max(0.0, square / count - mean * mean) : 0.0;
  }
};

inline MaskedSums Difference(const MaskedSums& whole, const MaskedSums& part)
{
  return {whole.count - part.count, whole.value - part.value, whole.square - part.square};
}

class MaskedIntegrals
{
public:
  // `values` CV_32FC1; `mask` CV_8UC1 of the same size, 0 or 255.
  MaskedIntegrals(const cv::Mat& values, const cv::Mat& mask);

  // Of the part of `box` that lies in the picture.
  MaskedSums Of(const cv::Rect& box) const;

private:
  cv::Size extent_;
  cv::Mat sums_;  // CV_64FC3: count, value, square above and left of each pixel's corner
};

}  // namespace vlm
