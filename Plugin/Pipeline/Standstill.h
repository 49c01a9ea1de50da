// SPDX-License-Identifier: GPL-3.0-or-later
// What is paused, as it was last read: asked before each analysis is begun, so it must cost
// nothing.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "Foundation/Result.h"
#include "Pipeline/Mutex.h"
#include "Pipeline/Pauses.h"

namespace vlm
{

// Thread-safe.
class Standstill
{
public:
  explicit Standstill(Pauses& pauses) : pauses_(pauses) {}

  // Reads anew; true if something is paused now that was not before, or the other way. Until the
  // database answers, what was known stays. Errors: StorageFailed.
  Result<bool> Refresh();

  // Why nothing is begun with this model; no value: it is not paused, nor is the queue.
  std::optional<std::string> ReasonFor(const std::string& model) const;

private:
  Pauses& pauses_;
  mutable Mutex mutex_;
  std::map<std::string, std::string> reasons_ VLM_GUARDED_BY(mutex_);  // by model; "": the queue
};

}  // namespace vlm
