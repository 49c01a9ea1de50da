// SPDX-License-Identifier: GPL-3.0-or-later
// Connected regions above a grey level, at several levels: a lesion that stands out is an island at
// some of them, and its middle is the island's.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace vlm
{

// In pixels of the picture given.
struct Island
{
  cv::Point2d centre;
  cv::Size2d size;  // of its bounding box
  double area = 0.0;
};

// `gray` CV_32FC1, `mask` CV_8UC1. Levels are quantiles of the masked pixels. `sign`: 1 for
// regions brighter than the level, -1 for darker ones.
std::vector<Island> IslandsOf(const cv::Mat& gray, const cv::Mat& mask, double sign);

// For each place how many islands of about the size of an ellipse of the given semi-axes have their
// middle near it; CV_32FC1 of half of `size`. The cost is bounded, since the islands of a level do
// not overlap: the smaller they are the more, but the smaller also their neighbourhoods.
cv::Mat IslandVotes(const std::vector<Island>& islands, cv::Size size, cv::Size2d radii);

}  // namespace vlm
