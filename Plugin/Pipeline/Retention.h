// SPDX-License-Identifier: GPL-3.0-or-later
// Removes analyses that ended long ago, with all that came of them: records, reports, readings,
// DICOM objects and labels. Reports that were signed off are clinical records and stay.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

#include "Foundation/Result.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/Clock.h"
#include "Pipeline/Cluster.h"
#include "Pipeline/EventLog.h"
#include "Pipeline/IngestActivity.h"
#include "Pipeline/PastAnalyses.h"
#include "Pipeline/ReportArchive.h"
#include "Pipeline/RetentionSettings.h"
#include "Pipeline/WakeUp.h"

namespace vlm
{

struct RetentionPorts
{
  PastAnalyses& past;
  AnalysisQueue& queue;
  ReportArchive& reports;
  Cluster& cluster;
  const Clock& clock;
  EventLog& log;
  const IngestActivity& ingest;
  // Records are gone: what is left of them in DICOM goes as after a deletion.
  std::function<void()> whenRemoved;
};

// Works in a thread of its own, in small steps, which give way to arriving images; of several nodes
// one does it. A record goes first and is noted as a removal until its attachments are gone, so
// that whatever dies in between, the rest follows later. Waits while the database is rebuilt.
class Retention
{
public:
  Retention(RetentionPorts ports, RetentionSettings settings);
  ~Retention();

  void Start();
  // Does not wait.
  void RequestStop();
  void Join();

  // Some analyses and entries. False: nothing is left to do now. Errors: StorageFailed, NotReady.
  Result<bool> Step();

private:
  void Loop();
  std::chrono::milliseconds StepOrRest();
  Result<bool> MayWork();
  Result<bool> Expire();
  Result<bool> RemoveAttachments();
  Result<bool> ForgetEgress();
  void NoteKept(const Removal& removal, const Error& error);

  RetentionPorts ports_;
  const RetentionSettings settings_;
  WakeUp wakeUp_;
  std::thread thread_;
  // Touched by Step alone.
  std::string keptRemoval_;  // the last that had to stay; the rest comes after it
  bool hasToldOfKept_ = false;
  std::int64_t removed_ = 0;  // since nothing was left to do
};

}  // namespace vlm
