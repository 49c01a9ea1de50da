// SPDX-License-Identifier: GPL-3.0-or-later
// Bounds how many threads do something memory-hungry at once. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>

#include "Pipeline/Mutex.h"
#include "Pipeline/Stopwatch.h"

namespace vlm
{

// What was done so far.
struct SlotUse
{
  std::int64_t times = 0;
  std::chrono::microseconds held{0};  // without the waiting
  std::int64_t bytes = 0;             // that came of it
};

class Slots
{
public:
  explicit Slots(int count) : free_(count) {}

  // Holds a slot while it lives; waits for one.
  class Lease
  {
  public:
    explicit Lease(Slots& slots) : slots_(slots)
    {
      slots_.Take();
      watch_.Lap();
    }
    ~Lease() { slots_.GiveBack(watch_.Lap()); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    void NoteBytes(std::size_t bytes) const { slots_.NoteBytes(bytes); }

  private:
    Slots& slots_;
    Stopwatch watch_;
  };

  SlotUse Use() const
  {
    const MutexLock lock(mutex_);
    return use_;
  }

private:
  void Take()
  {
    const MutexLock lock(mutex_);
    while (free_ == 0)
    {
      freed_.wait(mutex_);
    }
    --free_;
  }
  void GiveBack(std::chrono::microseconds held)
  {
    {
      const MutexLock lock(mutex_);
      ++free_;
      ++use_.times;
      use_.held += held;
    }
    freed_.notify_one();
  }

  void NoteBytes(std::size_t bytes)
  {
    const MutexLock lock(mutex_);
    use_.bytes += static_cast<std::int64_t>(bytes);
  }

  mutable Mutex mutex_;
  std::condition_variable_any freed_;
  int free_ VLM_GUARDED_BY(mutex_);
  SlotUse use_ VLM_GUARDED_BY(mutex_);
};

}  // namespace vlm
