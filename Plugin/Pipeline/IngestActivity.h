// SPDX-License-Identifier: GPL-3.0-or-later
// Whether images arrive just now, for workers that give way to them. Thread-safe, without locks.
#pragma once

#include <atomic>
#include <chrono>

namespace vlm
{

class IngestActivity
{
public:
  // An image has arrived.
  void Note() { last_.store(Now()); }

  bool IsRecent() const
  {
    constexpr std::chrono::steady_clock::duration recently = std::chrono::milliseconds(500);
    return Now() - last_.load() < recently.count();
  }

private:
  static std::chrono::steady_clock::rep Now()
  {
    return std::chrono::steady_clock::now().time_since_epoch().count();
  }

  std::atomic<std::chrono::steady_clock::rep> last_{
      std::chrono::steady_clock::duration::min().count() / 2};
};

}  // namespace vlm
