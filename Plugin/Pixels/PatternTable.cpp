// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/PatternTable.h"

#include <algorithm>

#include "Pixels/VoiLut.h"

namespace vlm
{
namespace
{

// PS3.3 C.7.5.1.1.2: padding is one stored value, or the range up to the limit in either direction.
bool IsPadding(const DicomAttributes& attributes, int stored)
{
  if (!attributes.pixelPaddingValue)
  {
    return false;
  }
  const double value = *attributes.pixelPaddingValue;
  const double limit = attributes.pixelPaddingRangeLimit.value_or(value);
  return stored >= std::min(value, limit) && stored <= std::max(value, limit);
}

}  // namespace

PatternTable PatternTableFor(const DicomAttributes& attributes, const FrameTransform& transform,
                             int pixelBits)
{
  const unsigned patterns = 1U << pixelBits;
  const int bits = UsedBits(attributes, pixelBits);
  PatternTable table;
  table.modality.resize(patterns);
  table.display.resize(patterns);
  table.isPadding.resize(patterns);
  for (unsigned pattern = 0; pattern < patterns; ++pattern)
  {
    const int stored = StoredValueOf(pattern, bits, attributes.isSigned);
    const double value = transform.modalityLut
                             ? LookUp(*transform.modalityLut, stored)
                             : stored * transform.rescaleSlope + transform.rescaleIntercept;
    table.modality[pattern] = static_cast<float>(value);
    table.isPadding[pattern] = IsPadding(attributes, stored);
  }
  return table;
}

int UsedBits(const DicomAttributes& attributes, int pixelBits)
{
  return attributes.bitsStored >= 1 ? std::min(attributes.bitsStored, pixelBits) : pixelBits;
}

int StoredValueOf(unsigned pattern, int bits, bool isSigned)
{
  const unsigned value = pattern & ((1U << bits) - 1U);
  const bool isNegative = isSigned && (value >> (bits - 1)) != 0;
  return static_cast<int>(value) - (isNegative ? 1 << bits : 0);
}

}  // namespace vlm
