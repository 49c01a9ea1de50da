// SPDX-License-Identifier: GPL-3.0-or-later
// What became of the requests to one model since the start: for /vlm/status and the metrics.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "Model/HttpTransport.h"
#include "Model/ModelExchange.h"
#include "Model/ModelHealth.h"
#include "Model/ServiceFailure.h"
#include "Pipeline/Mutex.h"

namespace vlm
{

// Thread-safe.
class ExchangeStatistics
{
public:
  void NoteRequest(bool isRetry, std::int64_t bytes);
  // `failure`: none when it was a success.
  void NoteOutcome(const HttpTransport::Outcome& outcome,
                   const std::optional<ServiceFailure>& failure, std::chrono::milliseconds latency);
  void NoteUsage(const TokenUsage& usage);

  // Fills requests, retries, bytesSent, failures, tokens, latency, answered, isReachable, lastError
  // and servedModel.
  void Describe(ModelHealth& health) const;

private:
  mutable Mutex mutex_;
  ModelHealth counts_ VLM_GUARDED_BY(mutex_);  // of it, the fields above
};

}  // namespace vlm
