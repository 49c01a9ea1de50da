// SPDX-License-Identifier: GPL-3.0-or-later
// How much two boxes share.
#pragma once

#include <algorithm>

#include "Pixels/BoundingBox.h"

namespace vlm
{

// Intersection over union, 0 to 1; 0 if a box is inverted, empty or not a number.
inline double IntersectionOverUnion(const BoundingBox& one, const BoundingBox& other)
{
  const double width = std::min(one.Right(), other.Right()) - std::max(one.left, other.left);
  const double height = std::min(one.Bottom(), other.Bottom()) - std::max(one.top, other.top);
  // Written so that NaN is no overlap.
  if (!(width > 0.0 && height > 0.0 && one.width > 0.0 && one.height > 0.0))
  {
    return 0.0;
  }
  const double both = width * height;
  return both / (one.width * one.height + other.width * other.height - both);
}

}  // namespace vlm
