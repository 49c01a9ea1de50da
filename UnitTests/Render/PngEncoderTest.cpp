// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>

#include "Render/Layers.h"

namespace vlm
{

// Oracle: OpenCV's decoder.
TEST(PngEncoder, LosesNothing)
{
  for (const int type : {CV_8UC1, CV_8UC3})
  {
    cv::Mat picture(37, 53, type);
    cv::theRNG().state = 7;
    cv::randu(picture, 0, 256);
    const auto png = EncodePng(picture);
    ASSERT_TRUE(png.HasValue());
    const std::vector<uchar> bytes(png.Value().begin(), png.Value().end());
    const cv::Mat decoded = cv::imdecode(bytes, cv::IMREAD_UNCHANGED);
    ASSERT_EQ(decoded.type(), type);
    EXPECT_EQ(cv::norm(decoded, picture, cv::NORM_INF), 0.0);
  }
}

TEST(PngEncoder, ReportsAnEmptyPicture)
{
  const auto png = EncodePng(cv::Mat());
  ASSERT_FALSE(png.HasValue());
  EXPECT_EQ(png.Failure().kind, ErrorKind::Internal);
}

}  // namespace vlm
