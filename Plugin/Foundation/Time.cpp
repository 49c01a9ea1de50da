// SPDX-License-Identifier: GPL-3.0-or-later
#include "Foundation/Time.h"

#include <array>
#include <cstdio>
#include <cstdlib>
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

std::optional<Timestamp> ParseTimestamp(const std::string& text)
{
  std::tm utc{};
  const char* rest = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &utc);
  if (rest == nullptr || rest[0] != '.')
  {
    return std::nullopt;
  }
  const Timestamp time = std::chrono::time_point_cast<std::chrono::milliseconds>(
                             std::chrono::system_clock::from_time_t(timegm(&utc))) +
                         std::chrono::milliseconds(std::strtol(rest + 1, nullptr, 10));
  // Dates that do not exist and other forms of the same time are found so.
  return FormatTimestamp(time) == text ? std::optional<Timestamp>(time) : std::nullopt;
}

}  // namespace vlm
