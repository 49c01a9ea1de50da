// SPDX-License-Identifier: GPL-3.0-or-later
// Text of any of DICOM's character sets -> UTF-8 (PS3.3 C.12.1.1.2).
#pragma once

#include <optional>
#include <string>

namespace vlm
{

// `characterSet` is (0008,0005), all values with '\' between them. None: the set is unknown, or
// bytes of the text have no meaning in it.
std::optional<std::string> ConvertedToUtf8(const std::string& text,
                                           const std::string& characterSet);

// Whether a set is known.
bool IsCharacterSet(const std::string& characterSet);

}  // namespace vlm
