// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/Numbers.h"

#include <array>
#include <charconv>
#include <cmath>

namespace vlm
{

std::string FormatDecimals(double value, int decimals)
{
  // Room for the longest double, about 310 digits.
  std::array<char, 400> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                 std::chars_format::fixed, decimals);
  return {text.data(), end.ptr};
}

std::string FormatLength(double value)
{
  const double tenths = std::round(value * 10.0);
  const bool isWhole = value >= 9.95 || std::fmod(tenths, 10.0) == 0.0;
  return FormatDecimals(value, isWhole ? 0 : 1);
}

}  // namespace vlm
