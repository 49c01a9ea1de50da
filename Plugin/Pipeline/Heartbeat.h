// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the other nodes that this one lives, takes over the work of those that do not, and looks
// for what they changed.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "Foundation/Result.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/AnalysisWorkers.h"
#include "Pipeline/Clock.h"
#include "Pipeline/Cluster.h"
#include "Pipeline/EventLog.h"
#include "Pipeline/WakeUp.h"

namespace vlm
{

struct HeartbeatPorts
{
  Cluster& cluster;
  AnalysisQueue& queue;
  AnalysisWorkers& workers;
  const Clock& clock;
  EventLog& log;
};

struct HeartbeatSettings
{
  std::chrono::milliseconds lease{30000};  // NodeSettings::lease; it beats six times in that time
  int maximumAttempts = 5;
};

// From its thread, or from a test; none may block for long.
struct HeartbeatListeners
{
  // Before each beat: sets the clock that all nodes share.
  std::function<Result<void>()> calibrate = [] { return Result<void>(); };
  // Every second where there may be other nodes.
  std::function<void()> whenLooked = [] {};
  // Analyses were changed by some node, perhaps this one. The workers are told without it.
  std::function<void()> whenChanged = [] {};
};

// Outlives every failure of the database, which it tells once. A node that stops goes on beating
// until its workers have given back their work.
class Heartbeat
{
public:
  Heartbeat(const HeartbeatPorts& ports, const HeartbeatSettings& settings,
            HeartbeatListeners listeners);
  ~Heartbeat();

  // The first sign of life, before anything is recovered, queued or claimed. Errors: StorageFailed.
  Result<void> Begin();
  void Start();
  // Once the workers have joined; then Cluster::Leave.
  void RequestStop();
  void Join();

  // What the thread does six times in a lease, and every second where there are other nodes. For
  // tests without a thread. Errors: StorageFailed.
  Result<void> Beat();
  Result<void> Look();

private:
  void Loop();
  Result<void> Try(Result<void> (Heartbeat::*step)());
  void Tell(const Result<void>& outcome);
  Result<void> TakeOver();
  Result<void> CompareHands();
  Result<void> ReleaseForgotten(const std::map<std::string, std::int64_t>& inHand,
                                const std::set<AnalysisWorkers::Claimed>& inFlight);
  Result<void> Release(const AnalysisWorkers::Claimed& forgotten);

  HeartbeatPorts ports_;
  HeartbeatSettings settings_;
  HeartbeatListeners listeners_;
  // The following are touched by the one who beats only.
  Timestamp lastBeat_{};
  int beatsUntilTakeOver_ = 0;
  std::optional<std::int64_t> changes_;
  // In hand but not in flight, and how many beats in a row.
  std::map<AnalysisWorkers::Claimed, int> forgotten_;
  std::string trouble_;  // told last; empty: there is none
  WakeUp wakeUp_;
  std::thread thread_;
};

}  // namespace vlm
