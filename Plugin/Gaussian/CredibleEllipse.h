// SPDX-License-Identifier: GPL-3.0-or-later
// The smallest ellipse that holds a given probability mass of a Gaussian.
#pragma once

#include <array>
#include <optional>

#include "Foundation/Result.h"
#include "Gaussian/Gaussian2D.h"
#include "Pixels/Frame.h"

namespace vlm
{

struct CredibleEllipse
{
  double mass = 0.0;                   // in (0, 1)
  std::array<double, 2> semiAxesPx{};  // long, short
  double angleDegrees = 0.0;           // long axis, from +column towards +row, in (-90, 90]
  std::optional<std::array<double, 2>>
      semiAxesMm;  // long, short; of the ellipse in mm, which may lie elsewhere
  std::optional<double> areaMm2;
};

//   mass    in (0, 1), dimensionless
//   errors  MassOutOfRange
// Source: the squared Mahalanobis distance of a 2-D Gaussian is chi-square(2): r^2 = -2 ln(1 -
// mass).
Result<CredibleEllipse> CredibleEllipseOf(const Gaussian2D& gaussian, double mass,
                                          const std::optional<PixelSpacing>& spacing);

// Whether a point [px] lies in the credible ellipse of that mass; no mass outside (0, 1) holds any.
bool Holds(const Gaussian2D& gaussian, double mass, const Eigen::Vector2d& point);

}  // namespace vlm
