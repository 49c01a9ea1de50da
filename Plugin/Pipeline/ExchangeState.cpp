// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/ExchangeState.h"

#include <algorithm>
#include <variant>

#include "Model/EchoedSecrets.h"
#include "Pipeline/CallRetry.h"
#include "Pipeline/SharedLimits.h"

namespace vlm
{
namespace
{

constexpr int triesToComplete = 120;
constexpr std::chrono::milliseconds pauseToComplete{250};
constexpr std::chrono::seconds learnsEvery{5};

}  // namespace

EgressEntry GovernedExchange::State::EntryOf(const OutgoingCall& call) const
{
  EgressEntry entry;
  entry.time = ports.clock.Now();
  entry.analysisId = call.note.analysisId;
  entry.orthancStudyId = call.note.orthancStudyId;
  entry.model = settings.model;
  entry.host = settings.host;
  entry.rule = settings.destinationRule +
               (call.note.pictureRule.empty() ? std::string() : "; " + call.note.pictureRule);
  entry.bytes = static_cast<std::int64_t>(call.call.body.size());
  entry.pictureSha256 = call.note.pictureSha256;
  entry.contextKeys = call.note.contextKeys;
  return entry;
}

Error GovernedExchange::State::NotRecorded(const Error& failure) const
{
  return {ErrorKind::StorageFailed,
          "Nothing was sent to model " + settings.model +
              ", because the egress ledger cannot be written: " + failure.message};
}

Result<GovernedExchange::State::Entrance> GovernedExchange::State::Enter(
    const OutgoingCall& call, const Cancellation& cancellation)
{
  const auto handling = call.isProbe ? PauseHandling::Ignore : PauseHandling::Respect;
  if (ports.ledger.IsShared())
  {
    return EnterAmongNodes(call, handling, cancellation);
  }
  auto passage = gate.Enter(handling, cancellation);
  if (!passage.HasValue())
  {
    return passage.Failure();
  }
  const auto entry = ports.ledger.Record(EntryOf(call));
  if (!entry.HasValue())
  {
    gate.Withdraw(std::move(passage).Value());
    return NotRecorded(entry.Failure());
  }
  return Entrance{std::move(passage).Value(), entry.Value()};
}

Result<GovernedExchange::State::Entrance> GovernedExchange::State::EnterAmongNodes(
    const OutgoingCall& call, PauseHandling handling, const Cancellation& cancellation)
{
  std::int64_t id = 0;
  auto passage = gate.Enter(handling, cancellation,
                            [&]() -> Result<SharedVerdict>
                            {
                              const auto entry = EntryOf(call);
                              const auto told = ports.ledger.Admit(entry, SharedLimitsOf(settings));
                              if (!told.HasValue())
                              {
                                return NotRecorded(told.Failure());
                              }
                              id = told.Value().entry.value_or(0);
                              return VerdictOf(told.Value(), entry.time, ports.waiting.jitter());
                            });
  if (!passage.HasValue())
  {
    return passage.Failure();
  }
  return Entrance{std::move(passage).Value(), id};
}

GovernedExchange::State::Attempt GovernedExchange::State::Ask(const OutgoingCall& call,
                                                              std::int64_t ledgerEntry,
                                                              const Cancellation& cancellation)
{
  const auto start = ports.clock.Now();
  Attempt attempt;
  attempt.outcome = ports.transport.Send(call.call, settings.connection, cancellation);
  CoverEchoedSecrets(call.call, attempt.outcome);
  const auto end = ports.clock.Now();
  // The clock may have been set back in between.
  const auto latency = std::max(end - start, std::chrono::milliseconds(0));
  attempt.latency = latency;
  attempt.failure = JudgeService(attempt.outcome, settings.host, end);
  attempt.isForCaller = !attempt.failure || IsExpectedRefusal(call, attempt.outcome);
  statistics.NoteOutcome(attempt.outcome, attempt.failure, latency);
  Complete(ledgerEntry, attempt, cancellation);
  return attempt;
}

// On a shared database an entry without its outcome counts as in flight for all nodes: an outage of
// the database is waited for a while. Nothing can be analysed meanwhile anyway.
void GovernedExchange::State::Complete(std::int64_t ledgerEntry, const Attempt& attempt,
                                       const Cancellation& cancellation)
{
  const auto* reply = std::get_if<HttpReply>(&attempt.outcome);
  int patience = ports.ledger.IsShared() ? triesToComplete : 1;
  for (;;)
  {
    const auto completed = ports.ledger.Complete(
        ledgerEntry, reply == nullptr ? 0 : reply->status,
        attempt.failure ? attempt.failure->kind : "Answered", attempt.latency);
    if (completed.HasValue())
    {
      return;
    }
    if (--patience <= 0 || cancellation.IsRequested() ||
        completed.Failure().kind != ErrorKind::StorageFailed)
    {
      ports.log.Warning("The egress ledger lacks the outcome of a request to model " +
                        settings.model + ": " + completed.Failure().message);
      return;
    }
    ports.waiting.pause(pauseToComplete);
  }
}

void GovernedExchange::State::Judge(AdmissionGate::Passage passage, const Attempt& attempt)
{
  if (!attempt.failure)
  {
    gate.Succeed(std::move(passage));
  }
  else if (!attempt.isForCaller)
  {
    gate.Fail(std::move(passage), *attempt.failure);
  }
  // An expected refusal says nothing about the service: the passage is just dropped.
}

// None: the request is tried again.
std::optional<Error> GovernedExchange::State::ErrorAfter(const ServiceFailure& failure,
                                                         const OutgoingCall& call, int requests)
{
  const bool isLast = requests > settings.maximumRetries;
  if (IsRateLimit(failure))
  {
    // A self-test ignores pauses, so that it would ask again at once.
    const bool isOver = isLast || call.isProbe;
    return isOver ? gate.WhyNotOpen().value_or(Error{ErrorKind::ModelPaused, failure.message})
                  : std::optional<Error>();
  }
  switch (failure.action)
  {
    case FailureAction::RetrySoon:
      // What opened the breaker costs its analysis no attempt: it waits in the queue.
      return isLast
                 ? gate.WhyNotOpen().value_or(Error{ErrorKind::ModelUnavailable, failure.message})
                 : std::optional<Error>();
    case FailureAction::Pause:
      return gate.WhyNotOpen().value_or(Error{ErrorKind::ModelPaused, failure.message});
    case FailureAction::RetryAfter:
    case FailureAction::PauseAndFail:
    case FailureAction::Fail:
      break;
  }
  return FinalError(failure);
}

// The gate itself waits for a server that asked for patience, and sees cancellations.
void GovernedExchange::State::WaitAfter(const ServiceFailure& failure, int requests,
                                        const Cancellation& cancellation)
{
  if (IsRateLimit(failure) || gate.WhyNotOpen())
  {
    return;
  }
  auto remaining = BackOffAfter(requests, ports.waiting.jitter());
  ++backingOff;
  while (remaining.count() > 0 && !cancellation.IsRequested())
  {
    const auto slice = std::min(remaining, waitingSlice);
    ports.waiting.pause(slice);
    remaining -= slice;
  }
  --backingOff;
}

// A node that has nothing to send learns so that the day's budget is used up, or a new day began.
void GovernedExchange::State::LearnUsage()
{
  const auto now = ports.clock.Now();
  auto last = learnedAt.load();
  const bool isRecent = now >= last && now - last < learnsEvery;
  if (!ports.ledger.IsShared() || isRecent || !learnedAt.compare_exchange_strong(last, now))
  {
    return;
  }
  const auto usage = ports.ledger.UsageSince(settings.model, DayOf(now));
  if (usage.HasValue())
  {
    gate.Learn({usage.Value().requests, usage.Value().tokens}, now);
  }
}

}  // namespace vlm
