// SPDX-License-Identifier: GPL-3.0-or-later
// Threads that empty the queue. Each analysis is a fiber, so that a thread does other work while a
// model thinks.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "Foundation/Cancellation.h"
#include "Model/VisionModel.h"
#include "Pipeline/AnalysisHours.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/AnalysisStatistics.h"
#include "Pipeline/AnalyzeUnit.h"
#include "Pipeline/Clock.h"
#include "Pipeline/DeliveryNews.h"
#include "Pipeline/EventLog.h"
#include "Pipeline/IngestActivity.h"
#include "Pipeline/Mutex.h"
#include "Pipeline/Pauses.h"
#include "Pipeline/ReportArchive.h"
#include "Pipeline/Standstill.h"
#include "Pipeline/WakeUp.h"

namespace vlm
{

using VisionModels = std::map<std::string, std::unique_ptr<VisionModel>>;

struct WorkerSettings
{
  int workers = 2;
  int maximumAttempts = 5;
  std::chrono::milliseconds pauseAfterTrouble{2000};  // before the queue is tried again
  BurnedInPolicy burnedIn = BurnedInPolicy::Refuse;
  AnalysisHours hours{};  // of what has a priority below zero
};

// All that a worker speaks to.
struct WorkerPorts
{
  ImageArchive& images;
  ReportArchive& reports;
  AnalysisQueue& queue;
  const Clock& clock;
  EventLog& log;
  const IngestActivity& ingest;
  Pauses& pauses;
};

class AnalysisWorkers
{
public:
  AnalysisWorkers(const WorkerPorts& ports, const VisionModels& models,
                  const WorkerSettings& settings);
  ~AnalysisWorkers();

  // Called after each attempt, from any thread; must not block. Set before Start.
  void WhenEnded(std::function<void()> listener) { whenEnded_ = std::move(listener); }

  void Start();
  // Asks everything in flight to end early and lets it go back to the queue. Does not wait.
  void RequestStop();
  void Join();

  // Something was put into the queue.
  void Wake() { arrived_.Notify(); }
  // Other nodes changed records: whoever waits looks again.
  void NoteOthers();
  // What is paused is read anew: at the start, from time to time, and after a change. Errors:
  // StorageFailed (what was known stays).
  Result<void> NotePauses();

  // Ends an analysis in flight early; its record must be removed first.
  void Interrupt(const std::string& analysisId);
  // What is in flight here, by id and claims (AnalysisRecord::claims).
  using Claimed = std::pair<std::string, std::int64_t>;
  std::set<Claimed> InFlight() const;
  // Ends those early that are not in the hands of this node any more.
  void InterruptLost(const std::set<Claimed>& lost);

  // The same for all analyses of a resource that was deleted, and of what was below it.
  void InterruptOf(const std::string& orthancId);

  // Analyses with this model stay in the queue until LetGo, e.g. while its self-test runs.
  void Hold(const std::string& model);
  void LetGo(const std::string& model);
  bool IsHeld(const std::string& model) const;

  // How far analyses in hand have come.
  const AnalysisProgress& Progress() const { return analyze_.Progress(); }
  // What became of those that ended here.
  AnalysisCounts Counts() const { return statistics_.Counts(); }

  // Waits until the analysis has ended, on whatever node. Errors: NotFound, NotReady (the server
  // stops), ModelPaused (it waits in the queue for its model, or until somebody resumes what was
  // paused, or for the hours of backfill), StorageFailed.
  Result<AnalysisRecord> WaitForEnd(const std::string& analysisId);

  // One attempt at one due analysis, to its end; false: nothing is due. For tests without threads.
  bool WorkOnce();

private:
  struct Flight
  {
    AnalysisOrder order;
    std::shared_ptr<Cancellation> cancellation;
  };
  // The analyses that one thread has begun and not yet ended.
  struct ThreadFibers;

  void Loop();
  void ClaimOrWait(ThreadFibers& fibers);
  void Launch(const AnalysisRecord& record, ThreadFibers& fibers);
  std::vector<std::string> WaitingModels() const;
  ClaimChoice ChoiceNow() const;
  std::optional<Error> WhyWaiting(const AnalysisRecord& record) const;
  bool HoldsTooManyPixels() const;
  std::chrono::milliseconds TimeUntilNextDue(const ClaimChoice& choice) const;
  Result<std::optional<AnalysisRecord>> Claim(const ClaimChoice& choice);
  void Execute(const AnalysisRecord& record);
  Result<void> Attempt(const AnalysisRecord& record, const Cancellation& cancellation);
  Result<void> CheckInHand(const AnalysisRecord& record);
  Result<void> Keep(const AnalysisRecord& record, const AnalysisOutcome& outcome);
  void Drop(const AnalysisRecord& record, const Error& error);
  void KeepReadings(const AnalysisRecord& record, const std::vector<Reading>& readings);
  void Settle(const AnalysisRecord& record, const Error& error);
  bool IsGone(const AnalysisRecord& record);
  Result<void> Apply(const AnalysisRecord& record, const Error& error);

  WorkerPorts ports_;
  const VisionModels& models_;
  WorkerSettings settings_;
  AnalyzeUnit analyze_;
  Standstill standstill_;
  DeliveryNews news_;  // a database may be away for long
  AnalysisStatistics statistics_;
  FiberWakeUp arrived_;
  WakeUp ended_;
  mutable Mutex mutex_;
  // Shared with Interrupt and RequestStop, which may outlast the attempt by a moment.
  std::map<Claimed, Flight> inFlight_ VLM_GUARDED_BY(mutex_);
  std::map<std::string, int> inFlightByModel_ VLM_GUARDED_BY(mutex_);
  std::set<std::string> held_ VLM_GUARDED_BY(mutex_);
  std::function<void()> whenEnded_ = [] {};
  std::vector<std::thread> threads_;
};

}  // namespace vlm
