// SPDX-License-Identifier: GPL-3.0-or-later
// Modality value -> 8-bit display value: the VOI functions of PS3.3 C.11.2.1.2 and the VOI LUT of
// C.11.2.1.1.
#pragma once

#include <cstdint>

#include "Pixels/DicomAttributes.h"

namespace vlm
{

// `window` has a width that its function allows.
std::uint8_t ApplyWindow(const VoiWindow& window, double modalityValue);

// Values before the first and after the last entry take that entry.
std::uint16_t LookUp(const LookupTable& table, double value);

// Entries become 0 to 255 by the table's bits per entry.
std::uint8_t ApplyVoiLut(const LookupTable& table, double modalityValue);

// The window that comes closest to the table between a quarter and three quarters of its range.
VoiWindow WindowLike(const LookupTable& table);

}  // namespace vlm
