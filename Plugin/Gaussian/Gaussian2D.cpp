// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/Gaussian2D.h"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

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

// Axes of the symmetric part, each brought well within what Create takes, so that rounding and a
// trip through JSON stay within, too.
Eigen::Matrix2d NearestCovariance(const Eigen::Matrix2d& covariance)
{
  constexpr double leastPx2 = MinimumVariancePx2 * 1.001;
  constexpr double greatestPx2 = MaximumVariancePx2 * 0.999;
  constexpr double thinnest = 1e-8;  // short to long axis, squared
  if (!covariance.allFinite())
  {
    return greatestPx2 * Eigen::Matrix2d::Identity();
  }
  const Eigen::Matrix2d symmetric = covariance / 2.0 + covariance.transpose() / 2.0;
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> axes(symmetric);
  const double longest = Bounded(axes.eigenvalues()(1), leastPx2, greatestPx2, greatestPx2);
  const double shortest =
      Bounded(axes.eigenvalues()(0), std::max(leastPx2, thinnest * longest), longest, longest);
  const Eigen::Matrix2d& directions = axes.eigenvectors();
  Eigen::Matrix2d nearest =
      directions * Eigen::DiagonalMatrix<double, 2>(shortest, longest) * directions.transpose();
  nearest(0, 1) = nearest(1, 0) = nearest(0, 1) / 2.0 + nearest(1, 0) / 2.0;
  return nearest;
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

Gaussian2D Gaussian2D::Nearest(const Eigen::Vector2d& meanPx, const Eigen::Matrix2d& covariancePx2)
{
  Result<Gaussian2D> asItIs = Create(meanPx, covariancePx2);
  if (asItIs.HasValue())
  {
    return std::move(asItIs).Value();
  }
  const Eigen::Vector2d mean(Bounded(meanPx(0), -MaximumMeanPx, MaximumMeanPx, 0.0),
                             Bounded(meanPx(1), -MaximumMeanPx, MaximumMeanPx, 0.0));
  return Gaussian2D(mean, NearestCovariance(covariancePx2));
}

Gaussian2D Gaussian2D::Isotropic(const Eigen::Vector2d& meanPx, double deviationPx)
{
  return Nearest(meanPx, deviationPx * deviationPx * Eigen::Matrix2d::Identity());
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
  Eigen::Matrix2d covariance = Eigen::Matrix2d::Zero();
  covariance(0, 0) = std::pow(columns / 4.0, 2);
  covariance(1, 1) = std::pow(rows / 4.0, 2);
  return Gaussian2D::Nearest({box.CentreColumn(), box.CentreRow()}, covariance);
}

}  // namespace vlm
