// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/PageCursor.h"

#include <algorithm>
#include <cctype>

namespace vlm
{

Result<std::optional<long long>> ReadCursor(const std::string& text)
{
  if (text.empty())
  {
    return std::optional<long long>();
  }
  constexpr std::size_t longest = 18;  // fits 64 bits
  const bool isNumber =
      std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  if (text.size() > longest || !isNumber)
  {
    return Error{ErrorKind::BadInput,
                 "since is '" + text + "'; it must be the Next of an earlier page."};
  }
  return std::optional<long long>(std::stoll(text));
}

std::size_t PageSize(int limit)
{
  constexpr int largest = 1000;
  return static_cast<std::size_t>(std::clamp(limit, 1, largest));
}

}  // namespace vlm
