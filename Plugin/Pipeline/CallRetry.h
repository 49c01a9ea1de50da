// SPDX-License-Identifier: GPL-3.0-or-later
// What one call to a service does about a failure; Model/ServiceFailure.h says what failed.
#pragma once

#include <chrono>

#include "Foundation/Result.h"
#include "Model/HttpTransport.h"
#include "Model/ModelExchange.h"
#include "Model/ServiceFailure.h"

namespace vlm
{

// The server declines this form of the request, and the caller knows another one.
bool IsExpectedRefusal(const OutgoingCall& call, const HttpTransport::Outcome& outcome);

// The server is well, but asks for patience: no failure in the circuit breaker's eyes.
bool IsRateLimit(const ServiceFailure& failure);

// The error of a failure that no retry would mend.
Error FinalError(const ServiceFailure& failure);

// The wait after so many failures in a row: 0.5 s, doubling, at most 30 s, times `jitter` in
// [0, 1), so that those who failed together do not return together.
std::chrono::milliseconds BackOffAfter(int failures, double jitter);

}  // namespace vlm
