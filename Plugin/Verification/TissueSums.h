// SPDX-License-Identifier: GPL-3.0-or-later
// Number, mean and variance of the tissue's pixels in any rectangle, in constant time (summed-area
// table). Like Model/MaskedIntegrals.h, but all sums lie side by side in memory: thrice as fast.
#pragma once

#include <opencv2/core.hpp>

namespace vlm
{

struct AreaSums
{
  double pixels = 0.0;  // of tissue
  double gray = 0.0;
  double graySquared = 0.0;

  // 0 without pixels.
  double Mean() const;
  double Variance() const;
};

AreaSums Difference(const AreaSums& whole, const AreaSums& part);

class TissueSums
{
public:
  // `gray` CV_32FC1; `mask` CV_8UC1 of the same size, not 0: tissue.
  TissueSums(const cv::Mat& gray, const cv::Mat& mask);

  // Of the part of `area` that lies in the picture.
  AreaSums Of(const cv::Rect& area) const;

private:
  const cv::Vec3d& Corner(int x, int y) const;

  cv::Mat table_;  // CV_64FC3, one larger than the picture
};

}  // namespace vlm
