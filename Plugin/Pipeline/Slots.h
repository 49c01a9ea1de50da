// SPDX-License-Identifier: GPL-3.0-or-later
// Bounds how many threads do something memory-hungry at once. Thread-safe.
#pragma once

#include <condition_variable>

#include "Pipeline/Mutex.h"

namespace vlm
{

class Slots
{
public:
  explicit Slots(int count) : free_(count) {}

  // Holds a slot while it lives; waits for one.
  class Lease
  {
  public:
    explicit Lease(Slots& slots) : slots_(slots) { slots_.Take(); }
    ~Lease() { slots_.GiveBack(); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

  private:
    Slots& slots_;
  };

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
  void GiveBack()
  {
    {
      const MutexLock lock(mutex_);
      ++free_;
    }
    freed_.notify_one();
  }

  Mutex mutex_;
  std::condition_variable_any freed_;
  int free_ VLM_GUARDED_BY(mutex_);
};

}  // namespace vlm
