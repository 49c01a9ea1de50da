// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/AdmissionGate.h"

#include <algorithm>
#include <utility>

#include "Pipeline/CallRetry.h"
#include "Pipeline/StandingNews.h"

namespace vlm
{
namespace
{

constexpr std::chrono::milliseconds holdJitter{1000};
// What is waited in place. Longer waits are the queue's: it keeps them on disk, not in memory.
constexpr std::chrono::milliseconds patience = std::chrono::minutes(1) + holdJitter;

bool IsShortHold(const Standing& standing, Timestamp now)
{
  return standing.state == ModelState::Paused && standing.cause == "RateLimited" &&
         *standing.opensAt - now <= patience;
}

}  // namespace

// Holds the lock; after it, tells those who wait if the model opens sooner.
class VLM_THREAD_ANNOTATION(scoped_lockable) AdmissionGate::Change
{
public:
  explicit Change(AdmissionGate& gate) VLM_THREAD_ANNOTATION(acquire_capability(gate.mutex_))
      : gate_(gate)
  {
    gate_.mutex_.lock();
    now_ = gate_.ports_.clock.Now();
    before_ = gate_.StandingAt(now_);
  }
  ~Change() VLM_THREAD_ANNOTATION(release_capability())
  {
    const bool opensSooner = OpensSooner(gate_.StandingAt(now_), before_);
    gate_.mutex_.unlock();
    if (opensSooner)
    {
      gate_.ports_.opened();
    }
  }
  Change(const Change&) = delete;
  Change& operator=(const Change&) = delete;

  Timestamp Now() const { return now_; }

private:
  AdmissionGate& gate_;
  Timestamp now_{};
  Standing before_;
};

class AdmissionGate::PlaceInLine
{
public:
  explicit PlaceInLine(AdmissionGate& gate) : gate_(gate)
  {
    const FiberLock lock(gate_.mutex_);
    number_ = ++gate_.lastNumber_;
    gate_.line_.insert(number_);
  }
  ~PlaceInLine()
  {
    {
      const FiberLock lock(gate_.mutex_);
      gate_.line_.erase(number_);
    }
    gate_.changed_.notify_all();
  }
  PlaceInLine(const PlaceInLine&) = delete;
  PlaceInLine& operator=(const PlaceInLine&) = delete;

  std::uint64_t Number() const { return number_; }

private:
  AdmissionGate& gate_;
  std::uint64_t number_ = 0;
};

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

Result<AdmissionGate::Passage> AdmissionGate::Enter(PauseHandling handling,
                                                    const Cancellation& cancellation)
{
  const PlaceInLine place(*this);
  while (!cancellation.IsRequested())
  {
    auto step = TryToEnter(place.Number(), handling);
    if (auto* passage = std::get_if<Passage>(&step))
    {
      return std::move(*passage);
    }
    if (const auto* refusal = std::get_if<Error>(&step))
    {
      return *refusal;
    }
    if (const auto wait = std::get<std::chrono::milliseconds>(step); wait.count() > 0)
    {
      ports_.waiting.pause(wait);
    }
  }
  return Error{ErrorKind::Canceled, "The request to model " + settings_.model + " was canceled"};
}

AdmissionGate::Step AdmissionGate::TryToEnter(std::uint64_t number, PauseHandling handling)
{
  using std::chrono::milliseconds;
  const FiberLock lock(mutex_);
  const auto now = ports_.clock.Now();
  Announce(now);
  if (auto refusal = RefusalAt(now, handling))
  {
    return *std::move(refusal);
  }
  if (*line_.begin() != number || inFlight_ >= settings_.capacity)
  {
    changed_.wait_for(mutex_, waitingSlice);
    return milliseconds(0);
  }
  const auto hold =
      handling == PauseHandling::Respect ? breaker_.HeldUntil(now) : std::optional<Timestamp>();
  if (const auto opens = std::max(hold, budget_.RateOpensAt(now)))
  {
    return std::min(waitingSlice, *opens - now);
  }
  ++inFlight_;
  budget_.Take(now);
  Passage passage(*this, breaker_.Admit(now, handling == PauseHandling::Ignore));
  Announce(now);
  return Step(std::move(passage));
}

std::optional<Error> AdmissionGate::RefusalAt(Timestamp now, PauseHandling handling) const
{
  const auto standing = StandingAt(now);
  const bool isPausing = (standing.state == ModelState::Paused && !IsShortHold(standing, now)) ||
                         (standing.state == ModelState::Probing && !standing.opensAt.has_value());
  if (standing.state == ModelState::Exhausted || (isPausing && handling == PauseHandling::Respect))
  {
    return Error{ErrorKind::ModelPaused, SentenceOf(standing, settings_.model)};
  }
  return std::nullopt;
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
      *after += std::chrono::duration_cast<std::chrono::milliseconds>(holdJitter *
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
  health.inFlight = inFlight_;
  health.waiting = static_cast<int>(line_.size());
  health.requestsToday = today.requests;
  health.tokensToday = today.tokens;
}

}  // namespace vlm
