// SPDX-License-Identifier: GPL-3.0-or-later
// How requests wait in line at an AdmissionGate.
#include <algorithm>
#include <utility>

#include "Pipeline/AdmissionChange.h"
#include "Pipeline/AdmissionGate.h"
#include "Pipeline/StandingNews.h"

namespace vlm
{

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

Result<AdmissionGate::Passage> AdmissionGate::Enter(PauseHandling handling,
                                                    const Cancellation& cancellation,
                                                    const SharedGate& shared)
{
  const bool isShared = static_cast<bool>(shared);
  const PlaceInLine place(*this);
  while (!cancellation.IsRequested())
  {
    auto step = isShared ? TryShared(place.Number(), handling, shared)
                         : TryToEnter(place.Number(), handling, Sharing::Alone);
    if (auto* passage = std::get_if<Passage>(&step))
    {
      return std::move(*passage);
    }
    if (const auto* refusal = std::get_if<Error>(&step))
    {
      return *refusal;
    }
    Wait(std::get<std::chrono::milliseconds>(step), cancellation);
  }
  return Error{ErrorKind::Canceled, "The request to model " + settings_.model + " was canceled"};
}

void AdmissionGate::Wait(std::chrono::milliseconds time, const Cancellation& cancellation) const
{
  while (time.count() > 0 && !cancellation.IsRequested())
  {
    const auto slice = std::min(time, waitingSlice);
    ports_.waiting.pause(slice);
    time -= slice;
  }
}

AdmissionGate::Step AdmissionGate::TryShared(std::uint64_t number, PauseHandling handling,
                                             const SharedGate& shared)
{
  auto step = TryToEnter(number, handling, Sharing::AmongNodes);
  auto* passage = std::get_if<Passage>(&step);
  return passage == nullptr ? std::move(step) : Ask(shared, std::move(*passage));
}

// No lock is held while it is asked: others in line wait for this one anyway.
AdmissionGate::Step AdmissionGate::Ask(const SharedGate& shared, Passage passage)
{
  const auto verdict = shared();
  const Change change(*this);
  --asking_;
  if (!verdict.HasValue())
  {
    Leave(passage, change.Now());
    return verdict.Failure();
  }
  const auto& told = verdict.Value();
  if (told.isAdmitted)
  {
    budget_.Take(change.Now());
  }
  budget_.Learn(told.today, told.asOf, change.Now());
  if (told.isAdmitted)
  {
    Announce(change.Now());
    return Step(std::move(passage));
  }
  Leave(passage, change.Now());
  return told.wait;
}

AdmissionGate::Step AdmissionGate::TryToEnter(std::uint64_t number, PauseHandling handling,
                                              Sharing sharing)
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
  if (sharing == Sharing::Alone)
  {
    budget_.Take(now);
  }
  else  // taken once it is admitted by all nodes' limits
  {
    ++asking_;
  }
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

}  // namespace vlm
