// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/SlicePlane.h"

namespace vlm
{
namespace
{

// False for NaN, as every comparison here.
bool IsSpacing(double mm)
{
  constexpr double leastMm = 1e-4;
  constexpr double greatestMm = 1e4;
  return mm >= leastMm && mm <= greatestMm;
}

bool IsPlane(const SlicePlane& plane)
{
  constexpr double tolerance = 0.01;  // written with few digits by some
  constexpr double farthestMm = 1e6;
  const Eigen::Matrix2d products = plane.directions.transpose() * plane.directions;
  return (products - Eigen::Matrix2d::Identity()).cwiseAbs().maxCoeff() <= tolerance &&
         plane.originMm.cwiseAbs().maxCoeff() <= farthestMm && plane.directions.allFinite() &&
         plane.originMm.allFinite();
}

}  // namespace

std::optional<SlicePlane> SlicePlaneOf(const Frame& frame)
{
  if (!frame.imagePositionPatient || !frame.imageOrientationPatient || !frame.spacing ||
      !IsSpacing(frame.spacing->columnMm) || !IsSpacing(frame.spacing->rowMm))
  {
    return std::nullopt;
  }
  SlicePlane plane;
  plane.originMm = Eigen::Map<const Eigen::Vector3d>(frame.imagePositionPatient->data());
  plane.directions =
      Eigen::Map<const Eigen::Matrix<double, 3, 2>>(frame.imageOrientationPatient->data());
  plane.spacingMm = {frame.spacing->columnMm, frame.spacing->rowMm};
  if (!IsPlane(plane))
  {
    return std::nullopt;
  }
  plane.directions.colwise().normalize();
  return plane;
}

bool AreParallel(const SlicePlane& one, const SlicePlane& other)
{
  constexpr double cosineOfTwoDegrees = 0.99939;
  return one.Normal().dot(other.Normal()) >= cosineOfTwoDegrees;
}

Gaussian2D SeenFrom(const SlicePlane& view, const SlicePlane& plane, const Gaussian2D& gaussian)
{
  const Eigen::Matrix2d mmPerPx = view.directions.transpose() * plane.Step();
  return Gaussian2D::Nearest(view.directions.transpose() * plane.PlaceOf(gaussian.Mean()),
                             mmPerPx * gaussian.Covariance() * mmPerPx.transpose());
}

}  // namespace vlm
