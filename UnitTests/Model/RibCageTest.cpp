// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: the chest is where it was drawn.
#include "Model/RibCage.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "Model/Phantoms.h"

namespace vlm
{
namespace
{

const cv::Size semiAxes(90, 66);

// 256 x 256: muscle around a cage of ribs with gaps, air inside, a heart and a spine.
cv::Mat ChestOnCt(cv::Point centre)
{
  cv::Mat chest = cv::Mat::zeros(256, 256, CV_8UC1);
  cv::ellipse(chest, centre, semiAxes + cv::Size(16, 16), 0, 0, 360, cv::Scalar(50), cv::FILLED);
  cv::ellipse(chest, centre, semiAxes, 0, 0, 360, cv::Scalar(0), cv::FILLED);
  for (int angle = 0; angle < 360; angle += 36)
  {
    cv::ellipse(chest, centre, semiAxes + cv::Size(6, 6), 0, angle, angle + 20, cv::Scalar(255), 6);
  }
  cv::ellipse(chest, centre + cv::Point(10, -10), {24, 30}, 0, 0, 360, cv::Scalar(200), cv::FILLED);
  cv::circle(chest, centre + cv::Point(0, 55), 12, cv::Scalar(255), cv::FILLED);
  return chest;
}

TEST(RibCage, IsFoundWhereItIs)
{
  for (const cv::Point centre : {cv::Point(128, 128), cv::Point(116, 140)})
  {
    const auto cage = RibCageOf(WithNoise(ChestOnCt(centre), 5));
    ASSERT_TRUE(cage.has_value());
    EXPECT_NEAR(cage->center.x, centre.x, 12);
    EXPECT_NEAR(cage->center.y, centre.y, 12);
    EXPECT_NEAR(cage->size.width, 2 * semiAxes.width, 24);
    EXPECT_NEAR(cage->size.height, 2 * semiAxes.height, 24);
  }
}

TEST(RibCage, IsNotSeenInAHeadOrInAnEmptyPicture)
{
  cv::Mat head;
  cv::resize(HeadOnCt(), head, {256, 256}, 0, 0, cv::INTER_AREA);
  for (const cv::Mat& gray :
       {head, cv::Mat(256, 256, CV_8UC1, cv::Scalar(0)),
        cv::Mat(256, 256, CV_8UC1, cv::Scalar(255)), cv::Mat(256, 24, CV_8UC1, cv::Scalar(90))})
  {
    EXPECT_FALSE(RibCageOf(gray).has_value());
    EXPECT_TRUE(LungFieldOf(gray).mask.empty());
  }
}

TEST(RibCage, HoldsAMassInTheLungButNeitherBoneNorContrastedHeart)
{
  cv::Mat chest = ChestOnCt({128, 128});
  DrawDisc(chest, {70, 128}, 14, 50);
  const LungField field = LungFieldOf(chest);
  ASSERT_FALSE(field.mask.empty());
  EXPECT_EQ(field.mask.at<uchar>(128, 70), 255);
  EXPECT_EQ(field.mask.at<uchar>(118, 138), 0);  // heart
  EXPECT_EQ(field.mask.at<uchar>(183, 128), 0);  // spine
  EXPECT_EQ(field.mask.at<uchar>(5, 5), 0);
  EXPECT_LT(field.weight.at<float>(128, 128), field.weight.at<float>(128, 70));
}

TEST(RibCage, BrightPartsBecomeAsDarkAsAirAndSoftTissueStays)
{
  cv::Mat chest = ChestOnCt({128, 128});
  DrawDisc(chest, {70, 128}, 14, 50);
  const cv::Mat soft = WithoutBrightParts(chest);
  EXPECT_EQ(soft.at<uchar>(118, 138), 0);
  EXPECT_EQ(soft.at<uchar>(128, 70), 50);
}

}  // namespace
}  // namespace vlm
