// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/CircuitBreaker.h"

#include <algorithm>

namespace vlm
{
namespace
{

constexpr int failuresToOpen = 5;
constexpr const char* outage = "Outage";

std::chrono::milliseconds Doubled(std::chrono::seconds first, int doublings,
                                  std::chrono::seconds longest)
{
  return std::min(first * (1 << std::clamp(doublings, 0, 10)), longest);
}

}  // namespace

bool CircuitBreaker::Interval::Holds(Timestamp now) const
{
  // A clock that was set back must not make a pause of a minute last for hours.
  constexpr std::chrono::minutes step{1};
  return now < until && now >= from - step;
}

Standing CircuitBreaker::At(Timestamp now) const
{
  if (isPaused_ && isProbed_)
  {
    return {ModelState::Probing, cause_, reason_, std::nullopt};
  }
  if (isPaused_ && pause_.Holds(now))
  {
    return {ModelState::Paused, cause_, reason_, pause_.until};
  }
  if (hold_.Holds(now))
  {
    return {ModelState::Paused, "RateLimited", holdReason_, hold_.until};
  }
  if (isPaused_)
  {
    return {ModelState::Probing, cause_, reason_, pause_.until};
  }
  return {};
}

std::optional<Timestamp> CircuitBreaker::HeldUntil(Timestamp now) const
{
  return hold_.Holds(now) ? std::optional<Timestamp>(hold_.until) : std::nullopt;
}

CircuitBreaker::Permit CircuitBreaker::Admit(Timestamp now, bool ignoresPauses)
{
  const bool isTheProbe = isPaused_ && !isProbed_ && !pause_.Holds(now);
  isProbed_ = isProbed_ || isTheProbe;
  return {epoch_, isTheProbe, ignoresPauses};
}

// While paused only the probe counts.
bool CircuitBreaker::Counts(const Permit& permit) const
{
  return permit.epoch == epoch_ && (!isPaused_ || permit.isTheProbe);
}

void CircuitBreaker::Succeed(const Permit& permit)
{
  if (Counts(permit) || permit.ignoresPauses)
  {
    Close();
    holdsInARow_ = 0;
  }
}

void CircuitBreaker::Fail(const Permit& permit, const std::string& message, Timestamp now)
{
  if (!Counts(permit))
  {
    return;
  }
  ++consecutiveFailures_;
  if (permit.isTheProbe || consecutiveFailures_ >= failuresToOpen)
  {
    Pause(outage, message, now);
  }
}

void CircuitBreaker::Refuse(const Permit& permit, const std::string& kind,
                            const std::string& message, Timestamp now)
{
  if (Counts(permit))
  {
    Pause(kind, message, now);
  }
}

void CircuitBreaker::PauseNow(const std::string& kind, const std::string& message, Timestamp now)
{
  if (!isPaused_ || !pause_.Holds(now))
  {
    Pause(kind, message, now);
  }
}

void CircuitBreaker::Hold(const Permit& permit, std::optional<std::chrono::milliseconds> after,
                          const std::string& message, Timestamp now)
{
  using std::chrono::milliseconds;
  constexpr std::chrono::hours longest{24};
  constexpr int trusted = 3;  // times in a row that a server may ask for next to no patience
  const auto own = Doubled(std::chrono::seconds(1), after ? holdsInARow_ - trusted : holdsInARow_,
                           std::chrono::minutes(1));
  const auto least = after && holdsInARow_ < trusted ? milliseconds(0) : own;
  const auto until = now + std::clamp<milliseconds>(after.value_or(own), least, longest);
  if (!hold_.Holds(now))
  {
    // Those in flight together are told so together, which is no reason to wait longer.
    ++holdsInARow_;
  }
  if (!hold_.Holds(now) || until > hold_.until)
  {
    hold_ = {now, until};
    holdReason_ = message;
  }
  if (permit.isTheProbe && Counts(permit))
  {
    // The server works again and knows us; pausesInARow_ stays until it has answered.
    isPaused_ = false;
    isProbed_ = false;
    ++epoch_;
  }
}

void CircuitBreaker::Abandon(const Permit& permit)
{
  if (permit.isTheProbe && permit.epoch == epoch_)
  {
    isProbed_ = false;
  }
}

// Whatever was answered, and whoever says that the service is well: a 429 is kept to.
void CircuitBreaker::Close()
{
  epoch_ += isPaused_ ? 1 : 0;
  isPaused_ = false;
  isProbed_ = false;
  cause_.clear();
  consecutiveFailures_ = 0;
  pausesInARow_ = 0;
}

void CircuitBreaker::Pause(const std::string& cause, const std::string& reason, Timestamp now)
{
  pausesInARow_ = cause == cause_ ? pausesInARow_ + 1 : 1;
  const auto length =
      cause == outage
          ? Doubled(std::chrono::seconds(30), pausesInARow_ - 1, std::chrono::minutes(10))
          : Doubled(std::chrono::minutes(1), pausesInARow_ - 1, std::chrono::minutes(15));
  ++epoch_;
  isPaused_ = true;
  isProbed_ = false;
  pause_ = {now, now + length};
  cause_ = cause;
  reason_ = reason;
  consecutiveFailures_ = 0;
}

}  // namespace vlm
