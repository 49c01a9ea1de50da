// SPDX-License-Identifier: GPL-3.0-or-later
// Pixels as the bytes that a web page reads into typed arrays: uint32 n, n bytes of JSON padded
// with spaces so that the pixels begin at a multiple of 8, then the pixels row by row. All little
// endian.
#pragma once

#include <string>

#include "Pixels/DicomAttributes.h"
#include "Pixels/ViewerPixels.h"

namespace vlm
{

// The JSON tells Columns, Rows (of the pixels sent), StoredColumns, StoredRows, Format ("Int16",
// "Uint16", "Uint8" or "Rgb8"), Slope, Intercept, Unit ("HU" or ""), Window {Center, Width,
// Function: "Linear", "LinearExact" or "Sigmoid" of PS3.3 C.11.2.1.2 and C.11.2.1.3}, Inverted,
// PixelSpacingMm (of stored pixels: [row, column] or null) and Frames. `viewer` may be shrunk.
std::string PixelBodyOf(const ViewerPixels& viewer, const DicomAttributes& attributes, int frame);

}  // namespace vlm
