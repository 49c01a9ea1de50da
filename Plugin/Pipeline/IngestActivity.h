// SPDX-License-Identifier: GPL-3.0-or-later
// Whether images arrive just now, for workers that give way to them. Thread-safe, without locks.
#pragma once

#include <algorithm>
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

  // How long a background thread rests that worked for a while. A low priority keeps the processor
  // free for arriving images, but not Orthanc's database and disk, on which the two meet: while
  // images arrive, it rests six times as long as it worked.
  std::chrono::milliseconds RestAfter(std::chrono::microseconds worked) const
  {
    constexpr int restsPerWork = 6;
    constexpr std::chrono::milliseconds longestRest{1000};
    const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(restsPerWork * worked);
    return IsRecent() ? std::min(rest, longestRest) : std::chrono::milliseconds(0);
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
