// SPDX-License-Identifier: GPL-3.0-or-later
#include "Foundation/Time.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace vlm
{

std::string FormatTimestamp(Timestamp time)
{
  // Rounded down, so that the fraction is not negative before 1970.
  const auto whole = std::chrono::floor<std::chrono::seconds>(time);
  const auto seconds = static_cast<std::time_t>(whole.time_since_epoch().count());
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 32> date{};
  std::array<char, 8> fraction{};
  std::strftime(date.data(), date.size(), "%Y-%m-%dT%H:%M:%S", &utc);
  std::snprintf(fraction.data(), fraction.size(), ".%03dZ",
                static_cast<int>((time - whole).count()));
  return std::string(date.data()) + fraction.data();
}

}  // namespace vlm
