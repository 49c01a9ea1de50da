// SPDX-License-Identifier: GPL-3.0-or-later
// How a model is doing: for /vlm/status, /vlm/models and metrics, and for what the queue may start.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "Foundation/Time.h"

namespace vlm
{

enum class ModelState
{
  Open,      // may be asked
  Probing,   // one request is tried after a pause
  Paused,    // its server refuses us or is down: not asked until `opensAt`
  Exhausted  // its budget of requests or tokens is used up until `opensAt`
};

std::string StateName(ModelState state);  // "Open", ...

struct ModelHealth
{
  ModelState state = ModelState::Open;
  std::string reason;                // why it is not open
  std::optional<Timestamp> opensAt;  // none: not by itself
  // Egress forbids its server. Waiting would not help: analyses begin, and fail with the reason.
  bool isForbidden = false;
  int capacity = 0;           // analyses that may be in flight; 0: as many as there are workers
  int inFlight = 0;           // requests
  int waiting = 0;            // requests that wait for a slot, a rate or a retry
  std::int64_t requests = 0;  // since the start, retries included
  std::int64_t retries = 0;
  std::int64_t bytesSent = 0;                    // bodies of requests
  std::map<std::string, std::int64_t> failures;  // by kind, e.g. "RateLimited"
  std::int64_t inputTokens = 0;
  std::int64_t outputTokens = 0;
  std::chrono::milliseconds totalLatency{0};  // of the requests that were answered
  std::int64_t answered = 0;
  std::optional<bool> isReachable;  // by the last request; none: not asked yet
  std::string lastError;
  std::string servedModel;  // by the last reply
  // What its server refused and is not asked for any more, e.g. "JSON without schema".
  std::string concessions;
  std::int64_t requestsToday = 0;  // UTC day, over restarts
  std::int64_t tokensToday = 0;
};

}  // namespace vlm
