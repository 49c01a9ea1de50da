// SPDX-License-Identifier: GPL-3.0-or-later
// What only one node does, for as long as it lives.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "Foundation/Result.h"
#include "Pipeline/Clock.h"
#include "Pipeline/Cluster.h"
#include "Pipeline/Mutex.h"

namespace vlm
{

// Thread-safe.
class Duty
{
public:
  Duty(Cluster& cluster, const Clock& clock, std::string name)
      : cluster_(cluster), clock_(clock), name_(std::move(name))
  {
  }

  // Whether it is this node's. Takes it if it is nobody's; asks the database at most every two
  // seconds, since a node that was taken for dead has lost it. Errors: StorageFailed.
  Result<bool> IsOurs();
  // Another node may have it.
  Result<void> GiveUp();

private:
  Cluster& cluster_;
  const Clock& clock_;
  const std::string name_;
  Mutex mutex_;
  std::optional<Timestamp> confirmedAt_ VLM_GUARDED_BY(mutex_);
};

}  // namespace vlm
