// SPDX-License-Identifier: GPL-3.0-or-later
// What the patterns of bits that a stored gray pixel can have mean.
#pragma once

#include <cstdint>
#include <vector>

#include "Pixels/DicomAttributes.h"

namespace vlm
{

// One entry for each pattern of 8 or 16 bits that a pixel can have.
struct PatternTable
{
  std::vector<float> modality;
  std::vector<std::uint8_t> display;
  std::vector<bool> isPadding;
};

// `pixelBits` is 8 or 16. Modality values are set, shades are not yet.
PatternTable PatternTableFor(const DicomAttributes& attributes, const FrameTransform& transform,
                             int pixelBits);

// How many of a pixel's bits, 8 or 16, make its value.
int UsedBits(const DicomAttributes& attributes, int pixelBits);

// The value of a pattern: bits above BitsStored may hold overlays (retired, PS3.5 8.1.1) and are
// dropped, or are replaced by the sign.
int StoredValueOf(unsigned pattern, int bits, bool isSigned);

}  // namespace vlm
