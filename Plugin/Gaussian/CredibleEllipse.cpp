// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/CredibleEllipse.h"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <string>

namespace vlm
{
namespace
{

constexpr double Pi = 3.14159265358979323846;

struct PrincipalAxes
{
  std::array<double, 2> deviations{};  // long, short
  Eigen::Vector2d longDirection = Eigen::Vector2d::UnitX();
};

// In deviations.
double SquaredRadiusOf(double mass)
{
  return -2.0 * std::log1p(-mass);
}

PrincipalAxes AxesOf(const Eigen::Matrix2d& covariance)
{
  // Eigenvalues come in increasing order.
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> solver(covariance);
  const double shortVariance = std::max(solver.eigenvalues()(0), 0.0);
  const double longVariance = std::max(solver.eigenvalues()(1), 0.0);
  PrincipalAxes axes{{std::sqrt(longVariance), std::sqrt(shortVariance)},
                     solver.eigenvectors().col(1)};
  constexpr double roundness = 1e-9;
  if (longVariance - shortVariance <= roundness * longVariance)
  {
    axes.longDirection = Eigen::Vector2d::UnitX();  // a circle has no direction: say 0 degrees
  }
  return axes;
}

// In (-90, 90]: an axis has no head and tail.
double AxisAngleDegrees(const Eigen::Vector2d& direction)
{
  double degrees = std::atan2(direction(1), direction(0)) * 180.0 / Pi;
  if (degrees > 90.0)
  {
    degrees -= 180.0;
  }
  else if (degrees <= -90.0)
  {
    degrees += 180.0;
  }
  return degrees;
}

bool IsUsable(const std::optional<PixelSpacing>& spacing)
{
  constexpr double minimumMm = 1e-9;
  constexpr double maximumMm = 1e9;
  const auto isLength = [](double mm) { return mm >= minimumMm && mm <= maximumMm; };
  return spacing && isLength(spacing->columnMm) && isLength(spacing->rowMm);
}

}  // namespace

Result<CredibleEllipse> CredibleEllipseOf(const Gaussian2D& gaussian, double mass,
                                          const std::optional<PixelSpacing>& spacing)
{
  if (!(mass > 0.0 && mass < 1.0))
  {
    return Error{ErrorKind::MassOutOfRange,
                 "The mass is " + std::to_string(mass) + "; allowed is more than 0, less than 1."};
  }
  const double radius = std::sqrt(SquaredRadiusOf(mass));
  const PrincipalAxes axes = AxesOf(gaussian.Covariance());
  CredibleEllipse ellipse;
  ellipse.mass = mass;
  ellipse.semiAxesPx = {radius * axes.deviations[0], radius * axes.deviations[1]};
  ellipse.angleDegrees = AxisAngleDegrees(axes.longDirection);
  if (IsUsable(spacing))
  {
    const Eigen::DiagonalMatrix<double, 2> mmPerPx(spacing->columnMm, spacing->rowMm);
    const PrincipalAxes axesMm = AxesOf(mmPerPx * gaussian.Covariance() * mmPerPx);
    ellipse.semiAxesMm = {radius * axesMm.deviations[0], radius * axesMm.deviations[1]};
    // From the determinant, since the short axis of a thin ellipse has few exact digits.
    ellipse.areaMm2 = Pi * radius * radius * std::sqrt(gaussian.Covariance().determinant()) *
                      spacing->columnMm * spacing->rowMm;
  }
  return ellipse;
}

bool Holds(const Gaussian2D& gaussian, double mass, const Eigen::Vector2d& point)
{
  return mass > 0.0 && mass < 1.0 && gaussian.SquaredMahalanobis(point) <= SquaredRadiusOf(mass);
}

}  // namespace vlm
