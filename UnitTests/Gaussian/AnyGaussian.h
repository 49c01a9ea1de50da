// SPDX-License-Identifier: GPL-3.0-or-later
// Gaussians to test properties with, and the property that all of them must have.
#pragma once

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "Gaussian/CovariancePx2.h"
#include "Gaussian/Gaussian2D.h"

namespace vlm
{

constexpr double Infinity = std::numeric_limits<double>::infinity();
constexpr double NotANumber = std::numeric_limits<double>::quiet_NaN();
constexpr std::array<double, 16> HostileNumbers = {
    0.0,   -0.0, 1.0,   -1.0, 1e-300,   1e-310,    1e300,      -1e300,
    1e-12, 1e12, 1e-13, 1e13, Infinity, -Infinity, NotANumber, 0.5};

// Finite, positive definite, and of numbers that a stored report may hold.
inline void ExpectSound(const Gaussian2D& gaussian)
{
  EXPECT_TRUE(gaussian.Mean().allFinite());
  EXPECT_GT(gaussian.Covariance()(0, 0), 0.0);
  EXPECT_GT(gaussian.Covariance().determinant(), 0.0);
  EXPECT_TRUE(Gaussian2D::Create(gaussian.Mean(), gaussian.Covariance()).HasValue())
      << gaussian.Covariance();
  EXPECT_EQ(gaussian.RelativeDensity(gaussian.Mean()), 1.0);
}

// Of deviations from a hundredth to ten thousand pixels, any correlation.
inline Gaussian2D RandomGaussian(std::mt19937& random)
{
  std::uniform_real_distribution<double> exponent(-4.0, 8.0);
  std::uniform_real_distribution<double> correlation(-0.9999, 0.9999);
  std::uniform_real_distribution<double> place(-1000.0, 1000.0);
  const double columns = std::pow(10.0, exponent(random));
  const double rows = std::pow(10.0, exponent(random));
  return Gaussian2D::Create(
             {place(random), place(random)},
             CovariancePx2(columns, correlation(random) * std::sqrt(columns * rows), rows))
      .Value();
}

// Everything that Nearest makes of hostile numbers, asymmetric covariances included.
inline std::vector<Gaussian2D> HostileGaussians()
{
  std::vector<Gaussian2D> gaussians;
  for (const double first : HostileNumbers)
  {
    for (const double mixed : HostileNumbers)
    {
      for (const double last : HostileNumbers)
      {
        Eigen::Matrix2d covariance;
        covariance << first, mixed, last, first;
        gaussians.push_back(Gaussian2D::Nearest({last, -first}, covariance));
        gaussians.push_back(Gaussian2D::Nearest({mixed, 1e9}, CovariancePx2(first, mixed, last)));
      }
    }
  }
  return gaussians;
}

// Draws by mixing two independent normal numbers (Cholesky), not by eigenvectors.
inline Eigen::Vector2d Draw(const Eigen::Matrix2d& covariance, std::mt19937& random)
{
  std::normal_distribution<double> normal;
  const double first = normal(random);
  const double second = normal(random);
  const double a = std::sqrt(covariance(0, 0));
  const double b = covariance(0, 1) / a;
  return {a * first, b * first + std::sqrt(covariance(1, 1) - b * b) * second};
}

}  // namespace vlm
