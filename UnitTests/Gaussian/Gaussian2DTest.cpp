// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/Gaussian2D.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "Gaussian/AnyGaussian.h"

namespace vlm
{
namespace
{

void ExpectRefusal(const Eigen::Vector2d& mean, const Eigen::Matrix2d& covariance)
{
  const auto gaussian = Gaussian2D::Create(mean, covariance);
  ASSERT_FALSE(gaussian.HasValue()) << covariance;
  EXPECT_EQ(gaussian.Failure().kind, ErrorKind::DegenerateCovariance);
}

TEST(Gaussian2D, RefusesACovarianceWithNoArea)
{
  ExpectRefusal({0.0, 0.0}, CovariancePx2(1.0, 1.0, 1.0));
  ExpectRefusal({0.0, 0.0}, CovariancePx2(0.0, 0.0, 1.0));
  ExpectRefusal({0.0, 0.0}, CovariancePx2(1.0, 0.0, 0.0));
}

TEST(Gaussian2D, RefusesACovarianceThatIsNotPositive)
{
  ExpectRefusal({0.0, 0.0}, CovariancePx2(1.0, 2.0, 1.0));
  ExpectRefusal({0.0, 0.0}, CovariancePx2(-1.0, 0.0, -1.0));
}

TEST(Gaussian2D, RefusesACovarianceThatIsNotSymmetric)
{
  Eigen::Matrix2d covariance = CovariancePx2(4.0, 1.0, 4.0);
  covariance(1, 0) = -1.0;
  ExpectRefusal({0.0, 0.0}, covariance);
}

TEST(Gaussian2D, RefusesAMeanThatIsNowhere)
{
  const Eigen::Matrix2d covariance = CovariancePx2(1.0, 0.0, 1.0);
  ExpectRefusal({NotANumber, 0.0}, covariance);
  ExpectRefusal({0.0, Infinity}, covariance);
  ExpectRefusal({1e300, 0.0}, covariance);
}

// Two sides at half a deviation; the textbook form of a Gaussian without correlation.
TEST(Gaussian2D, FallsAsTheTextbookSays)
{
  const auto gaussian = Gaussian2D::Create({10.0, 20.0}, CovariancePx2(4.0, 0.0, 9.0));
  ASSERT_TRUE(gaussian.HasValue());

  EXPECT_DOUBLE_EQ(gaussian.Value().RelativeDensity({10.0, 20.0}), 1.0);
  EXPECT_NEAR(gaussian.Value().SquaredMahalanobis({14.0, 20.0}), 4.0, 1e-12);
  EXPECT_NEAR(gaussian.Value().SquaredMahalanobis({12.0, 23.0}), 2.0, 1e-12);
  EXPECT_NEAR(gaussian.Value().RelativeDensity({12.0, 20.0}), std::exp(-0.5), 1e-12);
}

// Oracle: C = [[4, 2], [2, 3]] has the inverse [[3, -2], [-2, 4]] / 8.
TEST(Gaussian2D, MeasuresAlongTheCorrelation)
{
  const auto gaussian = Gaussian2D::Create({0.0, 0.0}, CovariancePx2(4.0, 2.0, 3.0));
  ASSERT_TRUE(gaussian.HasValue());

  EXPECT_NEAR(gaussian.Value().SquaredMahalanobis({1.0, 1.0}), 3.0 / 8.0, 1e-12);
  EXPECT_NEAR(gaussian.Value().SquaredMahalanobis({1.0, -1.0}), 11.0 / 8.0, 1e-12);
}

TEST(Gaussian2D, IsFiniteAndPositiveOrRefusedForAnyNumbers)
{
  for (const double first : HostileNumbers)
  {
    for (const double mixed : HostileNumbers)
    {
      for (const double last : HostileNumbers)
      {
        const auto gaussian = Gaussian2D::Create({first, last}, CovariancePx2(first, mixed, last));
        if (gaussian.HasValue())
        {
          const Gaussian2D& made = gaussian.Value();
          EXPECT_GT(made.Covariance().determinant(), 0.0);
          EXPECT_EQ(made.RelativeDensity(made.Mean()), 1.0);
          const double density = made.RelativeDensity({1e9, -1e9});
          EXPECT_TRUE(density >= 0.0 && density <= 1.0) << made.Covariance();
        }
        else
        {
          EXPECT_EQ(gaussian.Failure().kind, ErrorKind::DegenerateCovariance);
        }
      }
    }
  }
}

TEST(Gaussian2D, NearestLeavesWhatCreateTakes)
{
  std::mt19937 random(5);
  for (int i = 0; i < 1000; ++i)
  {
    const Gaussian2D gaussian = RandomGaussian(random);
    const Gaussian2D nearest = Gaussian2D::Nearest(gaussian.Mean(), gaussian.Covariance());
    EXPECT_EQ(nearest.Mean(), gaussian.Mean());
    EXPECT_EQ(nearest.Covariance(), gaussian.Covariance());
  }
}

TEST(Gaussian2D, NearestIsSoundForAnyNumbers)
{
  for (const Gaussian2D& gaussian : HostileGaussians())
  {
    ExpectSound(gaussian);
  }
}

TEST(Gaussian2D, NearestOfATiltedLineKeepsItsDirectionAndLength)
{
  const Gaussian2D line = Gaussian2D::Nearest({3.0, 4.0}, CovariancePx2(8.0, 8.0, 8.0));

  ExpectSound(line);
  EXPECT_NEAR(line.Covariance()(0, 0), 8.0, 1e-6);
  EXPECT_NEAR(line.Covariance()(0, 1), 8.0, 1e-6);
  EXPECT_EQ(line.Mean(), Eigen::Vector2d(3.0, 4.0));
}

// What is not known must not count as exact.
TEST(Gaussian2D, NearestSaysNothingWhereTheCovarianceDoes)
{
  for (const double unknown : {NotANumber, Infinity})
  {
    EXPECT_GT(Gaussian2D::Isotropic({0.0, 0.0}, unknown).Covariance()(0, 0), 1e11);
    EXPECT_GT(Gaussian2D::Nearest({0.0, 0.0}, CovariancePx2(1.0, 0.0, unknown)).Covariance()(0, 0),
              1e11);
  }
}

TEST(Gaussian2D, IsotropicHasItsDeviationInEveryDirection)
{
  const Gaussian2D round = Gaussian2D::Isotropic({1.0, 2.0}, 5.0);

  EXPECT_NEAR(round.SquaredMahalanobis({6.0, 2.0}), 1.0, 1e-12);
  EXPECT_NEAR(round.SquaredMahalanobis({1.0, -3.0}), 1.0, 1e-12);
  EXPECT_NEAR(round.SquaredMahalanobis({4.0, 6.0}), 1.0, 1e-12);
}

// Oracle: the variances of points drawn uniformly in the inscribed ellipse.
TEST(ExtentOf, HasTheVarianceOfAFilledEllipse)
{
  const BoundingBox box{100.0, 50.0, 40.0, 12.0};
  std::mt19937 random(7);
  std::uniform_real_distribution<double> side(-1.0, 1.0);
  double columns = 0.0;
  double rows = 0.0;
  int count = 0;
  while (count < 200000)
  {
    const double x = side(random);
    const double y = side(random);
    if (x * x + y * y <= 1.0)
    {
      columns += std::pow(20.0 * x, 2);
      rows += std::pow(6.0 * y, 2);
      ++count;
    }
  }
  const Gaussian2D extent = ExtentOf(box);

  EXPECT_EQ(extent.Mean(), Eigen::Vector2d(120.0, 56.0));
  EXPECT_NEAR(extent.Covariance()(0, 0) / (columns / count), 1.0, 0.01);
  EXPECT_NEAR(extent.Covariance()(1, 1) / (rows / count), 1.0, 0.01);
  EXPECT_EQ(extent.Covariance()(0, 1), 0.0);
}

TEST(ExtentOf, TakesAThinBoxAsAPixelThick)
{
  EXPECT_EQ(ExtentOf({5.0, 5.0, 0.1, 0.0}).Covariance(),
            ExtentOf({5.0, 5.0, 1.0, 1.0}).Covariance());
}

TEST(ExtentOf, SurvivesAnyBox)
{
  for (const double place : HostileNumbers)
  {
    for (const double size : HostileNumbers)
    {
      const Gaussian2D extent = ExtentOf({place, -place, size, -size});
      ExpectSound(extent);
    }
  }
}

}  // namespace
}  // namespace vlm
