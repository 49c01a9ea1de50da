// SPDX-License-Identifier: GPL-3.0-or-later
// A clock that stands still until a test moves it.
#pragma once

#include <atomic>

#include "Pipeline/Clock.h"

namespace vlm
{

// Thread-safe.
class FakeClock : public Clock
{
public:
  Timestamp Now() const override { return Timestamp(std::chrono::milliseconds(now_.load())); }
  void Advance(std::chrono::milliseconds time) { now_ += time.count(); }

private:
  std::atomic<std::int64_t> now_{1795498678000};  // 2026-11-24T05:37:58Z
};

}  // namespace vlm
