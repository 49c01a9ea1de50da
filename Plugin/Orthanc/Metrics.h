// SPDX-License-Identifier: GPL-3.0-or-later
// The plugin's numbers in Orthanc's metrics (/tools/metrics-prometheus).
#pragma once

#include <orthanc/OrthancCPlugin.h>

#include <chrono>
#include <functional>
#include <optional>

#include "Orthanc/MetricValues.h"
#include "Orthanc/RestServices.h"
#include "Pipeline/Census.h"
#include "Pipeline/Mutex.h"

namespace vlm
{

// A census that is taken at most every few seconds, however often it is asked for. Thread-safe.
class RecentCensus
{
public:
  using Moment = std::chrono::steady_clock::time_point;
  explicit RecentCensus(Census& census,
                        std::function<Moment()> now = std::chrono::steady_clock::now)
      : census_(census), now_(std::move(now))
  {
  }

  // Errors: those of Census::Take.
  Result<CensusResult> Take();
  DatabaseCounts Troubles() const { return census_.Troubles(); }

private:
  Census& census_;
  const std::function<Moment()> now_;
  Mutex mutex_;
  std::optional<Result<CensusResult>> last_ VLM_GUARDED_BY(mutex_);
  Moment takenAt_ VLM_GUARDED_BY(mutex_){};
};

// All of them. While the database does not answer, without those that it tells: Orthanc goes on
// with their last values, and vlm_database_up is 0.
MetricValues AllMetrics(const RestServices& services, RecentCensus& census);

// Orthanc asks for them when it is asked. `services` and `census` must outlive the last time.
void RegisterMetrics(OrthancPluginContext* context, RestServices& services, Census& census);

}  // namespace vlm
