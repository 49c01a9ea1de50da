// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/SlicePosition.h"

#include <array>
#include <cmath>

namespace vlm
{
namespace
{

constexpr double FarthestMm = 1.0e5;

using Vector = std::array<double, 3>;

Vector NormalOf(const std::array<double, 6>& d)
{
  return {d[1] * d[5] - d[2] * d[4], d[2] * d[3] - d[0] * d[5], d[0] * d[4] - d[1] * d[3]};
}

}  // namespace

std::string TextOf(const SlicePosition& position)
{
  // In tenths, without the process's locale.
  const long tenths = std::lround(position.mm * 10.0);
  return position.towards + " " + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) +
         " mm";
}

std::optional<SlicePosition> SlicePositionOf(const Frame& frame)
{
  if (!frame.imagePositionPatient || !frame.imageOrientationPatient)
  {
    return std::nullopt;
  }
  const Vector normal = NormalOf(*frame.imageOrientationPatient);
  const Vector& origin = *frame.imagePositionPatient;
  const double length = std::hypot(normal[0], normal[1], normal[2]);
  std::size_t axis = 0;
  double along = 0.0;
  for (std::size_t i = 0; i < 3; ++i)
  {
    axis = std::abs(normal[i]) > std::abs(normal[axis]) ? i : axis;
    along += normal[i] * origin[i];
  }
  // Signed along the patient's axis, not along the normal, which depends on how rows run.
  const double mm = along / length * (normal[axis] < 0.0 ? -1.0 : 1.0);
  if (!std::isfinite(mm) || std::abs(mm) > FarthestMm)
  {
    return std::nullopt;
  }
  constexpr std::array<const char*, 3> positive = {"L", "P", "H"};
  constexpr std::array<const char*, 3> negative = {"R", "A", "F"};
  return SlicePosition{mm < 0.0 ? negative[axis] : positive[axis], std::abs(mm)};
}

}  // namespace vlm
