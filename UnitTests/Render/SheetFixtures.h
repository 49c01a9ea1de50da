// SPDX-License-Identifier: GPL-3.0-or-later
// Finds on a sheet what the tests put into pictures.
#pragma once

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "Render/RenderFixtures.h"

namespace vlm
{

// Colours that neither a theme nor a mark has.
const cv::Vec3b Green(10, 200, 90);
const cv::Vec3b Magenta(170, 20, 190);

inline Frame ColourFrame(cv::Size size, const cv::Vec3b& colour = Green)
{
  Frame frame;
  frame.display = cv::Mat(size, CV_8UC3, cv::Scalar(colour[0], colour[1], colour[2]));
  return frame;
}

// Where exactly that colour is, as connected parts of at least `smallest` pixels, from the top left
// on in reading order.
inline std::vector<cv::Rect> PartsOf(const cv::Mat& sheet, const cv::Vec3b& colour,
                                     int smallest = 200)
{
  cv::Mat mask;
  cv::Mat labels;
  cv::Mat stats;
  cv::Mat centroids;
  cv::inRange(sheet, cv::Scalar(colour[0], colour[1], colour[2]),
              cv::Scalar(colour[0], colour[1], colour[2]), mask);
  const int count = cv::connectedComponentsWithStats(mask, labels, stats, centroids);
  std::vector<cv::Rect> parts;
  for (int i = 1; i < count; ++i)
  {
    if (stats.at<int>(i, cv::CC_STAT_AREA) >= smallest)
    {
      parts.emplace_back(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                         stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    }
  }
  std::sort(parts.begin(), parts.end(),
            [](const cv::Rect& a, const cv::Rect& b)
            { return a.y != b.y ? a.y < b.y : a.x < b.x; });
  return parts;
}

}  // namespace vlm
