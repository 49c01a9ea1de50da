// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/AdmissionGate.h"

#include <algorithm>
#include <utility>

#include "Pipeline/AdmissionChange.h"
#include "Pipeline/CallRetry.h"
#include "Pipeline/StandingNews.h"

namespace vlm
{

AdmissionGate::Passage::~Passage()
{
  if (gate_ != nullptr)
  {
    gate_->Drop(*this);
  }
}

AdmissionGate::Passage::Passage(Passage&& other) noexcept
    : gate_(std::exchange(other.gate_, nullptr)), permit_(other.permit_)
{
}

AdmissionGate::AdmissionGate(const GateSettings& settings, RequestBudget budget,
                             const GatePorts& ports)
    : settings_(settings), ports_(ports), budget_(std::move(budget))
{
}

Standing AdmissionGate::StandingAt(Timestamp now) const
{
  if (const auto exhaustion = budget_.Exhaustion(now))
  {
    return {ModelState::Exhausted, "Budget", *exhaustion, NextDayOf(now)};
  }
  return breaker_.At(now);
}

// Once for each change. Short waits that a server asks for are its daily business.
void AdmissionGate::Announce(Timestamp now)
{
  auto standing = StandingAt(now);
  const bool isNews = standing.state != announced_.state || standing.cause != announced_.cause;
  if (!isNews || standing.state == ModelState::Probing || IsShortHold(standing, now))
  {
    return;
  }
  announced_ = standing;
  if (standing.cause == "BadRequest")
  {
    // A server may quote the request, which never goes to the log.
    standing.reason = "its server refused a request as bad; GET /vlm/models has its words";
  }
  const auto sentence = SentenceOf(standing, settings_.model);
  standing.state == ModelState::Open ? ports_.log.Info(sentence) : ports_.log.Warning(sentence);
}

void AdmissionGate::Succeed(Passage passage)
{
  const Change change(*this);
  breaker_.Succeed(passage.permit_);
  Leave(passage, change.Now());
}

void AdmissionGate::Fail(Passage passage, const ServiceFailure& failure)
{
  const Change change(*this);
  if (IsRateLimit(failure))
  {
    auto after = failure.after;
    if (after)
    {
      // Not everybody at once when the time has come.
      *after += std::chrono::duration_cast<std::chrono::milliseconds>(HoldJitter *
                                                                      ports_.waiting.jitter());
    }
    breaker_.Hold(passage.permit_, after, failure.message, change.Now());
  }
  else if (failure.action == FailureAction::RetrySoon)
  {
    breaker_.Fail(passage.permit_, failure.message, change.Now());
  }
  else if (failure.action != FailureAction::Fail)
  {
    breaker_.Refuse(passage.permit_, failure.kind, failure.message, change.Now());
  }
  Leave(passage, change.Now());
}

void AdmissionGate::Withdraw(Passage passage)
{
  const Change change(*this);
  budget_.GiveBack(change.Now());
  Leave(passage, change.Now());
}

void AdmissionGate::Drop(Passage& passage)
{
  const Change change(*this);
  Leave(passage, change.Now());
}

void AdmissionGate::Leave(Passage& passage, Timestamp now)
{
  breaker_.Abandon(passage.permit_);
  passage.gate_ = nullptr;
  --inFlight_;
  Announce(now);
  changed_.notify_all();
}

void AdmissionGate::Pause(const std::string& kind, const std::string& reason)
{
  const Change change(*this);
  breaker_.PauseNow(kind, reason, change.Now());
  Announce(change.Now());
  changed_.notify_all();
}

void AdmissionGate::NoteTokens(std::int64_t tokens)
{
  const Change change(*this);
  budget_.NoteTokens(tokens, change.Now());
  Announce(change.Now());
}

void AdmissionGate::Learn(const DailyUsage& usage, Timestamp asOf)
{
  const Change change(*this);
  budget_.Learn(usage, asOf, change.Now());
  Announce(change.Now());
}

void AdmissionGate::Resume()
{
  const Change change(*this);
  breaker_.Close();
  Announce(change.Now());
  changed_.notify_all();
}

std::optional<Error> AdmissionGate::WhyNotOpen() const
{
  const FiberLock lock(mutex_);
  const auto standing = StandingAt(ports_.clock.Now());
  if (standing.state == ModelState::Open)
  {
    return std::nullopt;
  }
  return Error{ErrorKind::ModelPaused, SentenceOf(standing, settings_.model)};
}

void AdmissionGate::Describe(ModelHealth& health) const
{
  const FiberLock lock(mutex_);
  const auto now = ports_.clock.Now();
  const auto standing = StandingAt(now);
  const auto today = budget_.Today(now);
  health.state = standing.state;
  health.reason = standing.reason;
  health.opensAt = standing.opensAt;
  // More analyses could only wait for the one that tries.
  health.capacity = standing.state == ModelState::Probing ? 1 : settings_.capacity;
  health.inFlight = inFlight_ - asking_;
  health.waiting = static_cast<int>(line_.size());
  health.requestsToday = today.requests;
  health.tokensToday = today.tokens;
}

}  // namespace vlm
