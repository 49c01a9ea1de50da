// SPDX-License-Identifier: GPL-3.0-or-later
// An axis-parallel box in stored pixels.
#pragma once

namespace vlm
{

// Column grows to the right, row grows down, the origin is the CENTRE of the top-left pixel: an
// image of N columns spans [-0.5, N - 0.5]. All numbers are in pixels and need not be integers.
struct BoundingBox
{
  double left = 0.0;
  double top = 0.0;
  double width = 0.0;
  double height = 0.0;

  double CentreColumn() const { return left + width / 2.0; }
  double CentreRow() const { return top + height / 2.0; }
  double Right() const { return left + width; }
  double Bottom() const { return top + height; }
};

}  // namespace vlm
