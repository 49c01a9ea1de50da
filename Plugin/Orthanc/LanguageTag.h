// SPDX-License-Identifier: GPL-3.0-or-later
// Language tags of reports: "en", "zh-Hans-CN" (BCP 47, RFC 5646).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vlm
{

// Of sane form, not looked up in the registry: a language of 2 or 3 letters and subtags of up to 8
// letters or digits, 35 characters at most. The result is in the usual case: "ZH-hans-cn" ->
// "zh-Hans-CN" (RFC 5646, 2.1.1). None: not such a tag.
std::optional<std::string> NormalizedLanguageTag(std::string_view text);

}  // namespace vlm
