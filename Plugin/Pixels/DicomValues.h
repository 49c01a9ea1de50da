// SPDX-License-Identifier: GPL-3.0-or-later
// Values of DICOM elements as clean text and numbers.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcitem.h>

#include <cstddef>
#include <optional>
#include <string>

namespace vlm
{

// The value of a text element in UTF-8 (after `characterSet`, the dataset's (0008,0005)), trimmed,
// without control characters, at most 256 bytes. Bytes that cannot be converted become '?'.
std::string TextOf(DcmItem& item, const DcmTagKey& tag, const std::string& characterSet,
                   unsigned long position = 0);

// The same for elements that are ASCII by their VR (CS, UI, DS, ...).
std::string AsciiOf(DcmItem& item, const DcmTagKey& tag, unsigned long position = 0);

// None: the element is absent or empty. NaN: it is there but no number.
std::optional<double> NumberOf(DcmItem& item, const DcmTagKey& tag, unsigned long position = 0);

// "WindowWidth (0028,1051)".
std::string NameOf(const DcmTagKey& tag);

// "WindowWidth (0028,1051) is \"nan\"".
std::string NameAndValueOf(DcmItem& item, const DcmTagKey& tag);

// The first item of a sequence, if any.
DcmItem* FirstItemOf(DcmItem& item, const DcmTagKey& sequence);

}  // namespace vlm
