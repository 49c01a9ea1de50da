// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/CallRetry.h"

#include <algorithm>
#include <variant>

namespace vlm
{

bool IsExpectedRefusal(const OutgoingCall& call, const HttpTransport::Outcome& outcome)
{
  const auto* reply = std::get_if<HttpReply>(&outcome);
  if (call.isUnauthorizedExpected && reply != nullptr && reply->status == 401)
  {
    return true;
  }
  return call.isRefusalExpected && reply != nullptr &&
         (reply->status == 400 || reply->status == 415 || reply->status == 422 ||
          reply->status == 501);
}

bool IsRateLimit(const ServiceFailure& failure)
{
  // Without money (Pause), patience does not help.
  return failure.action == FailureAction::RetryAfter ||
         (failure.kind == "RateLimited" && failure.action == FailureAction::RetrySoon);
}

Error FinalError(const ServiceFailure& failure)
{
  if (failure.action == FailureAction::PauseAndFail)
  {
    return {ErrorKind::BadInput, failure.message};
  }
  if (failure.kind == "NotAllowed")
  {
    return {ErrorKind::BadConfiguration, failure.message};
  }
  if (failure.kind == "Canceled")
  {
    return {ErrorKind::Canceled, failure.message};
  }
  return {ErrorKind::BadReply, failure.message};
}

std::chrono::milliseconds BackOffAfter(int failures, double jitter)
{
  constexpr std::chrono::milliseconds first{500};
  constexpr std::chrono::milliseconds longest{30000};
  const auto most = std::min(first * (1 << std::clamp(failures - 1, 0, 10)), longest);
  return std::chrono::duration_cast<std::chrono::milliseconds>(most * jitter);
}

}  // namespace vlm
