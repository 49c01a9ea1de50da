// SPDX-License-Identifier: GPL-3.0-or-later
// Texts one after the other.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vlm
{

// "first, second": empty texts are left out.
inline std::string Joined(const std::vector<std::string>& texts, std::string_view separator)
{
  std::string joined;
  for (const std::string& text : texts)
  {
    if (!text.empty())
    {
      joined.append(joined.empty() ? std::string_view() : separator).append(text);
    }
  }
  return joined;
}

}  // namespace vlm
