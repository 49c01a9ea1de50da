// SPDX-License-Identifier: GPL-3.0-or-later
// Where a slice lies in the patient, and its Gaussians there.
#pragma once

#include <Eigen/Geometry>
#include <optional>

#include "Gaussian/Gaussian2D.h"
#include "Pixels/Frame.h"

namespace vlm
{

// Patient coordinates [mm] of a pixel: origin + step * (column, row).
// Source: PS3.3 C.7.6.2.1.1.
struct SlicePlane
{
  Eigen::Vector3d originMm = Eigen::Vector3d::Zero();
  Eigen::Matrix<double, 3, 2> directions = Eigen::Matrix<double, 3, 2>::Zero();  // unit vectors
  Eigen::Vector2d spacingMm = Eigen::Vector2d::Ones();  // between columns, between rows

  Eigen::Matrix<double, 3, 2> Step() const { return directions * spacingMm.asDiagonal(); }
  Eigen::Vector3d Normal() const { return directions.col(0).cross(directions.col(1)); }
  Eigen::Vector3d PlaceOf(const Eigen::Vector2d& pixel) const { return originMm + Step() * pixel; }
};

// None without position, orientation and spacing, or where they are not those of a plane in a
// scanner.
std::optional<SlicePlane> SlicePlaneOf(const Frame& frame);

// Whether the planes are parallel, within two degrees.
bool AreParallel(const SlicePlane& one, const SlicePlane& other);

// A Gaussian in `plane` as it is seen along the normal of `view`: in mm, along the axes of `view`.
Gaussian2D SeenFrom(const SlicePlane& view, const SlicePlane& plane, const Gaussian2D& gaussian);

}  // namespace vlm
