// SPDX-License-Identifier: GPL-3.0-or-later
// Leads batches on in small steps: into the queue, along with it, on hold, out of it again.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "Foundation/Result.h"
#include "Orthanc/BatchUnits.h"
#include "Pipeline/Batches.h"

namespace vlm
{

struct BatchFeederPorts
{
  Batches& batches;
  AnalysisQueue& queue;
  std::function<void()> wake;                         // something was put into the queue
  std::function<void(const std::string&)> interrupt;  // an analysis was canceled
};

// Not thread-safe. By one thread of one node at a time.
class BatchFeeder
{
public:
  // `step`: how long a step may take, about.
  BatchFeeder(BatchFeederPorts ports, const BatchSources& sources, std::chrono::milliseconds step)
      : ports_(std::move(ports)), api_(sources.api), units_(sources), step_(step)
  {
  }

  // One step of an open batch; whether the next one need not wait for anything. Errors:
  // StorageFailed, NotReady; nothing is lost by them.
  Result<bool> Work(const BatchRecord& batch);

private:
  using Step = Result<bool>;
  Step Feed(const BatchRecord& batch);
  Step Pause(const BatchRecord& batch);
  Step Resume(const BatchRecord& batch);
  Step Cancel(const BatchRecord& batch);
  Step EndIfDone(const BatchRecord& batch);
  Result<bool> Expand(const BatchRecord& batch);
  Result<bool> EnqueueSome(const BatchRecord& batch);
  Result<BatchNews> Enqueue(const BatchRecord& batch, const BatchItem& item);
  Result<BatchNews> EnqueueAnew(const BatchRecord& batch, const BatchItem& item);
  Result<bool> Retry(const std::string& analysisId);
  Result<void> CancelOne(const BatchRecord& batch, const BatchItem& item);
  Result<BatchNews> Outcome(const BatchItem& item, const Error& error);
  Result<void> Follow(const std::string& batchId);
  // Everything has to wait because of it, and goes on afterwards.
  static bool MayPass(const Error& error);
  void Begin() { begun_ = std::chrono::steady_clock::now(); }
  bool HasTime() const { return std::chrono::steady_clock::now() - begun_ < step_; }

  BatchFeederPorts ports_;
  const OrthancApi& api_;
  BatchUnits units_;
  std::chrono::milliseconds step_;
  std::chrono::steady_clock::time_point begun_;
  // How far its items were followed, and held or let go; both begin anew with another node.
  std::map<std::string, std::int64_t> followed_;
  std::map<std::string, std::int64_t> held_;
};

}  // namespace vlm
