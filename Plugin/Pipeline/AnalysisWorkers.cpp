// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/AnalysisWorkers.h"

#include <algorithm>
#include <exception>

#include "Pipeline/RetryPolicy.h"
#include "Pipeline/Stopwatch.h"
#include "Pipeline/ThreadPriority.h"
#include "Report/JsonReport.h"

namespace vlm
{
namespace
{

constexpr std::chrono::seconds LongestSleep{60};

}  // namespace

AnalysisWorkers::AnalysisWorkers(const WorkerPorts& ports, const VisionModels& models,
                                 const WorkerSettings& settings)
    : ports_(ports), models_(models), settings_(settings), analyze_(ports.images, ports.clock)
{
}

AnalysisWorkers::~AnalysisWorkers()
{
  RequestStop();
  Join();
}

void AnalysisWorkers::Start()
{
  for (int i = 0; i < settings_.workers; ++i)
  {
    threads_.emplace_back([this] { Loop(); });
  }
}

void AnalysisWorkers::RequestStop()
{
  arrived_.Stop();
  ended_.Stop();
  const MutexLock lock(mutex_);
  for (const auto& [id, cancellation] : inFlight_)
  {
    cancellation->Request();
  }
}

void AnalysisWorkers::Join()
{
  for (auto& thread : threads_)
  {
    thread.join();
  }
  threads_.clear();
}

void AnalysisWorkers::Interrupt(const std::string& analysisId)
{
  {
    const MutexLock lock(mutex_);
    const auto found = inFlight_.find(analysisId);
    if (found != inFlight_.end())
    {
      found->second->Request();
    }
  }
  ended_.Notify();  // whoever waits for it sees that it is gone
}

Result<AnalysisRecord> AnalysisWorkers::WaitForEnd(const std::string& analysisId)
{
  for (;;)
  {
    const auto seen = ended_.Count();
    auto record = ports_.queue.Find(analysisId);
    if (!record.HasValue() || HasEnded(record.Value().state))
    {
      return record;
    }
    if (ended_.IsStopped())
    {
      return Error{ErrorKind::NotReady, "The server is stopping; analysis " + analysisId +
                                            " goes on after its next start."};
    }
    ended_.WaitFor(seen, LongestSleep);
  }
}

void AnalysisWorkers::Loop()
{
  YieldToIngest();
  while (!arrived_.IsStopped())
  {
    try
    {
      WorkOrWait();
    }
    catch (const std::exception& problem)
    {
      ports_.log.Error(std::string("A worker met an unexpected problem: ") + problem.what());
      arrived_.Pause(settings_.pauseAfterTrouble);
    }
  }
}

void AnalysisWorkers::WorkOrWait()
{
  Stopwatch watch;
  const auto seen = arrived_.Count();
  if (WorkOnce())
  {
    GiveWay(watch.Lap());
  }
  else
  {
    arrived_.WaitFor(seen, TimeUntilNextDue());
  }
}

// A low priority keeps the processor free for arriving images, but not Orthanc's database and disk,
// on which the two meet: while images arrive, a worker rests six times as long as it worked.
void AnalysisWorkers::GiveWay(std::chrono::microseconds worked)
{
  constexpr int restsPerWork = 6;
  constexpr std::chrono::milliseconds longestRest{1000};
  if (ports_.ingest.IsRecent())
  {
    const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(restsPerWork * worked);
    arrived_.Pause(std::min(rest, longestRest));
  }
}

std::chrono::milliseconds AnalysisWorkers::TimeUntilNextDue()
{
  const auto due = ports_.queue.NextDue();
  if (!due.HasValue())
  {
    return settings_.pauseAfterTrouble;
  }
  if (!due.Value())
  {
    return LongestSleep;
  }
  const auto wait = *due.Value() - ports_.clock.Now();
  return std::clamp<std::chrono::milliseconds>(wait, std::chrono::milliseconds(1), LongestSleep);
}

bool AnalysisWorkers::WorkOnce()
{
  const auto claimed = ports_.queue.Claim();
  if (!claimed.HasValue())
  {
    ports_.log.Error("The queue cannot be read: " + claimed.Failure().message);
    arrived_.Pause(settings_.pauseAfterTrouble);
    return true;
  }
  if (!claimed.Value())
  {
    return false;
  }
  Execute(*claimed.Value());
  return true;
}

void AnalysisWorkers::Execute(const AnalysisRecord& record)
{
  auto cancellation = std::make_shared<Cancellation>();
  {
    const MutexLock lock(mutex_);
    inFlight_[record.id] = cancellation;
  }
  if (arrived_.IsStopped())
  {
    cancellation->Request();
  }
  Result<void> outcome;
  try
  {
    outcome = Attempt(record, *cancellation);
  }
  catch (const std::exception& problem)
  {
    outcome = Error{ErrorKind::Internal, std::string("Unexpected problem: ") + problem.what()};
  }
  if (!outcome.HasValue())
  {
    Settle(record, outcome.Failure());
  }
  {
    const MutexLock lock(mutex_);
    inFlight_.erase(record.id);
  }
  ended_.Notify();
}

Result<void> AnalysisWorkers::Attempt(const AnalysisRecord& record,
                                      const Cancellation& cancellation)
{
  const auto model = models_.find(record.order.model);
  if (model == models_.end())
  {
    return Error{ErrorKind::BadConfiguration,
                 "Model '" + record.order.model + "' is not configured any more."};
  }
  const auto outcome = analyze_.Run(record, *model->second, cancellation);
  if (!outcome.HasValue())
  {
    return outcome.Failure();
  }
  Stopwatch watch;
  // The report first: a crash in between leads to the same analysis once more, which replaces it.
  auto stored = ports_.reports.Store(ReportToJson(outcome.Value().report));
  if (!stored.HasValue())
  {
    return stored;
  }
  const AnalysisReport& report = outcome.Value().report;
  auto finished = ports_.queue.Finish(record.id, StateAfter(report.status), report.reason,
                                      SummaryOf(outcome.Value()));
  if (!finished.HasValue() && finished.Failure().kind == ErrorKind::NotFound)
  {
    // Somebody deleted the analysis while it ran.
    return ports_.reports.Remove(record.order.level, record.order.orthancId, record.id);
  }
  if (finished.HasValue())
  {
    ports_.log.Info(SuccessLine(outcome.Value(), watch.Lap()));
  }
  return finished;
}

// The record must not stay Running whatever happens: if even that cannot be written, it is tried
// until the server stops, and the next start recovers it.
void AnalysisWorkers::Settle(const AnalysisRecord& record, const Error& error)
{
  for (;;)
  {
    const auto applied = Apply(record, error);
    if (applied.HasValue() || applied.Failure().kind == ErrorKind::NotFound || arrived_.IsStopped())
    {
      return;
    }
    ports_.log.Error("The state of analysis " + record.id +
                     " cannot be written: " + applied.Failure().message);
    arrived_.Pause(settings_.pauseAfterTrouble);
  }
}

// Whether the resource itself was deleted, rather than something that it consists of.
bool AnalysisWorkers::IsGone(const AnalysisRecord& record)
{
  const auto found = ports_.images.Describe(record.order.level, record.order.orthancId);
  return !found.HasValue() && found.Failure().kind == ErrorKind::NotFound;
}

Result<void> AnalysisWorkers::Apply(const AnalysisRecord& record, const Error& error)
{
  const std::string subject = LevelName(record.order.level) + ' ' + record.order.orthancId;
  AfterFailure action = ActionAfter(error.kind);
  if (action == AfterFailure::Retry && record.attempts >= settings_.maximumAttempts)
  {
    action = AfterFailure::Fail;
  }
  switch (action)
  {
    case AfterFailure::Release:
      return ports_.queue.Release(record.id);
    case AfterFailure::Forget:
      if (IsGone(record))
      {
        ports_.log.Info("Analysis of " + subject + " is forgotten: it was deleted.");
        return ports_.queue.Remove(record.id);
      }
      break;
    case AfterFailure::Retry:
      ports_.log.Warning("Analysis of " + subject + " is tried again: " + error.message);
      return ports_.queue.Postpone(record.id, ports_.clock.Now() + DelayAfter(record.attempts),
                                   error.message);
    case AfterFailure::Fail:
      break;
  }
  ports_.log.Warning("Analysis of " + subject + " failed: " + error.message);
  return ports_.queue.Finish(record.id, AnalysisState::Failed, error.message, {});
}

}  // namespace vlm
