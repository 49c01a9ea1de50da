// SPDX-License-Identifier: GPL-3.0-or-later
// Round numbers along the axis of a chart.
#pragma once

#include <string>
#include <vector>

namespace vlm
{

struct AxisTicks
{
  std::vector<double> values;  // rising multiples of the step
  double step = 0.0;           // 1, 2 or 5 times a power of ten
  int decimals = 0;            // that tell neighbours apart
};

// All multiples within [low, high] of the smallest step of which there are at most `most` (2 or
// more). None where the range is no range, or too narrow for its numbers to be told apart.
AxisTicks RoundTicks(double low, double high, int most);

// As written at a tick.
std::string TickText(const AxisTicks& ticks, double value);

}  // namespace vlm
