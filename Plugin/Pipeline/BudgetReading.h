// SPDX-License-Identifier: GPL-3.0-or-later
// What is left of a model's budgets: the egress ledger remembers what was spent, also over
// restarts.
#pragma once

#include "Foundation/Result.h"
#include "Pipeline/GovernedExchange.h"
#include "Pipeline/RequestBudget.h"

namespace vlm
{

// Errors: StorageFailed.
Result<RequestBudget> ReadBudget(const ExchangeSettings& settings, const ExchangePorts& ports);

}  // namespace vlm
