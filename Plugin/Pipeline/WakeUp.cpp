// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/WakeUp.h"

namespace vlm
{
namespace
{

// Whether a wait ended before its time.
bool WasNotified(std::cv_status status)
{
  return status == std::cv_status::no_timeout;
}

bool WasNotified(boost::fibers::cv_status status)
{
  return status == boost::fibers::cv_status::no_timeout;
}

}  // namespace

template <typename AnyMutex, typename AnyLock, typename AnyCondition>
void BasicWakeUp<AnyMutex, AnyLock, AnyCondition>::Notify()
{
  {
    const AnyLock lock(mutex_);
    ++count_;
  }
  changed_.notify_all();
}

template <typename AnyMutex, typename AnyLock, typename AnyCondition>
void BasicWakeUp<AnyMutex, AnyLock, AnyCondition>::Stop()
{
  {
    const AnyLock lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
}

template <typename AnyMutex, typename AnyLock, typename AnyCondition>
bool BasicWakeUp<AnyMutex, AnyLock, AnyCondition>::IsStopped() const
{
  const AnyLock lock(mutex_);
  return stopped_;
}

template <typename AnyMutex, typename AnyLock, typename AnyCondition>
std::uint64_t BasicWakeUp<AnyMutex, AnyLock, AnyCondition>::Count() const
{
  const AnyLock lock(mutex_);
  return count_;
}

template <typename AnyMutex, typename AnyLock, typename AnyCondition>
std::uint64_t BasicWakeUp<AnyMutex, AnyLock, AnyCondition>::WaitFor(std::uint64_t seen,
                                                                    std::chrono::milliseconds time)
{
  const auto end = std::chrono::steady_clock::now() + time;
  const AnyLock lock(mutex_);
  while (count_ == seen && !stopped_ && WasNotified(changed_.wait_until(mutex_, end)))
  {
  }
  return count_;
}

template <typename AnyMutex, typename AnyLock, typename AnyCondition>
void BasicWakeUp<AnyMutex, AnyLock, AnyCondition>::Pause(std::chrono::milliseconds time)
{
  const auto end = std::chrono::steady_clock::now() + time;
  const AnyLock lock(mutex_);
  while (!stopped_ && WasNotified(changed_.wait_until(mutex_, end)))
  {
  }
}

template class BasicWakeUp<Mutex, MutexLock, std::condition_variable_any>;
template class BasicWakeUp<FiberMutex, FiberLock, FiberCondition>;

}  // namespace vlm
