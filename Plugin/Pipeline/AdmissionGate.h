// SPDX-License-Identifier: GPL-3.0-or-later
// Lets the requests to one model through, first come first served: within its concurrency, its
// budgets, and what its circuit breaker allows.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "Foundation/Cancellation.h"
#include "Foundation/Result.h"
#include "Model/ModelHealth.h"
#include "Model/ServiceFailure.h"
#include "Pipeline/CircuitBreaker.h"
#include "Pipeline/Clock.h"
#include "Pipeline/EventLog.h"
#include "Pipeline/FiberMutex.h"
#include "Pipeline/RequestBudget.h"
#include "Pipeline/WaitingPorts.h"

namespace vlm
{

struct GateSettings
{
  std::string model;  // for messages
  int capacity = 1;   // requests in flight
};

struct GatePorts
{
  const Clock& clock;
  EventLog& log;
  const WaitingPorts& waiting;
  // The model may be asked sooner than Describe told; called without a lock.
  const std::function<void()>& opened;
};

enum class PauseHandling
{
  Respect,
  Ignore  // a self-test tries although the model is paused; budgets hold for it too
};

// What else a request passes once it is through here, e.g. the limits that nodes share.
struct SharedVerdict
{
  bool isAdmitted = false;
  std::chrono::milliseconds wait{0};  // otherwise: before it is asked again
  DailyUsage today;                   // of all nodes
  Timestamp asOf{};
};
using SharedGate = std::function<Result<SharedVerdict>()>;

// Thread-safe; Enter suspends the calling fiber.
class AdmissionGate
{
public:
  // A request's right to be in flight. One that is dropped without a verdict says nothing about
  // the service.
  class Passage
  {
  public:
    Passage(AdmissionGate& gate, const CircuitBreaker::Permit& permit)
        : gate_(&gate), permit_(permit)
    {
    }
    ~Passage();
    Passage(Passage&& other) noexcept;
    Passage(const Passage&) = delete;
    Passage& operator=(const Passage&) = delete;
    Passage& operator=(Passage&&) = delete;

  private:
    friend class AdmissionGate;
    AdmissionGate* gate_;  // none: moved away, or its verdict was told
    CircuitBreaker::Permit permit_;
  };

  AdmissionGate(const GateSettings& settings, RequestBudget budget, const GatePorts& ports);

  // Waits for a place, the minute's budget, and for a server that asked for up to a minute of
  // patience. `shared`, if there is one, is asked for one request at a time, the first in line,
  // until it admits it. Errors: ModelPaused, Canceled; those of `shared`.
  Result<Passage> Enter(PauseHandling handling, const Cancellation& cancellation,
                        const SharedGate& shared = {});
  // The verdict on what was sent; the place is free afterwards.
  void Succeed(Passage passage);
  void Fail(Passage passage, const ServiceFailure& failure);
  // Nothing was sent.
  void Withdraw(Passage passage);

  // Something outside a request shows that the model cannot be asked.
  void Pause(const std::string& kind, const std::string& reason);
  void NoteTokens(std::int64_t tokens);
  // What all nodes used on the day of `asOf`.
  void Learn(const DailyUsage& usage, Timestamp asOf);
  void Resume();
  // None: Open.
  std::optional<Error> WhyNotOpen() const;
  // Fills state, reason, opensAt, capacity, inFlight, waiting, requestsToday and tokensToday.
  void Describe(ModelHealth& health) const;

private:
  class Change;
  class PlaceInLine;
  // Through, refused, or what to wait before the next try.
  using Step = std::variant<Passage, Error, std::chrono::milliseconds>;

  enum class Sharing
  {
    Alone,
    AmongNodes
  };

  Step TryToEnter(std::uint64_t number, PauseHandling handling, Sharing sharing);
  Step TryShared(std::uint64_t number, PauseHandling handling, const SharedGate& shared);
  Step Ask(const SharedGate& shared, Passage passage);
  void Wait(std::chrono::milliseconds time, const Cancellation& cancellation) const;
  std::optional<Error> RefusalAt(Timestamp now, PauseHandling handling) const VLM_REQUIRES(mutex_);
  Standing StandingAt(Timestamp now) const VLM_REQUIRES(mutex_);
  void Announce(Timestamp now) VLM_REQUIRES(mutex_);
  void Leave(Passage& passage, Timestamp now) VLM_REQUIRES(mutex_);
  void Drop(Passage& passage);

  const GateSettings settings_;
  const GatePorts ports_;
  mutable FiberMutex mutex_;
  FiberCondition changed_;
  CircuitBreaker breaker_ VLM_GUARDED_BY(mutex_);
  RequestBudget budget_ VLM_GUARDED_BY(mutex_);
  int inFlight_ VLM_GUARDED_BY(mutex_) = 0;
  int asking_ VLM_GUARDED_BY(mutex_) = 0;  // of these, not sent yet: a SharedGate is asked
  std::set<std::uint64_t> line_ VLM_GUARDED_BY(mutex_);
  std::uint64_t lastNumber_ VLM_GUARDED_BY(mutex_) = 0;
  Standing announced_ VLM_GUARDED_BY(mutex_);
};

}  // namespace vlm
