// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/ExchangeStatistics.h"

#include <algorithm>
#include <variant>

namespace vlm
{
namespace
{

// None: it says nothing about the server.
std::optional<bool> IsReachable(const HttpTransport::Outcome& outcome)
{
  const auto* error = std::get_if<TransportError>(&outcome);
  if (error == nullptr || error->kind == TransportFailure::TooLarge)
  {
    return true;
  }
  const bool saysNothing =
      error->kind == TransportFailure::Canceled || error->kind == TransportFailure::NotAllowed;
  return saysNothing ? std::optional<bool>() : std::optional<bool>(false);
}

}  // namespace

void ExchangeStatistics::NoteRequest(bool isRetry, std::int64_t bytes)
{
  const MutexLock lock(mutex_);
  ++counts_.requests;
  counts_.retries += isRetry ? 1 : 0;
  counts_.bytesSent += bytes;
}

void ExchangeStatistics::NoteOutcome(const HttpTransport::Outcome& outcome,
                                     const std::optional<ServiceFailure>& failure,
                                     std::chrono::milliseconds latency)
{
  const MutexLock lock(mutex_);
  if (const auto isReachable = IsReachable(outcome))
  {
    counts_.isReachable = isReachable;
  }
  if (failure)
  {
    ++counts_.failures[failure->kind];
    counts_.lastError = failure->message;
    return;
  }
  counts_.lastError.clear();
  ++counts_.answered;
  counts_.totalLatency += latency;
}

void ExchangeStatistics::NoteUsage(const TokenUsage& usage)
{
  const MutexLock lock(mutex_);
  counts_.inputTokens += usage.inputTokens;
  counts_.outputTokens += usage.outputTokens;
  if (!usage.servedModel.empty())
  {
    counts_.servedModel = usage.servedModel;
  }
  if (!usage.failure.empty())
  {
    ++counts_.failures[usage.failure];
    counts_.lastError = usage.problem;
  }
}

void ExchangeStatistics::Describe(ModelHealth& health) const
{
  const MutexLock lock(mutex_);
  health.requests = counts_.requests;
  health.retries = counts_.retries;
  health.bytesSent = counts_.bytesSent;
  health.failures = counts_.failures;
  health.inputTokens = counts_.inputTokens;
  health.outputTokens = counts_.outputTokens;
  health.totalLatency = counts_.totalLatency;
  health.answered = counts_.answered;
  health.isReachable = counts_.isReachable;
  health.lastError = counts_.lastError;
  health.servedModel = counts_.servedModel;
}

}  // namespace vlm
