// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/BlobExtent.h"

#include <gtest/gtest.h>

#include "Model/Phantoms.h"

namespace vlm
{
namespace
{

Blob BlobAt(cv::Point2d centre, double radius, double contrast, double ringMean)
{
  Blob blob;
  blob.centre = centre;
  blob.radiusX = radius;
  blob.radiusY = radius;
  blob.contrast = contrast;
  blob.ringMean = ringMean;
  return blob;
}

TEST(BlobExtent, FitsTheEdgeOfAnEllipse)
{
  cv::Mat gray(256, 256, CV_8UC1, cv::Scalar(100));
  cv::ellipse(gray, {120, 90}, {20, 12}, 0, 0, 360, cv::Scalar(180), cv::FILLED);
  const cv::Rect2d box = ExtentOf(BlobAt({118, 92}, 15, 80, 100), gray);
  EXPECT_NEAR(box.x, 100, 2);
  EXPECT_NEAR(box.y, 78, 2);
  EXPECT_NEAR(box.width, 41, 3);
  EXPECT_NEAR(box.height, 25, 3);
}

TEST(BlobExtent, FitsADarkDiscToo)
{
  cv::Mat gray(256, 256, CV_8UC1, cv::Scalar(100));
  DrawDisc(gray, {120, 90}, 16, 20);
  const cv::Rect2d box = ExtentOf(BlobAt({122, 88}, 13, -80, 100), gray);
  EXPECT_NEAR(box.x + box.width / 2, 120.5, 1);
  EXPECT_NEAR(box.width, 33, 3);
}

TEST(BlobExtent, KeepsTheBlobsOwnBoxWhereTheRegionLeaksOut)
{
  const cv::Mat gray(256, 256, CV_8UC1, cv::Scalar(180));
  const cv::Rect2d box = ExtentOf(BlobAt({100, 100}, 10, 80, 100), gray);
  EXPECT_EQ(box, cv::Rect2d(90.5, 90.5, 20, 20));
}

}  // namespace
}  // namespace vlm
