// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/BudgetReading.h"

#include <utility>
#include <vector>

namespace vlm
{

Result<RequestBudget> ReadBudget(const ExchangeSettings& settings, const ExchangePorts& ports)
{
  const auto now = ports.clock.Now();
  const auto usage = ports.ledger.UsageSince(settings.model, DayOf(now));
  if (!usage.HasValue())
  {
    return usage.Failure();
  }
  std::vector<Timestamp> lastMinute;
  if (settings.requestsPerMinute > 0)
  {
    auto times = ports.ledger.RequestsSince(settings.model, now - std::chrono::minutes(1));
    if (!times.HasValue())
    {
      return times.Failure();
    }
    lastMinute = std::move(times).Value();
  }
  return RequestBudget({settings.requestsPerMinute, settings.dailyRequests, settings.dailyTokens},
                       {usage.Value().requests, usage.Value().tokens}, std::move(lastMinute), now);
}

}  // namespace vlm
