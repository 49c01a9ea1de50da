// SPDX-License-Identifier: GPL-3.0-or-later
// Words of a sentence by their place (Findings/ProseText.h TokensOf).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vlm
{

using Tokens = std::vector<std::string>;

// Empty beyond the sentence.
inline std::string_view At(const Tokens& tokens, std::size_t at)
{
  return at < tokens.size() ? std::string_view(tokens[at]) : std::string_view();
}

template <std::size_t N>
bool IsOneOf(std::string_view token, const std::array<std::string_view, N>& words)
{
  return std::find(words.begin(), words.end(), token) != words.end();
}

}  // namespace vlm
