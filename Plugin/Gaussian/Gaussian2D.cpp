// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/Gaussian2D.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <string>

namespace vlm
{
namespace
{

// Deviations from a millionth of a pixel to a million pixels: beyond, squares and inverses leave
// the range of double or lose all digits.
constexpr double MinimumVariancePx2 = 1e-12;
constexpr double MaximumVariancePx2 = 1e12;
constexpr double MaximumMeanPx = 1e9;
constexpr double MinimumUncorrelatedShare = 1e-9;  // 1 - correlation^2; 0 is a line
constexpr double AsymmetryTolerance = 1e-9;

Error Refuse(const std::string& why)
{
  return Error{ErrorKind::DegenerateCovariance, why};
}

bool IsVariance(double variance)
{
  // False for NaN.
  return variance >= MinimumVariancePx2 && variance <= MaximumVariancePx2;
}

double Bounded(double value, double low, double high, double otherwise)
{
  return std::isfinite(value) ? std::clamp(value, low, high) : otherwise;
}

}  // namespace

Result<Gaussian2D> Gaussian2D::Create(const Eigen::Vector2d& meanPx,
                                      const Eigen::Matrix2d& covariancePx2)
{
  if (!meanPx.allFinite() || meanPx.cwiseAbs().maxCoeff() > MaximumMeanPx)
  {
    return Refuse("A mean of a Gaussian is not a place in an image.");
  }
  if (!covariancePx2.allFinite() || !IsVariance(covariancePx2(0, 0)) ||
      !IsVariance(covariancePx2(1, 1)))
  {
    return Refuse("A variance is not between 1e-12 and 1e12 px^2.");
  }
  const double scale = std::sqrt(covariancePx2(0, 0) * covariancePx2(1, 1));
  const double asymmetry = std::abs(covariancePx2(0, 1) - covariancePx2(1, 0));
  if (!(asymmetry <= AsymmetryTolerance * scale))
  {
    return Refuse("A covariance is not symmetric.");
  }
  Eigen::Matrix2d symmetric = covariancePx2;
  symmetric(0, 1) = symmetric(1, 0) = covariancePx2(0, 1) / 2.0 + covariancePx2(1, 0) / 2.0;
  const double correlation = symmetric(0, 1) / scale;
  if (!(1.0 - correlation * correlation >= MinimumUncorrelatedShare))
  {
    return Refuse("A covariance is not positive definite: its ellipse has no area.");
  }
  return Gaussian2D(meanPx, symmetric);
}

Gaussian2D::Gaussian2D(const Eigen::Vector2d& mean, const Eigen::Matrix2d& covariance)
    : mean_(mean), covariance_(covariance), precision_(covariance.inverse())
{
}

double Gaussian2D::SquaredMahalanobis(const Eigen::Vector2d& point) const
{
  const Eigen::Vector2d difference = point - mean_;
  return std::max(difference.dot(precision_ * difference), 0.0);
}

double Gaussian2D::RelativeDensity(const Eigen::Vector2d& point) const
{
  return std::exp(-0.5 * SquaredMahalanobis(point));
}

Gaussian2D ExtentOf(const BoundingBox& box)
{
  constexpr double largestSidePx = 1e6;
  const double columns = Bounded(box.width, 1.0, largestSidePx, 1.0);
  const double rows = Bounded(box.height, 1.0, largestSidePx, 1.0);
  const Eigen::Vector2d mean(Bounded(box.CentreColumn(), -MaximumMeanPx, MaximumMeanPx, 0.0),
                             Bounded(box.CentreRow(), -MaximumMeanPx, MaximumMeanPx, 0.0));
  Eigen::Matrix2d covariance = Eigen::Matrix2d::Zero();
  covariance(0, 0) = std::pow(columns / 4.0, 2);
  covariance(1, 1) = std::pow(rows / 4.0, 2);
  const Result<Gaussian2D> extent = Gaussian2D::Create(mean, covariance);
  return extent.Value();  // everything that Create refuses was excluded above
}

}  // namespace vlm
