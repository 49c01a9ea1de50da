// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/LocationFusion.h"

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <cmath>
#include <limits>
#include <random>

namespace vlm
{
namespace
{

constexpr auto Told = ReadingNoise::Basis::Told;
constexpr auto Assumed = ReadingNoise::Basis::Assumed;
constexpr double Field = 512.0 * 512.0;

LocationObservation Seen(double column, double row, double deviation)
{
  return {Gaussian2D::Isotropic({column, row}, deviation), Field};
}

Gaussian2D Fused(const std::vector<LocationObservation>& observations,
                 ReadingNoise::Basis basis = Told)
{
  return MomentsOf(FuseLocations(observations, basis).location);
}

TEST(FuseLocations, OfOneObservationIsThatObservation)
{
  const auto fused = FuseLocations({Seen(100, 200, 30)}, Told);
  ASSERT_EQ(fused.location.size(), 1U);
  EXPECT_NEAR(fused.location[0].gaussian.Mean().x(), 100.0, 1e-9);
  EXPECT_NEAR(fused.location[0].gaussian.Covariance()(0, 0), 900.0, 1e-6);
  EXPECT_FALSE(fused.isOutlier[0]);
}

// Oracle: inverse-variance weights by hand, 1/100 and 1/400: (4 x 100 + 1 x 110) / 5 = 102,
// variance 80. The outlier hypotheses add little.
TEST(FuseLocations, WeightsByPrecision)
{
  const Gaussian2D place = Fused({Seen(100, 100, 10), Seen(110, 100, 20)});
  EXPECT_NEAR(place.Mean().x(), 102.0, 0.3);
  EXPECT_NEAR(place.Covariance()(0, 0), 80.0, 3.0);
}

TEST(FuseLocations, LeavesOutAnObservationFarFromTheOthers)
{
  const auto fused =
      FuseLocations({Seen(100, 100, 15), Seen(108, 95, 15), Seen(400, 380, 15)}, Told);
  EXPECT_FALSE(fused.isOutlier[0]);
  EXPECT_FALSE(fused.isOutlier[1]);
  EXPECT_TRUE(fused.isOutlier[2]);
  EXPECT_NEAR(MomentsOf(fused.location).Mean().x(), 104.0, 1.0);
}

TEST(FuseLocations, KeepsBothPeaksWhereNobodyKnowsWhichReadingErrs)
{
  const auto fused = FuseLocations({Seen(100, 100, 10), Seen(400, 400, 10)}, Told);
  ASSERT_GE(fused.location.size(), 2U);
  EXPECT_NEAR(fused.location[0].weight, 0.5, 1e-6);
  EXPECT_GT(std::sqrt(MomentsOf(fused.location).Covariance()(0, 0)), 100.0);
}

TEST(FuseLocations, AssumedNoiseShrinksWithAgreementButToldNoiseDoesNot)
{
  const std::vector<LocationObservation> agreeing = {Seen(100, 100, 60), Seen(100.5, 99.5, 60),
                                                     Seen(99.5, 100.2, 60), Seen(100, 100.1, 60)};
  const double told = std::sqrt(Fused(agreeing, Told).Covariance()(0, 0));
  const double assumed = std::sqrt(Fused(agreeing, Assumed).Covariance()(0, 0));
  EXPECT_NEAR(told, 30.0, 0.5);  // 60 / sqrt(4)
  EXPECT_LT(assumed, 6.0);
}

TEST(FuseLocations, AssumedNoiseStaysWideWhereReadingsDisagree)
{
  const Gaussian2D place = Fused({Seen(60, 100, 60), Seen(140, 100, 60)}, Assumed);
  EXPECT_GT(std::sqrt(place.Covariance()(0, 0)), 35.0);
}

// Oracle: simulation under the noise that the fusion is told of.
TEST(FuseLocations, ItsEllipseHoldsTheTruthAsOftenAsItSays)
{
  std::mt19937 random(5);
  std::normal_distribution<double> normal;
  int inside = 0;
  constexpr int trials = 4000;
  for (int i = 0; i < trials; ++i)
  {
    std::vector<LocationObservation> observations;
    for (const double deviation : {64.0, 30.0, 15.0})
    {
      observations.push_back(
          Seen(250 + deviation * normal(random), 250 + deviation * normal(random), deviation));
    }
    inside += Fused(observations).SquaredMahalanobis({250, 250}) <= -2.0 * std::log(0.05) ? 1 : 0;
  }
  EXPECT_GT(inside, 0.93 * trials);
  EXPECT_LT(inside, 0.98 * trials);
}

TEST(FuseLocations, JudgesObservationsBeyondTheMostPreciseToo)
{
  std::vector<LocationObservation> observations(7, Seen(100, 100, 5));
  observations.push_back(Seen(110, 100, 60));
  observations.push_back(Seen(450, 450, 60));
  const auto fused = FuseLocations(observations, Told);
  EXPECT_FALSE(fused.isOutlier[7]);
  EXPECT_TRUE(fused.isOutlier[8]);
}

TEST(FuseLocations, SurvivesIdenticalAndHostileObservations)
{
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr double huge = std::numeric_limits<double>::max();
  for (const auto& observations : std::vector<std::vector<LocationObservation>>{
           {Seen(1, 1, 0), Seen(1, 1, 0), Seen(1, 1, 0)},
           {Seen(nan, nan, nan), Seen(1, 1, 5)},
           {Seen(huge, -huge, huge), Seen(0, 0, 1e-300)},
           std::vector<LocationObservation>(40, Seen(5, 5, 3))})
  {
    const auto fused = FuseLocations(observations, Assumed);
    ASSERT_EQ(fused.isOutlier.size(), observations.size());
    double sum = 0.0;
    for (const auto& one : fused.location)
    {
      sum += one.weight;
      EXPECT_TRUE(one.gaussian.Mean().allFinite());
      EXPECT_GT(one.gaussian.Covariance().determinant(), 0.0);
    }
    EXPECT_NEAR(sum, 1.0, 1e-9);
  }
}

}  // namespace
}  // namespace vlm
