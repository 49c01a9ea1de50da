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

constexpr std::chrono::seconds LongestWait{2};  // a model may become paused in silence

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

void AnalysisWorkers::Hold(const std::string& model)
{
  const MutexLock lock(mutex_);
  held_.insert(model);
}

void AnalysisWorkers::LetGo(const std::string& model)
{
  {
    const MutexLock lock(mutex_);
    held_.erase(model);
  }
  Wake();
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
    const auto model = models_.find(record.Value().order.model);
    const ModelHealth health = model == models_.end() ? ModelHealth() : model->second->Health();
    const bool isClosed =
        health.state == ModelState::Paused || health.state == ModelState::Exhausted;
    if (isClosed && record.Value().state == AnalysisState::Queued)
    {
      return Error{ErrorKind::ModelPaused, "Analysis " + analysisId + " waits for model '" +
                                               record.Value().order.model + "': " + health.reason};
    }
    ended_.WaitFor(seen, LongestWait);
  }
}

void AnalysisWorkers::Execute(const AnalysisRecord& record)
{
  auto cancellation = std::make_shared<Cancellation>();
  {
    const MutexLock lock(mutex_);
    inFlight_[record.id] = cancellation;
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
  const AnalysisAttempt attempt = analyze_.Run(record, *model->second, cancellation);
  auto kept =
      model->second->SendsPictures() ? KeepReadings(record, attempt.readings) : Result<void>();
  if (!attempt.outcome.HasValue())
  {
    return attempt.outcome.Failure();
  }
  return kept.HasValue() ? Keep(record, attempt.outcome.Value()) : kept;
}

// Replies were paid for: they are kept whatever became of them.
Result<void> AnalysisWorkers::KeepReadings(const AnalysisRecord& record,
                                           const std::vector<Reading>& readings)
{
  const bool isAnswered =
      std::any_of(readings.begin(), readings.end(),
                  [](const Reading& reading) { return !reading.replies.empty(); });
  if (!isAnswered)
  {
    return {};
  }
  const auto& identity = models_.at(record.order.model)->Identity();
  return ports_.reports.StoreReadings(record.order.level, record.order.orthancId,
                                      ReadingsToJson(record.id, identity, readings));
}

Result<void> AnalysisWorkers::Keep(const AnalysisRecord& record, const AnalysisOutcome& outcome)
{
  Stopwatch watch;
  // The report first: a crash in between leads to the same analysis once more, which replaces it.
  auto stored = ports_.reports.Store(ReportToJson(outcome.report));
  if (!stored.HasValue())
  {
    return stored;
  }
  const AnalysisReport& report = outcome.report;
  auto finished =
      ports_.queue.Finish(record.id, StateAfter(report.status), report.reason, SummaryOf(outcome));
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
      return ports_.queue.Release(record.id,
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
      return ports_.queue.Postpone(record.id, ports_.clock.Now() + DelayAfter(record.attempts),
                                   error.message);
    case AfterFailure::Fail:
      break;
  }
  ports_.log.Warning("Analysis of " + subject + " failed: " + error.message);
  return ports_.queue.Finish(record.id, AnalysisState::Failed, error.message, {});
}

}  // namespace vlm
