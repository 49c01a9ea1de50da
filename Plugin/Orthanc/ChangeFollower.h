// SPDX-License-Identifier: GPL-3.0-or-later
// Follows Orthanc's log of changes: what arrived is matched with the rules and queued, what was
// deleted is forgotten.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "Orthanc/Arrivals.h"
#include "Orthanc/ChangeGaps.h"
#include "Orthanc/Departures.h"
#include "Orthanc/OrthancApi.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/Cluster.h"
#include "Pipeline/EventLog.h"
#include "Pipeline/Mutex.h"
#include "Pipeline/WakeUp.h"

namespace vlm
{

// SDK callbacks only wake it. The position reached in the log is kept in the same transaction as
// what was queued, so each arrival is seen exactly once, also those while the plugin was away or
// dead. The first start begins at the log's end. Of several nodes one reads at a time; deletions
// are told to the node that deleted, and handled there.
class ChangeFollower
{
public:
  ChangeFollower(const OrthancApi& api, AnalysisQueue& queue, Cluster& cluster, EventLog& log,
                 Arrivals arrivals);
  ~ChangeFollower();

  // Called whenever analyses were queued, or analyses of what was deleted may have been forgotten.
  using Listener = std::function<void()>;
  void Start(Listener onQueued, Listener onForgotten);
  void RequestStop();
  void Join();

  // Finds its place in the log at first; then reads all that is new, or waits until another node
  // has. Used by the thread, and by tests without a thread.
  Result<void> Step();

  // From SDK callbacks: never blocks.
  void InstanceStored(const std::string& instanceId);
  void SomethingChanged();
  void ResourceDeleted(ResourceLevel level, const std::string& orthancId);

  // How many resources were deleted since the start, of any kind.
  std::uint64_t Departed() const { return departures_.Count(); }

  // The last change seen, by this node or, as far as NoteOthers was told, by another one; -1 before
  // the first.
  std::int64_t Position() const;
  // Other nodes may have gone on. Asks the database.
  void NoteOthers();

private:
  static constexpr std::chrono::milliseconds PauseWhileOthersRead{200};

  void Loop();
  std::chrono::milliseconds LongestSleep() const;
  void Tell(const Error& error);
  Result<void> Begin();
  Result<bool> HoldsLog();
  Result<void> ReleaseLog();
  Result<void> FindPlace();
  Result<std::vector<AnalysisOrder>> OrdersOfEarly();
  Result<void> Follow();
  Result<void> FollowWhileHeld();
  Result<bool> HaveOthersRead(std::int64_t goal);
  Result<void> ReadOn();
  Result<void> LookIntoGaps();
  Result<void> ForgetDeleted();
  Result<void> AddArrival(const std::string& instanceId, std::vector<AnalysisOrder>& orders);
  Result<std::vector<AnalysisOrder>> OrdersOf(const Json::Value& changes);
  Result<void> HandlePage(const Json::Value& page);
  Result<void> Queue(const std::vector<AnalysisOrder>& orders, std::int64_t position);
  Result<void> QueueAside(const std::vector<AnalysisOrder>& orders);
  void SetPosition(std::int64_t position);
  std::int64_t NewestChange() const;

  const OrthancApi& api_;
  AnalysisQueue& queue_;
  Cluster& cluster_;
  EventLog& log_;
  Arrivals arrivals_;
  Departures departures_;
  Listener onQueued_ = [] {};
  Listener onForgotten_ = [] {};
  // The following are of the one thread that steps.
  bool hasBegun_ = false;
  ChangeGaps gaps_;
  std::string trouble_;  // told last
  WakeUp wakeUp_;
  std::thread thread_;
  mutable Mutex mutex_;
  std::int64_t position_ VLM_GUARDED_BY(mutex_) = -1;
  // What arrived before the very first position was known.
  std::vector<std::string> early_ VLM_GUARDED_BY(mutex_);
};

}  // namespace vlm
