// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/GovernedExchange.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "Pipeline/BudgetReading.h"
#include "Pipeline/CallRetry.h"
#include "Pipeline/ExchangeState.h"

namespace vlm
{

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
  ExchangeOutcome result;
  while (true)
  {
    auto entrance = state_->Enter(call, cancellation);
    if (!entrance.HasValue())
    {
      return entrance.Failure();
    }
    const auto bytes = static_cast<std::int64_t>(call.call.body.size());
    state_->statistics.NoteRequest(result.requests > 0, bytes);
    ++result.requests;
    result.bytesSent += bytes;
    result.ledgerEntry = entrance.Value().ledgerEntry;
    auto attempt = state_->Ask(call, result.ledgerEntry, cancellation);
    state_->Judge(std::move(entrance).Value().passage, attempt);
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
  state_->LearnUsage();
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
