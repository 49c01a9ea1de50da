// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/BlobExtent.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace vlm
{
namespace
{

cv::Rect2d OwnBox(const Blob& blob)
{
  return {blob.centre.x + 0.5 - blob.radiusX, blob.centre.y + 0.5 - blob.radiusY,
          2.0 * blob.radiusX, 2.0 * blob.radiusY};
}

// The connected part of `likeInside` with most pixels in `core`; an empty box if there is none.
cv::Rect PartAtCore(const cv::Mat& likeInside, const cv::Rect& core)
{
  cv::Mat labels;
  cv::Mat boxes;
  cv::Mat centroids;
  const int parts = cv::connectedComponentsWithStats(likeInside, labels, boxes, centroids, 4);
  std::vector<int> pixelsInCore(static_cast<std::size_t>(parts), 0);
  for (int row = core.y; row < core.br().y; ++row)
  {
    for (int column = core.x; column < core.br().x; ++column)
    {
      ++pixelsInCore[static_cast<std::size_t>(labels.at<int>(row, column))];
    }
  }
  pixelsInCore[0] = 0;  // what is not like the inside
  const auto most = std::max_element(pixelsInCore.begin(), pixelsInCore.end());
  const int bestPart = *most > 0 ? static_cast<int>(most - pixelsInCore.begin()) : 0;
  if (bestPart == 0)
  {
    return {};
  }
  return {boxes.at<int>(bestPart, cv::CC_STAT_LEFT), boxes.at<int>(bestPart, cv::CC_STAT_TOP),
          boxes.at<int>(bestPart, cv::CC_STAT_WIDTH), boxes.at<int>(bestPart, cv::CC_STAT_HEIGHT)};
}

cv::Rect Window(const Blob& blob, double radii, cv::Size size)
{
  const int x = static_cast<int>(std::ceil(radii * blob.radiusX));
  const int y = static_cast<int>(std::ceil(radii * blob.radiusY));
  const cv::Rect window(static_cast<int>(blob.centre.x) - x, static_cast<int>(blob.centre.y) - y,
                        2 * x + 1, 2 * y + 1);
  return window & cv::Rect({0, 0}, size);
}

}  // namespace

cv::Rect2d ExtentOf(const Blob& blob, const cv::Mat& gray)
{
  const cv::Rect window = Window(blob, 2.0, gray.size());
  cv::Mat smooth;
  cv::GaussianBlur(gray(window), smooth, {}, 1.0);
  const double middle = blob.ringMean + 0.5 * blob.contrast;
  cv::Mat likeInside = blob.contrast > 0 ? smooth > middle : smooth < middle;
  cv::morphologyEx(likeInside, likeInside, cv::MORPH_OPEN,
                   cv::getStructuringElement(cv::MORPH_ELLIPSE, {3, 3}));
  const cv::Rect core = Window(blob, 0.7, gray.size()) - window.tl();
  const cv::Rect part = PartAtCore(likeInside, core);
  const bool fits = part.width >= blob.radiusX && part.height >= blob.radiusY &&
                    part.width <= 3.2 * blob.radiusX && part.height <= 3.2 * blob.radiusY;
  return fits ? cv::Rect2d(part + window.tl()) : OwnBox(blob);
}

}  // namespace vlm
