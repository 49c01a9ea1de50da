// SPDX-License-Identifier: GPL-3.0-or-later
// Paragraphs for people, in lines of bounded length.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vlm
{

constexpr std::size_t TextColumns = 100;

// `text` is valid UTF-8 and is never cut within a code point. Lines break at spaces; a word longer
// than a line, as Chinese writes, breaks where the line ends. Every line begins with `indent`
// spaces and ends with a line feed.
std::string WrapText(std::string_view text, std::size_t indent);

}  // namespace vlm
