// SPDX-License-Identifier: GPL-3.0-or-later
// Lets threads and fibers sleep until something happens, a time passes, or the end is near.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>

#include "Pipeline/FiberMutex.h"

namespace vlm
{

// Events are counted, so that one between two waits is not missed. Thread-safe.
template <typename AnyMutex, typename AnyLock, typename AnyCondition>
class BasicWakeUp
{
public:
  // Something happened: everyone who waits goes on.
  void Notify();
  // No wait blocks any more.
  void Stop();
  bool IsStopped() const;

  // How often Notify was called.
  std::uint64_t Count() const;

  // Waits until Count() is not `seen`, `time` has passed, or Stop was called; returns Count().
  std::uint64_t WaitFor(std::uint64_t seen, std::chrono::milliseconds time);

  // Sleeps through notifications; only Stop ends it early.
  void Pause(std::chrono::milliseconds time);

private:
  mutable AnyMutex mutex_;
  AnyCondition changed_;
  std::uint64_t count_ VLM_GUARDED_BY(mutex_) = 0;
  bool stopped_ VLM_GUARDED_BY(mutex_) = false;
};

// Blocks the thread that waits.
using WakeUp = BasicWakeUp<Mutex, MutexLock, std::condition_variable_any>;
// Suspends the fiber that waits. Notifying it costs more, which counts on the path of ingest.
using FiberWakeUp = BasicWakeUp<FiberMutex, FiberLock, FiberCondition>;

}  // namespace vlm
