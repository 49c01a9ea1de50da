// SPDX-License-Identifier: GPL-3.0-or-later
// Measures one stage after the other.
#pragma once

#include <chrono>
#include <utility>

namespace vlm
{

class Stopwatch
{
public:
  // The time since the last call, or since the start.
  std::chrono::microseconds Lap()
  {
    const auto now = std::chrono::steady_clock::now();
    return std::chrono::duration_cast<std::chrono::microseconds>(now - std::exchange(last_, now));
  }

private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

inline double MillisecondsOf(std::chrono::microseconds time)
{
  return static_cast<double>(time.count()) / 1000.0;
}

}  // namespace vlm
