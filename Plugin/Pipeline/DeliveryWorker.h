// SPDX-License-Identifier: GPL-3.0-or-later
// Brings about what ended analyses ask for: one thread makes objects and sets labels, another one
// sends. What fails is tried again, for a day; the analysis itself is not touched by it.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "Foundation/Cancellation.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/Clock.h"
#include "Pipeline/Deliveries.h"
#include "Pipeline/EventLog.h"
#include "Pipeline/ImageArchive.h"
#include "Pipeline/IngestActivity.h"
#include "Pipeline/ReportArchive.h"
#include "Pipeline/ResultArchive.h"
#include "Pipeline/WakeUp.h"
#include "Results/OutputSettings.h"

namespace vlm
{

struct DeliveryPorts
{
  Deliveries& deliveries;
  AnalysisQueue& queue;
  ReportArchive& reports;
  ImageArchive& images;
  ResultArchive& results;
  const Clock& clock;
  EventLog& log;
  const IngestActivity& ingest;
};

class DeliveryWorker
{
public:
  DeliveryWorker(const DeliveryPorts& ports, OutputSettings settings, std::string software);
  ~DeliveryWorker();

  void Start();
  void RequestStop();
  void Join();

  // An analysis ended, or a delivery is to be tried again. Never blocks.
  void Wake() { wakeUp_.Notify(); }
  // Analyses were deleted: their objects and labels go, too. Never blocks.
  void NoteDeparture();

  // Plans, cleans up after departures, and attempts one due delivery of each thread; false: nothing
  // was due. For tests without threads.
  bool WorkOnce();

private:
  DeliveryPorts ports_;
  OutputSettings settings_;
  std::string software_;
  Cancellation stopping_;
  WakeUp wakeUp_;
  std::vector<std::thread> threads_;
};

// Waiting time after `attempts` failed ones: 2 s, doubling, at most 10 minutes.
std::chrono::milliseconds DeliveryDelayAfter(int attempts);

// How long after its analysis ended a delivery is tried.
constexpr std::chrono::hours DeliveryPatience{24};

}  // namespace vlm
