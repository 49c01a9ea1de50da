// SPDX-License-Identifier: GPL-3.0-or-later
// What was deleted in Orthanc is forgotten by the queue.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "Foundation/Result.h"
#include "Orthanc/OrthancApi.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/Mutex.h"
#include "Pipeline/WakeUp.h"

namespace vlm
{

// Deletions are not in Orthanc's log of changes: they come by callback, and those that were missed
// while the plugin was away are found by asking. Thread-safe.
class Departures
{
public:
  Departures(const OrthancApi& api, AnalysisQueue& queue) : api_(api), queue_(queue) {}

  // From the callback: never blocks.
  void Note(ResourceLevel level, const std::string& orthancId);

  bool HasNoted() const;

  // How many were noted since the start.
  std::uint64_t Count() const;

  // Forgets what was noted; what cannot be forgotten now stays noted. The result are instances that
  // exist nevertheless: Orthanc has overwritten them. Errors: StorageFailed.
  Result<std::vector<std::string>> Forget();

  // Asks Orthanc about every resource that the queue speaks of. Ends early when `stop` is stopped.
  Result<void> Sweep(const WakeUp& stop);

private:
  const OrthancApi& api_;
  AnalysisQueue& queue_;
  mutable Mutex mutex_;
  std::vector<std::pair<ResourceLevel, std::string>> noted_ VLM_GUARDED_BY(mutex_);
  std::uint64_t count_ VLM_GUARDED_BY(mutex_) = 0;
};

}  // namespace vlm
