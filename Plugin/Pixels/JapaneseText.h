// SPDX-License-Identifier: GPL-3.0-or-later
// Japanese text as DICOM codes it (PS3.5 6.1.2 and annex H): JIS X 0201, 0208 and 0212 by escape
// sequences, half-width katakana as single bytes. DCMTK cannot convert it with GNU libc's iconv.
#pragma once

#include <optional>
#include <string>

namespace vlm
{

// Whether (0008,0005), all values with '\' between them, names one of these sets.
bool IsJapanese(const std::string& characterSet);

// None if a byte has no meaning.
std::optional<std::string> JapaneseToUtf8(const std::string& text);

}  // namespace vlm
