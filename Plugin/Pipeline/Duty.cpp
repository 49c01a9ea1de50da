// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/Duty.h"

namespace vlm
{
namespace
{

constexpr std::chrono::seconds Trust{2};

}  // namespace

Result<bool> Duty::IsOurs()
{
  if (!cluster_.IsShared())
  {
    return true;
  }
  const MutexLock lock(mutex_);
  const Timestamp now = clock_.Now();
  if (confirmedAt_ && now >= *confirmedAt_ && now - *confirmedAt_ < Trust)
  {
    return true;
  }
  auto isHeld = cluster_.TryHold(name_);
  confirmedAt_ = isHeld.HasValue() && isHeld.Value() ? std::optional<Timestamp>(now) : std::nullopt;
  return isHeld;
}

Result<void> Duty::GiveUp()
{
  const MutexLock lock(mutex_);
  const bool wasHeld = confirmedAt_.has_value();
  confirmedAt_.reset();
  return wasHeld ? cluster_.Release(name_) : Result<void>();
}

}  // namespace vlm
