// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/NamedLocks.h"

#include <chrono>
#include <thread>
#include <utility>

namespace vlm
{
namespace
{

constexpr std::chrono::seconds Patience{30};
constexpr std::chrono::milliseconds Step{20};

Error HeldForTooLong(const std::string& name)
{
  return {ErrorKind::NotReady,
          "Another request has been at '" + name + "' for half a minute; try again later."};
}

}  // namespace

NamedLocks::Held::Held(Held&& other) noexcept
    : locks_(std::exchange(other.locks_, nullptr)), name_(std::move(other.name_))
{
}

NamedLocks::Held::~Held()
{
  if (locks_ == nullptr)
  {
    return;
  }
  if (locks_->cluster_.IsShared())
  {
    // If it cannot be told, it ends with this node.
    const auto ignored = locks_->cluster_.Release(name_);
  }
  locks_->LetGo(name_);
}

void NamedLocks::LetGo(const std::string& name)
{
  {
    const MutexLock lock(mutex_);
    held_.erase(name);
  }
  freed_.notify_all();
}

Result<NamedLocks::Held> NamedLocks::Hold(const std::string& name)
{
  {
    const MutexLock lock(mutex_);
    const auto end = std::chrono::steady_clock::now() + Patience;
    while (held_.count(name) > 0)
    {
      if (freed_.wait_until(mutex_, end) == std::cv_status::timeout)
      {
        return HeldForTooLong(name);
      }
    }
    held_.insert(name);
  }
  const auto amongNodes = HoldAmongNodes(name);
  if (!amongNodes.HasValue())
  {
    LetGo(name);
    return amongNodes.Failure();
  }
  return Held(*this, name);
}

Result<void> NamedLocks::HoldAmongNodes(const std::string& name)
{
  const auto end = std::chrono::steady_clock::now() + Patience;
  while (cluster_.IsShared())
  {
    const auto isHeld = cluster_.TryHold(name);
    if (!isHeld.HasValue())
    {
      return isHeld.Failure();
    }
    if (isHeld.Value())
    {
      break;
    }
    if (std::chrono::steady_clock::now() >= end)
    {
      return HeldForTooLong(name);
    }
    std::this_thread::sleep_for(Step);
  }
  return {};
}

}  // namespace vlm
