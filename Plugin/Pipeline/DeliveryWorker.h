// SPDX-License-Identifier: GPL-3.0-or-later
// Brings about what ended analyses ask for: one thread makes objects and sets labels, another one
// sends. What fails is tried again, for a day; the analysis itself is not touched by it. Of several
// nodes one does it, as long as it lives.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "Foundation/Cancellation.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/Clock.h"
#include "Pipeline/Cluster.h"
#include "Pipeline/Deliveries.h"
#include "Pipeline/DeliveryNews.h"
#include "Pipeline/Duty.h"
#include "Pipeline/EventLog.h"
#include "Pipeline/ImageArchive.h"
#include "Pipeline/IngestActivity.h"
#include "Pipeline/ReportArchive.h"
#include "Pipeline/ResultArchive.h"
#include "Pipeline/ResultMaking.h"
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
  Cluster& cluster;
};

using ResultMaker = std::function<Result<MadeResults>(const ResultOrder&, const OutputSettings&,
                                                      ImageArchive&, ResultArchive&)>;

class DeliveryWorker
{
public:
  DeliveryWorker(const DeliveryPorts& ports, OutputSettings settings, std::string software,
                 ResultMaker make = MakeResults);
  ~DeliveryWorker();

  void Start();
  // Ends what is being sent. Does not wait.
  void RequestStop();
  // After that another node may go on.
  void Join();

  // An analysis ended. Never blocks.
  void Wake() { wakeUp_.Notify(); }
  // Somebody wants deliveries tried again: no destination is left alone any more. Never blocks.
  void TryAgain();
  // Analyses were deleted: their objects and labels go, too. Never blocks.
  void NoteDeparture() { wakeUp_.Notify(); }

  // Plans, cleans up after departures, and attempts one due delivery of each thread; false: nothing
  // was due, or another node does it. For tests without threads.
  bool WorkOnce();

private:
  // What a thread does.
  enum class Part
  {
    Making,  // objects and labels
    Sending
  };
  // A destination is left alone for a while after it failed.
  struct Absence
  {
    int failures = 0;
    Timestamp until{};
  };

  void Loop(Part part);
  // Attempts one delivery; else, for how long nothing is to be done here.
  Result<std::chrono::milliseconds> Step(Part part);
  Result<std::chrono::milliseconds> StepIfOurs(Part part);
  Result<std::chrono::milliseconds> TryStep(Part part);
  DeliveryChoice ChoiceOf(Part part) const;
  Result<std::chrono::milliseconds> TimeUntilDue(Part part) const;

  Result<void> Attempt(const Delivery& delivery);
  void TellDone(const Delivery& delivery, const std::string& what, std::chrono::microseconds time);
  Result<void> Settle(const Delivery& delivery, const Error& error);
  void NoteAbsence(const std::string& destination);
  bool IsNews(const Delivery& delivery, const Error& error);

  // Brings a delivery about; the result is a remark, often none.
  Result<std::string> Bring(const Delivery& delivery);
  Result<std::string> BringObjects(const Delivery& delivery);
  Result<std::string> BringLabels(const std::string& orthancStudyId);
  Result<std::string> Send(const Delivery& delivery);

  Result<std::optional<Json::Value>> ReportOf(const Delivery& delivery);
  Result<std::string> MakeAndStore(const Delivery& delivery, const Json::Value& report);
  Result<std::string> WhyNoObjects(const Delivery& delivery);
  Result<std::string> LeaveAsItIs(const Delivery& delivery, const Json::Value& report,
                                  const std::string& reason);
  Result<std::string> LeaveWithout(const Delivery& delivery, const std::string& reason);
  Result<std::vector<PredecessorDocument>> DocumentsOf(const Delivery& delivery,
                                                       const std::vector<std::string>& analyses,
                                                       const Json::Value& report);
  Result<std::optional<PredecessorDocument>> FirstDocument(const Delivery& delivery,
                                                           const std::string& analysisId,
                                                           const std::vector<int>& revisions);
  Result<std::vector<ResultInstance>> DocumentsToKeep(const Delivery& delivery,
                                                      const Json::Value& report);
  Result<void> Store(const Delivery& delivery, const Json::Value& report,
                     const std::vector<ResultObject>& objects);
  Result<void> DiscardEarlier(const Delivery& delivery, const std::vector<std::string>& analyses);
  Result<void> Discard(const std::string& analysisId, const std::string& orthancStudyId,
                       const std::vector<ResultInstance>& except = {});

  // Some of what deleted analyses left; false: nothing is left, or to be tried now.
  Result<bool> CleanUp();
  Result<void> Remove(const std::vector<Deliveries::Orphan>& orphans);
  Result<void> RemoveOf(const std::string& orthancStudyId,
                        const std::vector<Deliveries::Orphan>& orphans);

  DeliveryPorts ports_;
  OutputSettings settings_;
  std::string software_;
  ResultMaker make_;
  Duty duty_;
  Cancellation stopping_;
  WakeUp wakeUp_;
  DeliveryNews news_;
  Timestamp nextCleanUp_{};                // touched by Making only
  std::int64_t keptOrphan_ = 0;            // touched by Making only: the last that had to stay
  bool saidNoLabels_ = false;              // touched by Making only
  std::map<std::string, Absence> absent_;  // touched by Sending only
  std::atomic<bool> forgivesAbsence_{false};
  std::vector<std::thread> threads_;
};

// Waiting time after `attempts` failed ones: 2 s, doubling, at most 10 minutes.
std::chrono::milliseconds DeliveryDelayAfter(int attempts);

// How long after its analysis ended a delivery is tried, and how often at least, since there may be
// a long queue, or the server may have been away.
constexpr std::chrono::hours DeliveryPatience{24};
constexpr int LeastDeliveryAttempts = 10;

// So often in a row may the server end while it attempts a delivery.
constexpr int MostDeliveryInterruptions = 5;

}  // namespace vlm
