// SPDX-License-Identifier: GPL-3.0-or-later
// What AnalysisWorkers makes of an attempt: kept, tried again, given up, or dropped since another
// node has it.
#include <algorithm>

#include "Pipeline/AnalysisWorkers.h"
#include "Pipeline/ReadingsJson.h"
#include "Pipeline/RetryPolicy.h"
#include "Pipeline/Stopwatch.h"
#include "Report/JsonReport.h"

namespace vlm
{
namespace
{

bool IsOf(const Result<void>& step, ErrorKind kind)
{
  return !step.HasValue() && step.Failure().kind == kind;
}

// Another node has it in hand by now, or nobody: nothing may be changed here any more.
bool IsLost(const Result<void>& step)
{
  return IsOf(step, ErrorKind::Conflict);
}

// Somebody deleted the analysis while it ran.
bool IsDeleted(const Result<void>& step)
{
  return IsOf(step, ErrorKind::NotFound);
}

}  // namespace

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
  const auto inHand = CheckInHand(record);
  if (IsLost(inHand) || IsDeleted(inHand))
  {
    Drop(record, inHand.Failure());
    return {};
  }
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

// Errors: Conflict, NotFound (the analysis was deleted), StorageFailed.
Result<void> AnalysisWorkers::CheckInHand(const AnalysisRecord& record)
{
  const auto found = ports_.queue.Find(record.id);
  if (!found.HasValue())
  {
    return found.Failure();
  }
  const AnalysisRecord& now = found.Value();
  const bool isInHand =
      now.state == AnalysisState::Running && now.node == record.node && now.claims == record.claims;
  return isInHand ? Result<void>()
                  : Error{ErrorKind::Conflict, "analysis " + record.id +
                                                   " is not in the hands of this node any more; it "
                                                   "is " +
                                                   StateName(now.state) + " now."};
}

// What others made of it meanwhile stays.
void AnalysisWorkers::Drop(const AnalysisRecord& record, const Error& error)
{
  if (error.kind == ErrorKind::NotFound)
  {
    // What its model answered in earlier attempts goes, too.
    const auto ignored =
        ports_.reports.Remove(record.order.level, record.order.orthancId, record.id);
    return;
  }
  ports_.log.Warning("A result is dropped: " + error.message);
  const auto found = ports_.queue.Find(record.id);
  const bool hasNone =
      found.HasValue() && HasEnded(found.Value().state) && !HasReport(found.Value().state);
  if (hasNone)  // canceled, perhaps after its report was stored
  {
    const auto ignored =
        ports_.reports.Remove(record.order.level, record.order.orthancId, record.id);
  }
}

Result<void> AnalysisWorkers::Keep(const AnalysisRecord& record, const AnalysisOutcome& outcome)
{
  Stopwatch watch;
  analyze_.Progress().Note(record.id, {AnalysisStage::Storing});
  // Keeping the readings may have taken a while.
  const auto inHand = CheckInHand(record);
  if (IsLost(inHand) || IsDeleted(inHand))
  {
    Drop(record, inHand.Failure());
    return {};
  }
  // The report first: a crash in between leads to the same analysis once more, which replaces it.
  auto stored = ports_.reports.Store(ReportToJson(outcome.report));
  if (!stored.HasValue())
  {
    return stored;
  }
  const AnalysisReport& report = outcome.report;
  auto finished =
      ports_.queue.Finish(record, StateAfter(report.status), report.reason, SummaryOf(outcome));
  if (IsLost(finished) || IsDeleted(finished))
  {
    Drop(record, finished.Failure());
    return {};
  }
  if (finished.HasValue())
  {
    const auto storing = watch.Lap();
    statistics_.NoteReport(record, outcome, storing);
    ports_.log.Info(SuccessLine(outcome, storing));
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
    if (IsLost(applied) || IsDeleted(applied))
    {
      Drop(record, applied.Failure());
      return;
    }
    if (applied.HasValue() || arrived_.IsStopped())
    {
      return;
    }
    if (news_.IsNews("state", applied.Failure().message, ports_.clock.Now()))
    {
      ports_.log.Error("The state of analysis " + record.id +
                       " cannot be written: " + applied.Failure().message);
    }
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
  auto finished = ports_.queue.Finish(record, AnalysisState::Failed, error.message, {});
  if (finished.HasValue())
  {
    statistics_.NoteFailed();
  }
  return finished;
}

}  // namespace vlm
