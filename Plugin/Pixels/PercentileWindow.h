// SPDX-License-Identifier: GPL-3.0-or-later
// A window for pictures whose own is missing or useless.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "Pixels/DicomAttributes.h"

namespace vlm
{

// How often a modality value occurs in a picture.
struct ValueCount
{
  double value = 0.0;
  std::int64_t count = 0;
};

// The LINEAR_EXACT window from the 0.5th to the 99.5th percentile of the values; from the lowest to
// the highest if these are equal; none if all values are.
std::optional<VoiWindow> PercentileWindow(std::vector<ValueCount> histogram);

}  // namespace vlm
