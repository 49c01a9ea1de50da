// SPDX-License-Identifier: GPL-3.0-or-later
// The one table from what a server or the network did to what is done about it.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "Foundation/Time.h"
#include "Model/HttpTransport.h"

namespace vlm
{

enum class FailureAction
{
  RetrySoon,     // back off, with jitter and a cap
  RetryAfter,    // the server says when
  Pause,         // our settings or account are wrong: nobody asks until somebody mends it
  PauseAndFail,  // this request is refused (400): it is not tried again, others wait a while
  Fail           // trying again would not help
};

struct ServiceFailure
{
  std::string kind;  // "RateLimited", "ServerError", "TimedOut", "Unreachable", "Broken",
                     // "Unauthorized", "UnknownModel", "BadRequest", "TooLarge", "NotAllowed",
                     // "Redirected", "Canceled"
  FailureAction action = FailureAction::Fail;
  std::optional<std::chrono::milliseconds> after;  // of RetryAfter
  std::string message;  // a sentence with host, status and the server's own words, without secrets
};

// None: the reply is a success (2xx). `host`: for the message. 429 honours google.rpc.RetryInfo
// ("37s") and Retry-After (seconds; an HTTP date needs `now`), at most a day.
std::optional<ServiceFailure> JudgeService(const HttpTransport::Outcome& outcome,
                                           const std::string& host, Timestamp now);

}  // namespace vlm
