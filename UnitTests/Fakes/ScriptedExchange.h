// SPDX-License-Identifier: GPL-3.0-or-later
// A model's server that answers what a test tells it to, without limits, ledger or network.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "Model/ModelExchange.h"

namespace vlm
{

// What a test keeps hold of while the model owns the exchange.
struct ExchangeScript
{
  std::deque<Result<HttpReply>> replies;  // the next ones; without any: ModelUnavailable
  std::vector<OutgoingCall> calls;
  std::vector<TokenUsage> usages;
  std::vector<int> refusals;  // statuses of those given back to be judged
  std::vector<std::string> pauses;
  int resumptions = 0;
  std::string forbidden;  // why egress forbids the server
  std::chrono::milliseconds latency{250};

  ExchangeScript& Then(int status, std::string body)
  {
    HttpReply reply;
    reply.status = status;
    reply.headers["content-type"] = "application/json";
    reply.body = std::move(body);
    replies.emplace_back(std::move(reply));
    return *this;
  }
  ExchangeScript& Then(Error error)
  {
    replies.emplace_back(std::move(error));
    return *this;
  }
};

class ScriptedExchange : public ModelExchange
{
public:
  explicit ScriptedExchange(ExchangeScript& script) : script_(script) {}

  Result<ExchangeOutcome> Send(const OutgoingCall& call, const Cancellation& cancellation) override
  {
    if (cancellation.IsRequested())
    {
      return Error{ErrorKind::Canceled, "Canceled."};
    }
    script_.calls.push_back(call);
    if (script_.replies.empty())
    {
      return Error{ErrorKind::ModelUnavailable, "The script has ended."};
    }
    auto reply = std::move(script_.replies.front());
    script_.replies.pop_front();
    if (!reply.HasValue())
    {
      return reply.Failure();
    }
    const int status = reply.Value().status;
    const bool isExpected = status == 401 ? call.isUnauthorizedExpected : call.isRefusalExpected;
    if (status >= 300 && !isExpected)  // as the real one judges what its caller cannot mend
    {
      return status == 401 ? Error{ErrorKind::ModelPaused, "Unauthorized."}
                           : Error{ErrorKind::BadInput, "Refused for good."};
    }
    ExchangeOutcome outcome;
    outcome.reply = std::move(reply).Value();
    outcome.requests = 1;
    outcome.bytesSent = static_cast<std::int64_t>(call.call.body.size());
    outcome.ledgerEntry = static_cast<std::int64_t>(script_.calls.size());
    outcome.latency = script_.latency;
    return outcome;
  }
  void NoteUsage(std::int64_t /*ledgerEntry*/, const TokenUsage& usage) override
  {
    script_.usages.push_back(usage);
  }
  ModelHealth Health() const override
  {
    ModelHealth health;
    health.isForbidden = !script_.forbidden.empty();
    health.reason = script_.forbidden;
    health.requests = static_cast<std::int64_t>(script_.calls.size());
    return health;
  }
  Error Refuse(const HttpReply& refusal) override
  {
    script_.refusals.push_back(refusal.status);
    return {ErrorKind::BadInput, "Refused for good."};
  }
  void Pause(const std::string& reason) override { script_.pauses.push_back(reason); }
  void Resume() override { ++script_.resumptions; }

private:
  ExchangeScript& script_;
};

}  // namespace vlm
