// SPDX-License-Identifier: GPL-3.0-or-later
// Where along the patient a slice lies.
#pragma once

#include <optional>
#include <string>

#include "Pixels/Frame.h"

namespace vlm
{

// Distance of the slice's plane from the origin of the patient's coordinates, along the axis
// nearest to its normal: "H" 42.5 mm means 42.5 mm towards the head.
struct SlicePosition
{
  std::string towards;  // one of R L A P H F
  double mm = 0.0;      // at least 0
};

// E.g. "H 42.5 mm".
std::string TextOf(const SlicePosition& position);

// From ImagePositionPatient and ImageOrientationPatient (PS3.3 C.7.6.2.1.1). None without them, or
// where they are not finite or the directions are none.
std::optional<SlicePosition> SlicePositionOf(const Frame& frame);

}  // namespace vlm
