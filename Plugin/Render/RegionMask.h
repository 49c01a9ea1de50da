// SPDX-License-Identifier: GPL-3.0-or-later
// Which pixels lie inside a finding's region and which in the ring around it: the regions of
// Verification/RegionStatistics.h, sampled.
#pragma once

#include <opencv2/core.hpp>
#include <optional>

#include "Findings/Finding.h"

namespace vlm
{

struct RegionMask
{
  static constexpr unsigned char Elsewhere = 0;
  static constexpr unsigned char Around = 1;
  static constexpr unsigned char Inside = 2;

  cv::Mat labels;    // CV_8UC1
  cv::Point origin;  // stored pixel of the first label
  int step = 1;      // stored pixels from one label to the next

  cv::Point StoredPixel(int column, int row) const
  {
    return origin + step * cv::Point(column, row);
  }
};

// Of the outline, else of the ellipse inscribed in the box; at most about `largest` labels. None
// where neither is a region of the image. Pixels whose centres lie within count.
std::optional<RegionMask> RegionMaskOf(const Finding& finding, cv::Size image, double largest);

}  // namespace vlm
