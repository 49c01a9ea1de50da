// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/GaussianAlgebra.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>

namespace vlm
{

Gaussian2D ProductOf(const Gaussian2D& one, const Gaussian2D& other)
{
  // A (A + B)^-1 B is (A^-1 + B^-1)^-1 with one inverse instead of three.
  const Eigen::Matrix2d share =
      one.Covariance() * (one.Covariance() + other.Covariance()).inverse();
  const Eigen::Matrix2d covariance = share * other.Covariance();
  // Symmetric but for rounding, which Create would take for a mistake.
  return Gaussian2D::Nearest(one.Mean() + share * (other.Mean() - one.Mean()),
                             (covariance + covariance.transpose()) / 2.0);
}

double SquaredMahalanobisBetween(const Gaussian2D& one, const Gaussian2D& other)
{
  const Eigen::Vector2d difference = other.Mean() - one.Mean();
  const Eigen::Matrix2d precision = (one.Covariance() + other.Covariance()).inverse();
  return std::max(difference.dot(precision * difference), 0.0);
}

double BhattacharyyaCoefficient(const Gaussian2D& one, const Gaussian2D& other)
{
  const Eigen::Matrix2d middle = (one.Covariance() + other.Covariance()) / 2.0;
  const double shapes = std::sqrt(one.Covariance().determinant()) *
                        std::sqrt(other.Covariance().determinant()) / middle.determinant();
  // SquaredMahalanobisBetween divides by A + B, which is 2 * middle: an eighth becomes a quarter.
  const double distance = SquaredMahalanobisBetween(one, other) / 4.0;
  return std::clamp(std::sqrt(shapes) * std::exp(-distance), 0.0, 1.0);
}

Gaussian2D Widened(const Gaussian2D& gaussian, double factor)
{
  return Gaussian2D::Nearest(gaussian.Mean(), factor * gaussian.Covariance());
}

}  // namespace vlm
