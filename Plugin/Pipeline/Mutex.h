// SPDX-License-Identifier: GPL-3.0-or-later
// std::mutex made visible to Clang's thread-safety analysis (-Wthread-safety); no cost elsewhere.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define VLM_THREAD_ANNOTATION(x) __attribute__((x))
#else
#define VLM_THREAD_ANNOTATION(x)
#endif

#define VLM_GUARDED_BY(mutex) VLM_THREAD_ANNOTATION(guarded_by(mutex))
#define VLM_REQUIRES(mutex) VLM_THREAD_ANNOTATION(requires_capability(mutex))

namespace vlm
{

class VLM_THREAD_ANNOTATION(capability("mutex")) Mutex
{
public:
  // The standard's locks want these names.
  // NOLINTNEXTLINE(readability-identifier-naming): see above
  void lock() VLM_THREAD_ANNOTATION(acquire_capability()) { mutex_.lock(); }
  // NOLINTNEXTLINE(readability-identifier-naming): see above
  void unlock() VLM_THREAD_ANNOTATION(release_capability()) { mutex_.unlock(); }

private:
  std::mutex mutex_;
};

class VLM_THREAD_ANNOTATION(scoped_lockable) MutexLock
{
public:
  explicit MutexLock(Mutex& mutex) VLM_THREAD_ANNOTATION(acquire_capability(mutex)) : mutex_(mutex)
  {
    mutex_.lock();
  }
  ~MutexLock() VLM_THREAD_ANNOTATION(release_capability()) { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

private:
  Mutex& mutex_;
};

}  // namespace vlm
