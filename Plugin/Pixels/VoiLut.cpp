// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/VoiLut.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace vlm
{
namespace
{

// The formulas of PS3.3 C.11.2.1.2.1 and C.11.2.1.3 with an output range of 0 to 1.
double WindowedFraction(const VoiWindow& window, double x)
{
  switch (window.function)
  {
    case VoiWindow::Function::Sigmoid:
      return 1.0 / (1.0 + std::exp(-4.0 * (x - window.center) / window.width));
    case VoiWindow::Function::LinearExact:
      return (x - window.center) / window.width + 0.5;
    case VoiWindow::Function::Linear:
      break;
  }
  const double center = window.center - 0.5;
  const double width = window.width - 1.0;
  if (width <= 0.0)  // a width of 1 is a threshold
  {
    return x <= center ? 0.0 : 1.0;
  }
  return (x - center) / width + 0.5;
}

}  // namespace

std::uint8_t ApplyWindow(const VoiWindow& window, double modalityValue)
{
  const double fraction = std::clamp(WindowedFraction(window, modalityValue), 0.0, 1.0);
  return static_cast<std::uint8_t>(std::lround(fraction * 255.0));
}

std::uint16_t LookUp(const LookupTable& table, double value)
{
  assert(!table.entries.empty());
  const double index = std::clamp(std::round(value) - table.firstMapped, 0.0,
                                  static_cast<double>(table.entries.size() - 1));
  return table.entries[static_cast<std::size_t>(index)];
}

std::uint8_t ApplyVoiLut(const LookupTable& table, double modalityValue)
{
  const int maximum = (1 << table.bitsPerEntry) - 1;
  const int entry = std::min<int>(LookUp(table, modalityValue), maximum);
  return static_cast<std::uint8_t>(std::lround(255.0 * entry / maximum));
}

VoiWindow WindowLike(const LookupTable& table)
{
  const auto& entries = table.entries;
  const auto [lowest, highest] = std::minmax_element(entries.begin(), entries.end());
  const bool isRising = entries.front() <= entries.back();
  const auto indexAt = [&, low = *lowest, range = *highest - *lowest](double share)
  {
    const double level = low + share * range;
    const auto passed = std::find_if(entries.begin(), entries.end(),
                                     [&](std::uint16_t entry)
                                     { return isRising ? entry >= level : entry <= level; });
    return static_cast<double>(passed - entries.begin());
  };
  const double quarter = indexAt(0.25);
  const double threeQuarters = indexAt(0.75);
  const double width = std::max(1.0, 2.0 * std::abs(threeQuarters - quarter));
  return {table.firstMapped + (quarter + threeQuarters) / 2.0, width,
          VoiWindow::Function::LinearExact};
}

}  // namespace vlm
