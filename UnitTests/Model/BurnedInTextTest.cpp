// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/BurnedInText.h"

#include <gtest/gtest.h>

#include "Model/Phantoms.h"

namespace vlm
{
namespace
{

TEST(BurnedInText, IsFoundWhereItIsWrittenButABrightDiscIsNone)
{
  cv::Mat picture(256, 256, CV_8UC1, cv::Scalar(60));
  cv::putText(picture, "LEFT BREAST", {20, 40}, cv::FONT_HERSHEY_SIMPLEX, 0.5, cv::Scalar(255));
  DrawDisc(picture, {150, 160}, 20, 230);
  const cv::Mat text = BurnedInText(picture);
  EXPECT_EQ(cv::countNonZero((picture == 255) & ~text), 0);
  EXPECT_EQ(cv::countNonZero(text(cv::Rect(135, 145, 30, 30))), 0);
  EXPECT_EQ(cv::countNonZero(text(cv::Rect(0, 50, 256, 80))), 0);
}

TEST(BurnedInText, IsReplacedByItsSurroundings)
{
  cv::Mat picture(256, 256, CV_8UC1, cv::Scalar(60));
  cv::putText(picture, "12:34", {20, 40}, cv::FONT_HERSHEY_SIMPLEX, 0.5, cv::Scalar(255));
  const cv::Mat clean = WithoutText(picture, BurnedInText(picture));
  EXPECT_EQ(cv::countNonZero(clean != 60), 0);
}

}  // namespace
}  // namespace vlm
