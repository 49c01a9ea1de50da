// SPDX-License-Identifier: GPL-3.0-or-later
// ModelExchange: one model's limits, circuit breaker, retries, ledger entries and statistics around
// the transport.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "Model/HttpTransport.h"
#include "Model/ModelExchange.h"
#include "Pipeline/Clock.h"
#include "Pipeline/EgressLedger.h"
#include "Pipeline/EventLog.h"
#include "Pipeline/WaitingPorts.h"

namespace vlm
{

struct ExchangeSettings
{
  std::string model;  // name in the configuration
  std::string host;
  std::string destinationRule;  // HostPolicy's
  std::string refusal;          // why nothing may be sent to this host; empty: it may
  ConnectionSettings connection;
  int maximumConcurrentRequests = 4;
  int requestsPerMinute = 0;       // 0: no limit
  std::int64_t dailyRequests = 0;  // 0: no limit; days are UTC
  std::int64_t dailyTokens = 0;
  int maximumRetries = 3;
};

struct ExchangePorts
{
  HttpTransport& transport;
  EgressLedger& ledger;
  const Clock& clock;
  EventLog& log;
  WaitingPorts waiting{};
  // A model may be asked sooner than its Health told: who waits for it looks again.
  std::function<void()> opened = [] {};
};

class GovernedExchange : public ModelExchange
{
public:
  // Reads today's usage from the ledger. Errors: StorageFailed.
  static Result<std::unique_ptr<GovernedExchange>> Create(const ExchangeSettings& settings,
                                                          const ExchangePorts& ports);
  ~GovernedExchange() override;

  Result<ExchangeOutcome> Send(const OutgoingCall& call, const Cancellation& cancellation) override;
  void NoteUsage(std::int64_t ledgerEntry, const TokenUsage& usage) override;
  ModelHealth Health() const override;
  Error Refuse(const HttpReply& refusal) override;
  void Pause(const std::string& reason) override;
  void Resume() override;

private:
  struct State;
  explicit GovernedExchange(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace vlm
