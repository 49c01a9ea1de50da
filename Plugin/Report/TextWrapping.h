// SPDX-License-Identifier: GPL-3.0-or-later
// Paragraphs for people, in lines of bounded width.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vlm
{

constexpr std::size_t TextColumns = 100;

// As terminals and editors show it: an East Asian wide character takes two columns, a combining one
// none (UAX #11).
std::size_t ColumnsOf(std::string_view text);

// `text` is valid UTF-8 and is never cut within a character. Lines break where the script allows it
// (UAX #14: at spaces, between Chinese characters but not before their full stop); a longer word
// breaks where the line ends. Every line begins with `indent` spaces and ends with a line feed.
std::string WrapText(std::string_view text, std::size_t indent);

}  // namespace vlm
