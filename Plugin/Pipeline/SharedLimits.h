// SPDX-License-Identifier: GPL-3.0-or-later
// How a request passes the limits that several nodes keep together, by their egress ledger.
#pragma once

#include <chrono>

#include "Pipeline/AdmissionGate.h"
#include "Pipeline/EgressLedger.h"
#include "Pipeline/GovernedExchange.h"

namespace vlm
{

SharedLimits SharedLimitsOf(const ExchangeSettings& settings);

// `asked`: when the ledger was asked. `jitter` in [0, 1): nodes do not ask in step.
SharedVerdict VerdictOf(const Admission& admission, Timestamp asked, double jitter);

}  // namespace vlm
