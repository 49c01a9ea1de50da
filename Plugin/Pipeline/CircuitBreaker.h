// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a model may be asked, by what its server did: closed, held by the server (429), open
// after failures, or half open, when exactly one call tries.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "Foundation/Time.h"
#include "Model/ModelHealth.h"

namespace vlm
{

// How a model stands towards new calls.
struct Standing
{
  ModelState state = ModelState::Open;
  std::string cause;                 // a word: what paused it; empty when Open
  std::string reason;                // a sentence; empty when Open
  std::optional<Timestamp> opensAt;  // Probing: none while a call tries
};

// Not thread-safe.
class CircuitBreaker
{
public:
  // Under which a call was let through. What happened to a call from before a change says nothing
  // about the time after it, so calls of a former epoch change nothing.
  struct Permit
  {
    std::uint64_t epoch = 0;
    bool isTheProbe = false;  // the half-open state's one call
    bool ignoresPauses = false;
  };

  Standing At(Timestamp now) const;
  // Until when the server asked everybody to wait; none: it did not, or that is over.
  std::optional<Timestamp> HeldUntil(Timestamp now) const;
  // The call may be sent: At() is Open, or Probing with nobody trying, or it ignores pauses.
  Permit Admit(Timestamp now, bool ignoresPauses);

  void Succeed(const Permit& permit);
  // The service is down or slow: the fifth in a row opens the breaker for 30 s, doubling up to
  // 10 minutes while probes fail. `message`: the server's or the network's words.
  void Fail(const Permit& permit, const std::string& message, Timestamp now);
  // The service refuses us: paused at once for 60 s, doubling up to 15 minutes while probes fail
  // with the same `kind`.
  void Refuse(const Permit& permit, const std::string& kind, const std::string& message,
              Timestamp now);
  // The same, shown by something else than a call; nothing changes while it is paused anyway.
  void PauseNow(const std::string& kind, const std::string& message, Timestamp now);
  // Too many requests: nobody sends for `after`; without it, and at least so long from the fourth
  // time in a row, for 1 s, doubling up to a minute.
  void Hold(const Permit& permit, std::optional<std::chrono::milliseconds> after,
            const std::string& message, Timestamp now);
  // Says nothing about the service; after the probe, another call may try.
  void Abandon(const Permit& permit);
  // Ends a pause, but not the wait that a server asked for.
  void Close();

private:
  struct Interval
  {
    Timestamp from{};
    Timestamp until{};
    // Over too when the clock was set back.
    bool Holds(Timestamp now) const;
  };

  bool Counts(const Permit& permit) const;
  void Pause(const std::string& cause, const std::string& reason, Timestamp now);

  std::uint64_t epoch_ = 0;
  bool isPaused_ = false;
  bool isProbed_ = false;
  Interval pause_;
  Interval hold_;
  std::string holdReason_;
  std::string cause_;
  std::string reason_;
  int consecutiveFailures_ = 0;
  int pausesInARow_ = 0;
  int holdsInARow_ = 0;
};

}  // namespace vlm
