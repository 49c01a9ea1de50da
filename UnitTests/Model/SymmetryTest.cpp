// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/Symmetry.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "Model/Phantoms.h"

namespace vlm
{
namespace
{

// At `right` and `down` from the centre of a head that is tilted by 12 degrees.
cv::Point InHead(double right, double down)
{
  const double c = std::cos(12 * CV_PI / 180);
  const double s = std::sin(12 * CV_PI / 180);
  return {cvRound(128 + c * right - s * down), cvRound(128 + s * right + c * down)};
}

TEST(Symmetry, ShowsWhatOneSideHasAndTheOtherHasNot)
{
  cv::Mat gray = cv::Mat::zeros(256, 256, CV_8UC1);
  cv::ellipse(gray, {128, 128}, {80, 110}, 12, 0, 360, cv::Scalar(90), cv::FILLED);
  DrawDisc(gray, InHead(-35, -75), 14, 10);  // a pair, as the eyes
  DrawDisc(gray, InHead(35, -75), 14, 10);
  const cv::Mat body = gray > 0;
  DrawDisc(gray, InHead(-40, 0), 12, 150);
  const cv::Mat difference = MirrorDifference(gray, body);
  ASSERT_FALSE(difference.empty());
  EXPECT_NEAR(difference.at<float>(InHead(-40, 0)), 60.0, 10.0);
  EXPECT_NEAR(difference.at<float>(InHead(40, 0)), -60.0, 10.0);
  EXPECT_NEAR(difference.at<float>(InHead(0, 50)), 0.0, 5.0);
}

TEST(Symmetry, IsNotClaimedForALopsidedOutline)
{
  cv::Mat gray = cv::Mat::zeros(256, 256, CV_8UC1);
  cv::fillPoly(gray,
               std::vector<std::vector<cv::Point>>{
                   {{20, 20}, {240, 20}, {240, 60}, {60, 60}, {60, 130}, {20, 130}}},
               cv::Scalar(90));
  EXPECT_TRUE(MirrorDifference(gray, gray > 0).empty());
}

TEST(Symmetry, IsNotClaimedForAnEmptyOrTinyBody)
{
  for (const int side : {1, 2, 3, 64})
  {
    const cv::Mat black = cv::Mat::zeros(side, side, CV_8UC1);
    EXPECT_TRUE(MirrorDifference(black, black).empty()) << side;
  }
}

}  // namespace
}  // namespace vlm
