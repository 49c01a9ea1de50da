// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/MaskedIntegrals.h"

#include <gtest/gtest.h>

#include <array>

namespace vlm
{
namespace
{

// Oracle: cv::meanStdDev over the same pixels.
TEST(MaskedIntegrals, AgreeWithAveragingThePixels)
{
  cv::Mat values(40, 50, CV_32FC1);
  cv::Mat mask(40, 50, CV_8UC1);
  cv::RNG random(3);
  random.fill(values, cv::RNG::UNIFORM, 0.0, 255.0);
  random.fill(mask, cv::RNG::UNIFORM, 0, 2);
  mask *= 255;
  const MaskedIntegrals integrals(values, mask);
  for (const cv::Rect& box :
       {cv::Rect(0, 0, 50, 40), cv::Rect(7, 9, 13, 5), cv::Rect(49, 39, 1, 1)})
  {
    cv::Scalar mean;
    cv::Scalar deviation;
    cv::meanStdDev(values(box), mean, deviation, mask(box));
    const MaskedSums sums = integrals.Of(box);
    EXPECT_EQ(static_cast<int>(sums.count), cv::countNonZero(mask(box)));
    EXPECT_NEAR(sums.Mean(), mean[0], 1e-6);
    EXPECT_NEAR(sums.Variance(), deviation[0] * deviation[0], 1e-6);
  }
}

TEST(MaskedIntegrals, IgnoreWhatLiesOutside)
{
  const MaskedIntegrals integrals(cv::Mat(10, 10, CV_32FC1, cv::Scalar(5)),
                                  cv::Mat(10, 10, CV_8UC1, cv::Scalar(255)));
  EXPECT_EQ(integrals.Of({-5, -5, 10, 10}).count, 25.0);
  EXPECT_EQ(integrals.Of({-5, -5, 100, 100}).Mean(), 5.0);
  EXPECT_EQ(integrals.Of({20, 20, 5, 5}).count, 0.0);
  EXPECT_EQ(integrals.Of({20, 20, 5, 5}).Mean(), 0.0);
}

TEST(MaskedSums, SubtractAPart)
{
  const MaskedSums rest = Difference({10.0, 100.0, 2000.0}, {4.0, 70.0, 1800.0});
  EXPECT_EQ(rest.count, 6.0);
  EXPECT_EQ(rest.Mean(), 5.0);
}

}  // namespace
}  // namespace vlm
