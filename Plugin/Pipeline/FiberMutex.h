// SPDX-License-Identifier: GPL-3.0-or-later
// A mutex whose waiting suspends the fiber, not its thread; visible to Clang's thread-safety
// analysis. Pipeline/Mutex.h is for what is never held while a fiber is suspended.
#pragma once

#include <boost/fiber/condition_variable.hpp>
#include <boost/fiber/mutex.hpp>

#include "Pipeline/Mutex.h"

namespace vlm
{

// For fibers and for ordinary threads.
class VLM_THREAD_ANNOTATION(capability("mutex")) FiberMutex
{
public:
  // Boost's condition variables want these names.
  // NOLINTNEXTLINE(readability-identifier-naming): see above
  void lock() VLM_THREAD_ANNOTATION(acquire_capability()) { mutex_.lock(); }
  // NOLINTNEXTLINE(readability-identifier-naming): see above
  void unlock() VLM_THREAD_ANNOTATION(release_capability()) { mutex_.unlock(); }

private:
  boost::fibers::mutex mutex_;
};

class VLM_THREAD_ANNOTATION(scoped_lockable) FiberLock
{
public:
  explicit FiberLock(FiberMutex& mutex) VLM_THREAD_ANNOTATION(acquire_capability(mutex))
      : mutex_(mutex)
  {
    mutex_.lock();
  }
  ~FiberLock() VLM_THREAD_ANNOTATION(release_capability()) { mutex_.unlock(); }
  FiberLock(const FiberLock&) = delete;
  FiberLock& operator=(const FiberLock&) = delete;

private:
  FiberMutex& mutex_;
};

using FiberCondition = boost::fibers::condition_variable_any;

}  // namespace vlm
