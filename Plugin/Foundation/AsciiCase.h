// SPDX-License-Identifier: GPL-3.0-or-later
// Case of ASCII letters, whatever the locale; other characters stay.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace vlm
{

inline std::string LowerCase(std::string_view text)
{
  std::string lower(text);
  std::transform(
      lower.begin(), lower.end(), lower.begin(),
      [](char letter)
      { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; });
  return lower;
}

inline std::string UpperCase(std::string_view text)
{
  std::string upper(text);
  std::transform(
      upper.begin(), upper.end(), upper.begin(),
      [](char letter)
      { return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter; });
  return upper;
}

inline bool IsSameWord(std::string_view one, std::string_view other)
{
  return LowerCase(one) == LowerCase(other);
}

}  // namespace vlm
