// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/AnalysisWorkers.h"

#include <algorithm>
#include <exception>

#include "Pipeline/ReadingsJson.h"
#include "Pipeline/RetryPolicy.h"
#include "Pipeline/Stopwatch.h"
#include "Report/JsonReport.h"

namespace vlm
{
namespace
{

// Another node has it in hand by now: nothing may be changed here any more.
bool IsLost(const Result<void>& step)
{
  return !step.HasValue() && step.Failure().kind == ErrorKind::Conflict;
}

}  // namespace

AnalysisWorkers::AnalysisWorkers(const WorkerPorts& ports, const VisionModels& models,
                                 const WorkerSettings& settings)
    : ports_(ports),
      models_(models),
      settings_(settings),
      analyze_(ports.images, ports.clock, settings.burnedIn)
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
  for (const auto& [id, flight] : inFlight_)
  {
    flight.cancellation->Request();
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

void AnalysisWorkers::Execute(const AnalysisRecord& record)
{
  auto cancellation = std::make_shared<Cancellation>();
  {
    const MutexLock lock(mutex_);
    inFlight_[record.id] = {record.order, cancellation};
    ++inFlightByModel_[record.order.model];
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
    --inFlightByModel_[record.order.model];
  }
  analyze_.Progress().Forget(record.id);
  ended_.Notify();
  whenEnded_();
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
  const AnalysisAttempt attempt = analyze_.Run(record, *model->second, cancellation);
  if (model->second->SendsPictures())
  {
    KeepReadings(record, attempt.readings);
  }
  if (!attempt.outcome.HasValue())
  {
    return attempt.outcome.Failure();
  }
  return Keep(record, attempt.outcome.Value());
}

// Replies were paid for: they are kept whatever became of them. If they cannot be, the report is
// not lost for it.
void AnalysisWorkers::KeepReadings(const AnalysisRecord& record,
                                   const std::vector<Reading>& readings)
{
  const bool isAnswered =
      std::any_of(readings.begin(), readings.end(),
                  [](const Reading& reading) { return !reading.replies.empty(); });
  if (!isAnswered)
  {
    return;
  }
  const auto& identity = models_.at(record.order.model)->Identity();
  const auto kept = ports_.reports.StoreReadings(record.order.level, record.order.orthancId,
                                                 ReadingsToJson(record.id, identity, readings));
  if (!kept.HasValue() && kept.Failure().kind != ErrorKind::NotFound)
  {
    ports_.log.Warning("The answers of analysis " + record.id +
                       " are not kept: " + kept.Failure().message);
  }
}

Result<void> AnalysisWorkers::Keep(const AnalysisRecord& record, const AnalysisOutcome& outcome)
{
  Stopwatch watch;
  analyze_.Progress().Note(record.id, {AnalysisStage::Storing});
  // The report first: a crash in between leads to the same analysis once more, which replaces it.
  auto stored = ports_.reports.Store(ReportToJson(outcome.report));
  if (!stored.HasValue())
  {
    return stored;
  }
  const AnalysisReport& report = outcome.report;
  auto finished =
      ports_.queue.Finish(record, StateAfter(report.status), report.reason, SummaryOf(outcome));
  if (!finished.HasValue() && finished.Failure().kind == ErrorKind::NotFound)
  {
    // Somebody deleted the analysis while it ran.
    return ports_.reports.Remove(record.order.level, record.order.orthancId, record.id);
  }
  if (finished.HasValue())
  {
    ports_.log.Info(SuccessLine(outcome, watch.Lap()));
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
    if (!applied.HasValue() && applied.Failure().kind == ErrorKind::NotFound)
    {
      // Somebody deleted the analysis while it ran; what its model answered goes, too.
      const auto ignored =
          ports_.reports.Remove(record.order.level, record.order.orthancId, record.id);
      return;
    }
    if (IsLost(applied))
    {
      ports_.log.Warning("The result of an analysis is dropped: " + applied.Failure().message);
      return;
    }
    if (applied.HasValue() || arrived_.IsStopped())
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
      return ports_.queue.Release(record,
                                  error.kind == ErrorKind::ModelPaused ? error.message : "");
    case AfterFailure::Forget:
      if (IsGone(record))
      {
        ports_.log.Info("Analysis of " + subject + " is forgotten: it was deleted.");
        return ports_.queue.Remove(record.id);
      }
      break;
    case AfterFailure::Retry:
      ports_.log.Warning("Analysis of " + subject + " is tried again: " + error.message);
      return ports_.queue.Postpone(record, ports_.clock.Now() + DelayAfter(record.attempts),
                                   error.message);
    case AfterFailure::Fail:
      break;
  }
  // A server's words about a request it refused may quote the request.
  const bool isQuoted = error.kind == ErrorKind::BadInput;
  ports_.log.Warning("Analysis of " + subject + " failed: " +
                     (isQuoted ? "it was refused, and GET /vlm/analyses/" + record.id + " says why"
                               : error.message));
  return ports_.queue.Finish(record, AnalysisState::Failed, error.message, {});
}

}  // namespace vlm
