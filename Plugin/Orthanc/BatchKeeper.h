// SPDX-License-Identifier: GPL-3.0-or-later
// Leads the batches: begins them, feeds the queue, does what users ask of their jobs, and keeps
// Orthanc's threads for jobs free.
#pragma once

#include <json/value.h>

#include <map>
#include <string>
#include <thread>
#include <vector>

#include "Foundation/Result.h"
#include "Orthanc/BatchFeeder.h"
#include "Orthanc/BatchJobs.h"
#include "Pipeline/Cluster.h"
#include "Pipeline/EventLog.h"
#include "Pipeline/IngestActivity.h"

namespace vlm
{

struct BatchKeeperPorts
{
  Batches& batches;
  AnalysisQueue& queue;
  Cluster& cluster;
  const Clock& clock;
  EventLog& log;
  const IngestActivity& ingest;
};

struct BegunBatch
{
  std::string batchId;
  std::string jobId;
  std::size_t resources = 0;
};

// Orthanc's answer to a call that goes on as a job.
Json::Value BatchToJson(const BegunBatch& begun);

class BatchKeeper
{
public:
  // `server`: this one's lasting name among those that share the database.
  BatchKeeper(const BatchKeeperPorts& ports, const BatchFeederPorts& feeding,
              const BatchSources& sources, std::string server);
  ~BatchKeeper();

  // Before Orthanc starts its jobs engine.
  void Register() { jobs_.Register(); }
  void Start();
  void RequestStop();
  void Join();

  // Writes the batch down and submits its job. Thread-safe. Errors: StorageFailed, NotReady.
  Result<BegunBatch> Begin(const BatchWish& wish, const std::vector<std::string>& orthancIds);

  // Orthanc has one job more, which may wait for a thread. Never blocks.
  void JobSubmitted() { jobs_.News().Notify(); }

private:
  using Jobs = std::vector<JobView>;
  void Loop();
  // How long to wait now.
  Result<std::chrono::milliseconds> Tick();
  Result<Jobs> ObeyJobs();
  Result<void> Obey(const BatchRecord& batch, const JobView& job);
  Result<void> ObeyState(const BatchRecord& batch, JobView::State state);
  Result<void> TakeResubmissions();
  Result<bool> Lead();
  void ShowAll();
  void ShowOne(BatchFace& face);
  Json::Value ContentOf(const BatchRecord& batch, const BatchCounts& counts);
  Json::Value ProblemsOf(const std::string& batchId);
  void MakeRoom(const Jobs& jobs);
  bool IsOurs(const BatchRecord& batch) const;
  Result<void> Fill(const std::string& batchId, const std::vector<std::string>& orthancIds);

  BatchKeeperPorts ports_;
  BatchJobs jobs_;
  BatchFeeder feeder_;
  const std::string server_;
  std::chrono::steady_clock::time_point lastTurn_;
  std::chrono::steady_clock::time_point lastShown_;
  bool isInTrouble_ = false;
  Mutex submission_;  // between the making of a batch and of its job nobody misses the job
  std::thread thread_;
};

}  // namespace vlm
