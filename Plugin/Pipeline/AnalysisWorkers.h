// SPDX-License-Identifier: GPL-3.0-or-later
// Threads that empty the queue.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "Foundation/Cancellation.h"
#include "Model/VisionModel.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/AnalyzeUnit.h"
#include "Pipeline/Clock.h"
#include "Pipeline/EventLog.h"
#include "Pipeline/IngestActivity.h"
#include "Pipeline/Mutex.h"
#include "Pipeline/ReportArchive.h"
#include "Pipeline/WakeUp.h"

namespace vlm
{

using VisionModels = std::map<std::string, std::unique_ptr<VisionModel>>;

struct WorkerSettings
{
  int workers = 2;
  int maximumAttempts = 5;
  std::chrono::milliseconds pauseAfterTrouble{2000};  // before the queue is tried again
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
};

class AnalysisWorkers
{
public:
  AnalysisWorkers(const WorkerPorts& ports, const VisionModels& models,
                  const WorkerSettings& settings);
  ~AnalysisWorkers();

  void Start();
  // Asks everything in flight to end early and lets it go back to the queue. Does not wait.
  void RequestStop();
  void Join();

  // Something was put into the queue.
  void Wake() { arrived_.Notify(); }

  // Ends an analysis in flight early; its record must be removed first.
  void Interrupt(const std::string& analysisId);

  // Waits until the analysis has ended. Errors: NotFound, NotReady (the server stops),
  // StorageFailed.
  Result<AnalysisRecord> WaitForEnd(const std::string& analysisId);

  // One attempt at one due analysis; false: nothing is due. Used by the threads, and by tests
  // without threads.
  bool WorkOnce();

private:
  void Loop();
  void WorkOrWait();
  void GiveWay(std::chrono::microseconds worked);
  std::chrono::milliseconds TimeUntilNextDue();
  void Execute(const AnalysisRecord& record);
  Result<void> Attempt(const AnalysisRecord& record, const Cancellation& cancellation);
  void Settle(const AnalysisRecord& record, const Error& error);
  bool IsGone(const AnalysisRecord& record);
  Result<void> Apply(const AnalysisRecord& record, const Error& error);

  WorkerPorts ports_;
  const VisionModels& models_;
  WorkerSettings settings_;
  AnalyzeUnit analyze_;
  WakeUp arrived_;
  WakeUp ended_;
  Mutex mutex_;
  // Shared with Interrupt and RequestStop, which may outlast the attempt by a moment.
  std::map<std::string, std::shared_ptr<Cancellation>> inFlight_ VLM_GUARDED_BY(mutex_);
  std::vector<std::thread> threads_;
};

}  // namespace vlm
