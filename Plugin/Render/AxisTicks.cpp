// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/AxisTicks.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "Render/Numbers.h"

namespace vlm
{

namespace
{

constexpr double NarrowestRelative = 1e-9;    // of the larger number: six digits are then left
constexpr double NarrowestAbsolute = 1e-300;  // powers of ten below have lost digits
constexpr double LargestNumber = 1e300;

bool IsRange(double low, double high)
{
  const double largest = std::max(std::abs(low), std::abs(high));
  return largest <= LargestNumber &&  // false for NaN
         high - low >= std::max(NarrowestRelative * largest, NarrowestAbsolute);
}

double CountOf(double low, double high, double step)
{
  return std::floor(high / step) - std::ceil(low / step) + 1.0;
}

}  // namespace

AxisTicks RoundTicks(double low, double high, int most)
{
  AxisTicks ticks;
  if (!std::isfinite(low) || !std::isfinite(high) || !IsRange(low, high))
  {
    return ticks;
  }
  // From too fine a step upwards; a step of the range's own power of ten has few enough multiples.
  int power = static_cast<int>(std::floor(std::log10((high - low) / std::max(most, 2)))) - 1;
  std::size_t leading = 0;
  constexpr std::array<double, 3> leadings = {1.0, 2.0, 5.0};
  const auto step = [&] { return leadings[leading] * std::pow(10.0, power); };
  while (CountOf(low, high, step()) > std::max(most, 2))
  {
    leading = (leading + 1) % leadings.size();
    power += leading == 0 ? 1 : 0;
  }
  ticks.step = step();
  ticks.decimals = std::max(0, -power);
  const double first = std::ceil(low / ticks.step);
  const int count = static_cast<int>(CountOf(low, high, ticks.step));
  for (int i = 0; i < count; ++i)
  {
    ticks.values.push_back((first + i) * ticks.step + 0.0);  // + 0.0: no negative zero
  }
  return ticks;
}

std::string TickText(const AxisTicks& ticks, double value)
{
  constexpr double largestPlain = 1e6;
  constexpr int mostDecimals = 4;
  if (std::abs(value) < largestPlain && ticks.decimals <= mostDecimals)
  {
    return FormatDecimals(value, ticks.decimals);
  }
  std::array<char, 32> text{};
  constexpr int digits = 10;  // as many as IsRange() leaves
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                 std::chars_format::general, digits);
  return {text.data(), end.ptr};
}

}  // namespace vlm
