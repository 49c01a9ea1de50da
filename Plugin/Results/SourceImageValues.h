// SPDX-License-Identifier: GPL-3.0-or-later
// Values of a source's header, made fit for our own objects: in UTF-8, and as their VR wants them
// (PS3.5 6.2).
#pragma once

#include <string>

#include "Results/SourceImage.h"

namespace vlm
{

// The bytes of an element, all values with '\' between them, also where a converter marked them UN;
// trimmed. Empty if there is none or it is over 64 KiB.
std::string RawTextOf(DcmItem& item, const DcmTagKey& tag);

// Text in UTF-8 by the source's (0008,0005). Where that is absent, unknown or ASCII alone, bytes
// above 127 are Latin-1, as Orthanc takes them.
std::string Utf8Of(const SourceImage& source, const std::string& raw);

// The first value of an element of `item` that obeys the VR which the dictionary gives the tag; of
// text as much as the VR allows. Empty if there is none, or it cannot be mended. An SH that is too
// long is dropped, since it holds an identifier.
std::string MendedValue(const SourceImage& source, DcmItem& item, const DcmTagKey& tag);

}  // namespace vlm
