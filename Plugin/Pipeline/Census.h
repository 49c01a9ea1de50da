// SPDX-License-Identifier: GPL-3.0-or-later
// Port: what the database holds at one moment, counted: for the metrics of all nodes.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "Foundation/Result.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/Deliveries.h"

namespace vlm
{

struct CensusResult
{
  std::map<AnalysisState, std::int64_t> analyses;
  std::int64_t due = 0;
  std::chrono::milliseconds oldestDue{0};  // since it was queued; 0: nothing is due
  std::map<DeliveryState, std::int64_t> deliveries;
  std::chrono::milliseconds oldestDelivery{0};  // of those that wait
  std::int64_t nodesAlive = 0;
  std::set<std::string> paused;  // models; "": the queue
};

// What went wrong with the database since the start.
struct DatabaseCounts
{
  std::uint64_t errors = 0;
  std::uint64_t reconnects = 0;
};

// Thread-safe.
class Census
{
public:
  virtual ~Census() = default;
  // In one transaction. Errors: StorageFailed.
  virtual Result<CensusResult> Take() = 0;
  virtual DatabaseCounts Troubles() const = 0;
};

}  // namespace vlm
