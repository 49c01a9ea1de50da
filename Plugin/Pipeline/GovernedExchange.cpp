// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/GovernedExchange.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>
#include <variant>

#include "Model/EchoedSecrets.h"
#include "Model/ServiceFailure.h"
#include "Pipeline/AdmissionGate.h"
#include "Pipeline/BudgetReading.h"
#include "Pipeline/CallRetry.h"
#include "Pipeline/ExchangeStatistics.h"

namespace vlm
{
namespace
{

struct Attempt
{
  HttpTransport::Outcome outcome;
  std::optional<ServiceFailure> failure;  // none: answered
  bool isForCaller = false;               // the outcome is a reply: an answer or expected refusal
  std::chrono::milliseconds latency{0};
};

}  // namespace

struct GovernedExchange::State
{
  State(ExchangeSettings ofModel, ExchangePorts given, RequestBudget budget)
      : settings(std::move(ofModel)),
        ports(std::move(given)),
        gate({settings.model, std::max(settings.maximumConcurrentRequests, 1)}, std::move(budget),
             {ports.clock, ports.log, ports.waiting, ports.opened})
  {
  }

  Result<std::int64_t> Record(const OutgoingCall& call);
  Attempt Ask(const OutgoingCall& call, std::int64_t ledgerEntry, const Cancellation& cancellation);
  void Judge(AdmissionGate::Passage passage, const Attempt& attempt);
  void Complete(std::int64_t ledgerEntry, const Attempt& attempt,
                std::chrono::milliseconds latency);
  std::optional<Error> ErrorAfter(const ServiceFailure& failure, const OutgoingCall& call,
                                  int requests);
  void WaitAfter(const ServiceFailure& failure, int requests, const Cancellation& cancellation);

  const ExchangeSettings settings;
  const ExchangePorts ports;
  AdmissionGate gate;
  ExchangeStatistics statistics;
  std::atomic<int> backingOff{0};
};

Result<std::int64_t> GovernedExchange::State::Record(const OutgoingCall& call)
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
  auto recorded = ports.ledger.Record(entry);
  if (!recorded.HasValue())
  {
    return Error{ErrorKind::StorageFailed, "Nothing was sent to model " + settings.model +
                                               ", because the egress ledger cannot be written: " +
                                               recorded.Failure().message};
  }
  return recorded;
}

Attempt GovernedExchange::State::Ask(const OutgoingCall& call, std::int64_t ledgerEntry,
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
  Complete(ledgerEntry, attempt, latency);
  return attempt;
}

void GovernedExchange::State::Complete(std::int64_t ledgerEntry, const Attempt& attempt,
                                       std::chrono::milliseconds latency)
{
  const auto* reply = std::get_if<HttpReply>(&attempt.outcome);
  const auto completed =
      ports.ledger.Complete(ledgerEntry, reply == nullptr ? 0 : reply->status,
                            attempt.failure ? attempt.failure->kind : "Answered", latency);
  if (!completed.HasValue())
  {
    ports.log.Warning("The egress ledger lacks the outcome of a request to model " +
                      settings.model + ": " + completed.Failure().message);
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

Result<std::unique_ptr<GovernedExchange>> GovernedExchange::Create(const ExchangeSettings& settings,
                                                                   const ExchangePorts& ports)
{
  auto budget = ReadBudget(settings, ports);
  if (!budget.HasValue())
  {
    return Error{ErrorKind::StorageFailed,
                 "The usage of model " + settings.model +
                     " cannot be read from the egress ledger: " + budget.Failure().message};
  }
  auto state = std::make_unique<State>(settings, ports, std::move(budget).Value());
  return std::unique_ptr<GovernedExchange>(new GovernedExchange(std::move(state)));
}

GovernedExchange::GovernedExchange(std::unique_ptr<State> state) : state_(std::move(state)) {}
GovernedExchange::~GovernedExchange() = default;

Result<ExchangeOutcome> GovernedExchange::Send(const OutgoingCall& call,
                                               const Cancellation& cancellation)
{
  if (!state_->settings.refusal.empty())
  {
    return Error{ErrorKind::BadConfiguration, state_->settings.refusal};
  }
  const auto handling = call.isProbe ? PauseHandling::Ignore : PauseHandling::Respect;
  ExchangeOutcome result;
  while (true)
  {
    auto passage = state_->gate.Enter(handling, cancellation);
    if (!passage.HasValue())
    {
      return passage.Failure();
    }
    const auto entry = state_->Record(call);
    if (!entry.HasValue())
    {
      state_->gate.Withdraw(std::move(passage).Value());
      return entry.Failure();
    }
    state_->statistics.NoteRequest(result.requests > 0);
    ++result.requests;
    result.bytesSent += static_cast<std::int64_t>(call.call.body.size());
    result.ledgerEntry = entry.Value();
    auto attempt = state_->Ask(call, entry.Value(), cancellation);
    state_->Judge(std::move(passage).Value(), attempt);
    if (attempt.isForCaller)
    {
      result.reply = std::move(std::get<HttpReply>(attempt.outcome));
      result.latency = attempt.latency;
      return result;
    }
    if (auto error = state_->ErrorAfter(*attempt.failure, call, result.requests))
    {
      return *std::move(error);
    }
    state_->WaitAfter(*attempt.failure, result.requests, cancellation);
  }
}

void GovernedExchange::NoteUsage(std::int64_t ledgerEntry, const TokenUsage& usage)
{
  // A server's own claim; no request uses so many, and sums stay in range.
  constexpr std::int64_t most = 1'000'000'000;
  TokenUsage checked = usage;
  checked.inputTokens = std::clamp<std::int64_t>(usage.inputTokens, 0, most);
  checked.outputTokens = std::clamp<std::int64_t>(usage.outputTokens, 0, most);
  state_->gate.NoteTokens(checked.inputTokens + checked.outputTokens);
  state_->statistics.NoteUsage(checked);
  const auto noted = state_->ports.ledger.NoteUsage(ledgerEntry, checked.inputTokens,
                                                    checked.outputTokens, checked.servedModel);
  if (!noted.HasValue())
  {
    state_->ports.log.Warning("The egress ledger lacks the tokens of a request to model " +
                              state_->settings.model + ": " + noted.Failure().message);
  }
}

ModelHealth GovernedExchange::Health() const
{
  ModelHealth health;
  state_->gate.Describe(health);
  state_->statistics.Describe(health);
  health.waiting += state_->backingOff.load();
  if (!state_->settings.refusal.empty())
  {
    health.isForbidden = true;
    health.state = ModelState::Paused;
    health.reason = state_->settings.refusal;
    health.opensAt.reset();
  }
  return health;
}

Error GovernedExchange::Refuse(const HttpReply& refusal)
{
  const auto failure = JudgeService(refusal, state_->settings.host, state_->ports.clock.Now());
  if (!failure)
  {
    return {ErrorKind::Internal, "A reply that is no refusal was called one."};
  }
  if (failure->action == FailureAction::Pause || failure->action == FailureAction::PauseAndFail)
  {
    state_->gate.Pause(failure->kind, failure->message);
  }
  return failure->action == FailureAction::Pause ? Error{ErrorKind::ModelPaused, failure->message}
                                                 : FinalError(*failure);
}

void GovernedExchange::Pause(const std::string& reason)
{
  state_->gate.Pause("NoCredentials", reason);
}

void GovernedExchange::Resume()
{
  state_->gate.Resume();
}

}  // namespace vlm
