// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/GaussianAlgebra.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "Gaussian/AnyGaussian.h"

namespace vlm
{
namespace
{

const double Pi = std::acos(-1.0);

Gaussian2D Made(double column, double row, const Eigen::Matrix2d& covariance)
{
  return Gaussian2D::Create({column, row}, covariance).Value();
}

double DensityOf(const Gaussian2D& gaussian, const Eigen::Vector2d& place)
{
  return gaussian.RelativeDensity(place) /
         (2.0 * Pi * std::sqrt(gaussian.Covariance().determinant()));
}

// Sums over a grid of 0.1 px that reaches far beyond both.
template <typename Function>
void OverTheGrid(const Function& add)
{
  for (int row = -400; row <= 400; ++row)
  {
    for (int column = -400; column <= 400; ++column)
    {
      add(Eigen::Vector2d(column * 0.1, row * 0.1));
    }
  }
}

struct Moments
{
  double mass = 0.0;
  Eigen::Vector2d mean = Eigen::Vector2d::Zero();
  Eigen::Matrix2d covariance = Eigen::Matrix2d::Zero();
};

Moments OfTheMultipliedDensities(const Gaussian2D& one, const Gaussian2D& other)
{
  Moments moments;
  OverTheGrid(
      [&](const Eigen::Vector2d& place)
      {
        const double density = DensityOf(one, place) * DensityOf(other, place);
        moments.mass += density;
        moments.mean += density * place;
        moments.covariance += density * place * place.transpose();
      });
  moments.mean /= moments.mass;
  moments.covariance =
      (moments.covariance / moments.mass - moments.mean * moments.mean.transpose()).eval();
  return moments;
}

// Oracle: the densities multiplied on a grid.
TEST(ProductOf, HasTheMomentsOfTheMultipliedDensities)
{
  const Gaussian2D one = Made(-2.0, 1.0, CovariancePx2(9.0, 4.0, 5.0));
  const Gaussian2D other = Made(3.0, -1.0, CovariancePx2(2.0, -1.0, 6.0));
  const Moments expected = OfTheMultipliedDensities(one, other);
  const Gaussian2D product = ProductOf(one, other);

  EXPECT_TRUE(product.Mean().isApprox(expected.mean, 1e-6)) << product.Mean();
  EXPECT_TRUE(product.Covariance().isApprox(expected.covariance, 1e-6)) << product.Covariance();
}

// The textbook case: two equal observations halve the variance, in the middle.
TEST(ProductOf, EqualObservationsHalvesTheVariance)
{
  const Gaussian2D product =
      ProductOf(Gaussian2D::Isotropic({0.0, 0.0}, 2.0), Gaussian2D::Isotropic({4.0, 2.0}, 2.0));

  EXPECT_TRUE(product.Mean().isApprox(Eigen::Vector2d(2.0, 1.0)));
  EXPECT_TRUE(product.Covariance().isApprox(2.0 * Eigen::Matrix2d::Identity()));
}

TEST(ProductOf, IsNotPulledByWhatIsNotKnown)
{
  const Gaussian2D known = Made(10.0, 20.0, CovariancePx2(4.0, 1.0, 3.0));
  const Gaussian2D product = ProductOf(known, Gaussian2D::Isotropic({500.0, 500.0}, NotANumber));

  EXPECT_TRUE(product.Mean().isApprox(known.Mean(), 1e-6));
  EXPECT_TRUE(product.Covariance().isApprox(known.Covariance(), 1e-6));
}

TEST(SquaredMahalanobisBetween, MeasuresByBothUncertainties)
{
  // 5 px apart, deviation of the difference hypot(3, 4) = 5.
  EXPECT_NEAR(SquaredMahalanobisBetween(Gaussian2D::Isotropic({0.0, 0.0}, 3.0),
                                        Gaussian2D::Isotropic({3.0, 4.0}, 4.0)),
              1.0, 1e-12);
}

// Oracle: the mean square over drawn differences of two observations of one place is 2, the mean of
// chi-square with two degrees of freedom.
TEST(SquaredMahalanobisBetween, IsTwoOnAverageForObservationsOfOnePlace)
{
  std::mt19937 random(11);
  const Eigen::Matrix2d first = CovariancePx2(9.0, 4.0, 5.0);
  const Eigen::Matrix2d second = CovariancePx2(2.0, -1.0, 6.0);
  double sum = 0.0;
  for (int i = 0; i < 100000; ++i)
  {
    const Gaussian2D one = Gaussian2D::Create(Draw(first, random), first).Value();
    const Gaussian2D other = Gaussian2D::Create(Draw(second, random), second).Value();
    sum += SquaredMahalanobisBetween(one, other);
  }
  EXPECT_NEAR(sum / 100000.0, 2.0, 0.04);  // 6 standard errors
}

// Oracle: the definition, the integral of sqrt(p q), on a grid.
TEST(BhattacharyyaCoefficient, IsTheIntegralOfTheGeometricMean)
{
  const Gaussian2D one = Made(-2.0, 1.0, CovariancePx2(9.0, 4.0, 5.0));
  for (const Gaussian2D& other :
       {one, Made(3.0, -1.0, CovariancePx2(2.0, -1.0, 6.0)),
        Made(-2.0, 1.0, CovariancePx2(1.0, 0.0, 1.0)), Gaussian2D::Isotropic({9.0, 4.0}, 2.0)})
  {
    double integral = 0.0;
    OverTheGrid([&](const Eigen::Vector2d& place)
                { integral += 0.01 * std::sqrt(DensityOf(one, place) * DensityOf(other, place)); });
    EXPECT_NEAR(BhattacharyyaCoefficient(one, other), integral, 1e-6);
  }
}

TEST(BhattacharyyaCoefficient, IsAShareAndSymmetricForAnyTwo)
{
  std::mt19937 random(17);
  for (int i = 0; i < 2000; ++i)
  {
    const Gaussian2D one = RandomGaussian(random);
    const Gaussian2D other = RandomGaussian(random);
    const double overlap = BhattacharyyaCoefficient(one, other);
    EXPECT_TRUE(overlap >= 0.0 && overlap <= 1.0) << overlap;
    EXPECT_NEAR(overlap, BhattacharyyaCoefficient(other, one), 1e-6);
    EXPECT_NEAR(BhattacharyyaCoefficient(one, one), 1.0, 1e-6);
  }
}

TEST(Widened, KeepsThePlaceAndScalesTheCovariance)
{
  const Gaussian2D gaussian = Made(3.0, 4.0, CovariancePx2(9.0, 4.0, 5.0));
  const Gaussian2D widened = Widened(gaussian, 2.5);

  EXPECT_EQ(widened.Mean(), gaussian.Mean());
  EXPECT_TRUE(widened.Covariance().isApprox(CovariancePx2(22.5, 10.0, 12.5)));
}

void ExpectSoundTogether(const Gaussian2D& one, const Gaussian2D& other)
{
  ExpectSound(ProductOf(one, other));
  const double overlap = BhattacharyyaCoefficient(one, other);
  EXPECT_TRUE(overlap >= 0.0 && overlap <= 1.0) << overlap;
  const double distance = SquaredMahalanobisBetween(one, other);
  EXPECT_TRUE(distance >= 0.0 && std::isfinite(distance)) << distance;
}

TEST(GaussianAlgebra, StaysSoundForRandomGaussians)
{
  std::mt19937 random(19);
  std::uniform_real_distribution<double> exponent(-6.0, 6.0);
  for (int i = 0; i < 2000; ++i)
  {
    const Gaussian2D one = RandomGaussian(random);
    ExpectSoundTogether(one, RandomGaussian(random));
    ExpectSound(Widened(one, std::pow(10.0, exponent(random))));
  }
}

TEST(GaussianAlgebra, StaysSoundForHostileGaussians)
{
  std::mt19937 random(23);
  const std::vector<Gaussian2D> hostile = HostileGaussians();
  std::uniform_int_distribution<std::size_t> any(0, hostile.size() - 1);
  for (int i = 0; i < 20000; ++i)
  {
    ExpectSoundTogether(hostile[any(random)], hostile[any(random)]);
  }
  for (const double factor : HostileNumbers)
  {
    ExpectSound(Widened(hostile[any(random)], factor));
  }
}

// Fusing identical readings again and again must not run into a covariance of zero.
TEST(GaussianAlgebra, StaysSoundHoweverOftenItFuses)
{
  Gaussian2D fused = Gaussian2D::Isotropic({100.0, 100.0}, 1e-5);
  const Gaussian2D reading = fused;
  for (int i = 0; i < 5000; ++i)
  {
    fused = ProductOf(fused, reading);
  }
  ExpectSound(fused);
  EXPECT_TRUE(fused.Mean().isApprox(reading.Mean(), 1e-9));
}

}  // namespace
}  // namespace vlm
