// SPDX-License-Identifier: GPL-3.0-or-later
// Lets the owner of a long computation ask it to end early. Thread-safe.
#pragma once

#include <atomic>

namespace vlm
{

class Cancellation
{
public:
  void Request() { requested_.store(true); }
  bool IsRequested() const { return requested_.load(); }

private:
  std::atomic<bool> requested_{false};
};

}  // namespace vlm
