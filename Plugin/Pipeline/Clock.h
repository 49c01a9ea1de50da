// SPDX-License-Identifier: GPL-3.0-or-later
// Port: the time of day.
#pragma once

#include "Foundation/Time.h"

namespace vlm
{

class Clock
{
public:
  virtual ~Clock() = default;
  virtual Timestamp Now() const = 0;
};

class SystemClock : public Clock
{
public:
  Timestamp Now() const override
  {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now());
  }
};

}  // namespace vlm
