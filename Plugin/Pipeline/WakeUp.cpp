// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/WakeUp.h"

namespace vlm
{

void WakeUp::Notify()
{
  {
    const FiberLock lock(mutex_);
    ++count_;
  }
  changed_.notify_all();
}

void WakeUp::Stop()
{
  {
    const FiberLock lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
}

bool WakeUp::IsStopped() const
{
  const FiberLock lock(mutex_);
  return stopped_;
}

std::uint64_t WakeUp::Count() const
{
  const FiberLock lock(mutex_);
  return count_;
}

std::uint64_t WakeUp::WaitFor(std::uint64_t seen, std::chrono::milliseconds time)
{
  const auto end = std::chrono::steady_clock::now() + time;
  const FiberLock lock(mutex_);
  while (count_ == seen && !stopped_ &&
         changed_.wait_until(mutex_, end) == boost::fibers::cv_status::no_timeout)
  {
  }
  return count_;
}

void WakeUp::Pause(std::chrono::milliseconds time)
{
  const auto end = std::chrono::steady_clock::now() + time;
  const FiberLock lock(mutex_);
  while (!stopped_ && changed_.wait_until(mutex_, end) == boost::fibers::cv_status::no_timeout)
  {
  }
}

}  // namespace vlm
