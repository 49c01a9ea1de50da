// SPDX-License-Identifier: GPL-3.0-or-later
// One attempt of a GovernedExchange: through the limits into the ledger, to the server, and what
// the reply means.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

#include "Model/ServiceFailure.h"
#include "Pipeline/AdmissionGate.h"
#include "Pipeline/ExchangeStatistics.h"
#include "Pipeline/GovernedExchange.h"

namespace vlm
{

struct GovernedExchange::State
{
  struct Attempt
  {
    HttpTransport::Outcome outcome;
    std::optional<ServiceFailure> failure;  // none: answered
    bool isForCaller = false;               // the outcome is a reply: an answer or expected refusal
    std::chrono::milliseconds latency{0};
  };

  struct Entrance
  {
    AdmissionGate::Passage passage;
    std::int64_t ledgerEntry = 0;
  };

  State(ExchangeSettings ofModel, ExchangePorts given, RequestBudget budget)
      : settings(std::move(ofModel)),
        ports(std::move(given)),
        gate({settings.model, std::max(settings.maximumConcurrentRequests, 1)}, std::move(budget),
             {ports.clock, ports.log, ports.waiting, ports.opened})
  {
  }

  EgressEntry EntryOf(const OutgoingCall& call) const;
  Error NotRecorded(const Error& failure) const;
  Result<Entrance> Enter(const OutgoingCall& call, const Cancellation& cancellation);
  Result<Entrance> EnterAmongNodes(const OutgoingCall& call, PauseHandling handling,
                                   const Cancellation& cancellation);
  Attempt Ask(const OutgoingCall& call, std::int64_t ledgerEntry, const Cancellation& cancellation);
  void Judge(AdmissionGate::Passage passage, const Attempt& attempt);
  void Complete(std::int64_t ledgerEntry, const Attempt& attempt, const Cancellation& cancellation);
  std::optional<Error> ErrorAfter(const ServiceFailure& failure, const OutgoingCall& call,
                                  int requests);
  // What other nodes used meanwhile, asked for every few seconds.
  void LearnUsage();
  void WaitAfter(const ServiceFailure& failure, int requests, const Cancellation& cancellation);

  const ExchangeSettings settings;
  const ExchangePorts ports;
  AdmissionGate gate;
  ExchangeStatistics statistics;
  std::atomic<int> backingOff{0};
  std::atomic<Timestamp> learnedAt{ports.clock.Now()};
};

}  // namespace vlm
