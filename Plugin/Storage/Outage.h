// SPDX-License-Identifier: GPL-3.0-or-later
// While a server is away: when it is tried again, and what was said the last time.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>

#include "Pipeline/Mutex.h"

namespace vlm
{

// Thread-safe.
class Outage
{
public:
  using Moment = std::chrono::steady_clock::time_point;

  // No value: it may be tried now.
  std::optional<std::string> WhyNot(Moment now) const
  {
    const MutexLock lock(mutex_);
    return failures_ > 0 && now < next_ ? std::optional<std::string>(words_) : std::nullopt;
  }
  void NoteFailure(const std::string& words, Moment now)
  {
    const MutexLock lock(mutex_);
    words_ = words;
    const auto pause = FirstPause * (1 << std::min(failures_, MostDoublings));
    next_ = now + std::min<std::chrono::milliseconds>(pause, LongestPause);
    ++failures_;
  }
  void NoteSuccess()
  {
    const MutexLock lock(mutex_);
    failures_ = 0;
  }

private:
  static constexpr std::chrono::milliseconds FirstPause{250};
  static constexpr std::chrono::milliseconds LongestPause{10'000};
  static constexpr int MostDoublings = 10;
  mutable Mutex mutex_;
  int failures_ VLM_GUARDED_BY(mutex_) = 0;
  Moment next_ VLM_GUARDED_BY(mutex_){};
  std::string words_ VLM_GUARDED_BY(mutex_);
};

}  // namespace vlm
