// SPDX-License-Identifier: GPL-3.0-or-later
// A two-dimensional normal distribution over an image.
#pragma once

#include <Eigen/Core>

#include "Foundation/Result.h"
#include "Pixels/BoundingBox.h"

namespace vlm
{

// Axis 0 is the column, axis 1 the row. Immutable; its covariance is always symmetric, finite and
// positive definite.
class Gaussian2D
{
public:
  // mean [px], covariance [px^2]. Errors: DegenerateCovariance.
  static Result<Gaussian2D> Create(const Eigen::Vector2d& meanPx,
                                   const Eigen::Matrix2d& covariancePx2);
  // The nearest Gaussian that Create takes: never fails, whatever the numbers are. Too thin or too
  // wide axes are brought into range. A mean that is not finite is taken as 0; a covariance that is
  // not finite says nothing about the place: it becomes the widest there is.
  static Gaussian2D Nearest(const Eigen::Vector2d& meanPx, const Eigen::Matrix2d& covariancePx2);
  // The same deviation [px] in every direction; as Nearest.
  static Gaussian2D Isotropic(const Eigen::Vector2d& meanPx, double deviationPx);

  const Eigen::Vector2d& Mean() const { return mean_; }
  const Eigen::Matrix2d& Covariance() const { return covariance_; }

  // (x - mean)^T covariance^-1 (x - mean), dimensionless.
  double SquaredMahalanobis(const Eigen::Vector2d& point) const;
  // 1 at the mean; dimensionless.
  double RelativeDensity(const Eigen::Vector2d& point) const;

private:
  Gaussian2D(const Eigen::Vector2d& mean, const Eigen::Matrix2d& covariance);

  Eigen::Vector2d mean_;
  Eigen::Matrix2d covariance_;
  Eigen::Matrix2d precision_;
};

// The extent of a lesion that fills the ellipse inscribed in `box`: a uniform ellipse of semi-axis
// a has the deviation a / 2. A box thinner than a pixel is taken as a pixel thick.
Gaussian2D ExtentOf(const BoundingBox& box);

}  // namespace vlm
