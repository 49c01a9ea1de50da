// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/AnomalyMap.h"

#include <gtest/gtest.h>

#include <limits>

#include "Render/RenderFixtures.h"

namespace vlm
{

namespace
{

ModelledFinding Gaussian(double column, double row, const Eigen::Matrix2d& covariance, double score)
{
  ModelledFinding modelled;
  modelled.extent = Gaussian2D::Create({column, row}, covariance).Value();
  modelled.finding.statement.modelScore = score;
  return modelled;
}

Eigen::Matrix2d Covariance(double columnColumn, double columnRow, double rowRow)
{
  Eigen::Matrix2d covariance;
  covariance << columnColumn, columnRow, columnRow, rowRow;
  return covariance;
}

// Oracle: the density written with standard deviations and a correlation, as in a textbook.
double TextbookDensity(double dx, double dy, const Eigen::Matrix2d& covariance)
{
  const double sx = std::sqrt(covariance(0, 0));
  const double sy = std::sqrt(covariance(1, 1));
  const double rho = covariance(0, 1) / (sx * sy);
  const double zx = dx / sx;
  const double zy = dy / sy;
  return std::exp(-(zx * zx - 2.0 * rho * zx * zy + zy * zy) / (2.0 * (1.0 - rho * rho)));
}

}  // namespace

TEST(AnomalyMap, IsTheScoreAtTheCentreOfALoneFinding)
{
  const auto finding = Gaussian(40.0, 30.0, Covariance(25.0, 5.0, 16.0), 0.7);
  const AnomalyMap map = AnomalyMapOf({&finding}, {0, 0, 100, 80}, {100, 80});
  EXPECT_NEAR(map.values.at<float>(30, 40), 0.7, 1e-6);
}

TEST(AnomalyMap, CombinesTwoFindingsAsIndependentCauses)
{
  const Eigen::Matrix2d wide = Covariance(100.0, 30.0, 64.0);
  const Eigen::Matrix2d tall = Covariance(36.0, -10.0, 90.0);
  const auto first = Gaussian(40.0, 30.0, wide, 0.7);
  const auto second = Gaussian(52.0, 38.0, tall, 0.4);
  const AnomalyMap map = AnomalyMapOf({&first, &second}, {0, 0, 100, 80}, {100, 80});
  for (const cv::Point point : {cv::Point(40, 30), cv::Point(47, 35), cv::Point(55, 50)})
  {
    const double one = 0.7 * TextbookDensity(point.x - 40.0, point.y - 30.0, wide);
    const double two = 0.4 * TextbookDensity(point.x - 52.0, point.y - 38.0, tall);
    EXPECT_NEAR(map.values.at<float>(point), one + two - one * two, 1e-5);
  }
}

TEST(AnomalyMap, OnACoarserGridTakesValuesAtTheCentresOfItsCells)
{
  const Eigen::Matrix2d covariance = Covariance(400.0, 60.0, 300.0);
  const auto finding = Gaussian(99.5, 79.5, covariance, 1.0);
  const AnomalyMap map = AnomalyMapOf({&finding}, {0, 0, 200, 160}, {50, 80});
  // Cell (30, 45) covers stored columns 120 to 123 and rows 90 to 91: centre (121.5, 90.5).
  EXPECT_NEAR(map.values.at<float>(45, 30), TextbookDensity(22.0, 11.0, covariance), 1e-5);
}

TEST(AnomalyMap, OfAPartOfTheImageIsThatPartOfTheWhole)
{
  const auto finding = Gaussian(60.0, 45.0, Covariance(60.0, 20.0, 40.0), 0.9);
  const AnomalyMap whole = AnomalyMapOf({&finding}, {0, 0, 100, 80}, {100, 80});
  const cv::Rect part(50, 20, 40, 50);
  const AnomalyMap inset = AnomalyMapOf({&finding}, part, part.size());
  EXPECT_LT(cv::norm(whole.values(part), inset.values, cv::NORM_INF), 1e-5);
}

TEST(AnomalyMap, IsHighestAtTheMean)
{
  const auto finding = Gaussian(60.0, 45.0, Covariance(60.0, 20.0, 40.0), 0.9);
  const AnomalyMap map = AnomalyMapOf({&finding}, {50, 20, 40, 50}, {160, 200});  // fourfold
  cv::Point highest;
  cv::minMaxLoc(map.values, nullptr, nullptr, nullptr, &highest);
  EXPECT_NEAR(highest.x, (60.0 + 0.5 - 50.0) * 4.0 - 0.5, 0.51);
  EXPECT_NEAR(highest.y, (45.0 + 0.5 - 20.0) * 4.0 - 0.5, 0.51);
}

TEST(AnomalyMap, StaysWithinZeroAndOneWhateverTheScores)
{
  std::vector<ModelledFinding> findings;
  for (const double score : {7.0, -3.0, std::numeric_limits<double>::quiet_NaN(), 1.0, 0.9})
  {
    findings.push_back(Gaussian(20.0, 20.0, Covariance(30.0, 0.0, 30.0), score));
  }
  std::vector<const ModelledFinding*> pointers;
  pointers.reserve(findings.size());
  for (const auto& finding : findings)
  {
    pointers.push_back(&finding);
  }
  const AnomalyMap map = AnomalyMapOf(pointers, {0, 0, 40, 40}, {40, 40});
  EXPECT_TRUE(cv::checkRange(map.values, true, nullptr, 0.0, 1.0 + 1e-6));
}

TEST(AnomalyMap, TouchesNothingForAFindingFarOutside)
{
  const auto finding = Gaussian(-500.0, 20.0, Covariance(30.0, 0.0, 30.0), 1.0);
  const AnomalyMap map = AnomalyMapOf({&finding}, {0, 0, 40, 40}, {40, 40});
  EXPECT_TRUE(map.touched.empty());
  EXPECT_EQ(cv::countNonZero(map.values), 0);
}

TEST(AnomalyMap, IsComputedOnlyWithinFourDeviations)
{
  const auto finding = Gaussian(100.0, 100.0, Covariance(25.0, 0.0, 100.0), 1.0);
  const AnomalyMap map = AnomalyMapOf({&finding}, {0, 0, 300, 300}, {300, 300});
  EXPECT_LE(map.touched.width, 2 * 20 + 3);
  EXPECT_LE(map.touched.height, 2 * 40 + 3);
  cv::Mat outside = map.values.clone();
  outside(map.touched).setTo(0.0);
  EXPECT_EQ(cv::countNonZero(outside), 0);
}

}  // namespace vlm
