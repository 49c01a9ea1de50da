// SPDX-License-Identifier: GPL-3.0-or-later
// How the plugin's own DICOM objects are told from others, also after a round trip.
#pragma once

namespace vlm
{

// The Manufacturer (0008,0070) that marks the plugin's own DICOM objects, which are never analysed.
inline constexpr const char* OwnManufacturer = "Orthanc VLM";
// The same as a PN, where somebody must have made something.
inline constexpr const char* OwnPersonName = "Orthanc^VLM";

}  // namespace vlm
