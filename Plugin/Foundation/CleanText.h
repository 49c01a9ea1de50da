// SPDX-License-Identifier: GPL-3.0-or-later
// Untrusted text made fit to be shown: valid UTF-8, no control characters, of bounded length.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vlm
{

enum class LineBreaks
{
  Keep,
  ReplaceBySpaces
};

// Malformed UTF-8 becomes U+FFFD. Tabs become spaces. Other control characters and the invisible
// marks that reorder text (which could make "right" read as "left") vanish. What exceeds
// `maximumCharacters` code points is cut and ends in an ellipsis character. Surrounding white space
// is trimmed.
std::string CleanText(std::string_view untrusted, std::size_t maximumCharacters, LineBreaks breaks);

// The number of code points of valid UTF-8.
std::size_t CountCharacters(std::string_view text);

}  // namespace vlm
