// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/RequestBudget.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace vlm
{
namespace
{

constexpr std::chrono::minutes window{1};

// Since C++20 std::chrono has days.
using Days = std::chrono::duration<std::int64_t, std::ratio<86400>>;

std::string UsedUp(const char* setting, std::int64_t used, std::int64_t limit)
{
  return std::to_string(used) + " used of " + setting + " " + std::to_string(limit) +
         "; days are UTC";
}

}  // namespace

Timestamp DayOf(Timestamp now)
{
  return std::chrono::floor<Days>(now);
}

Timestamp NextDayOf(Timestamp now)
{
  return std::chrono::floor<Days>(now) + Days(1);
}

std::optional<std::string> ExhaustionOf(const BudgetLimits& limits, const DailyUsage& today)
{
  if (limits.dailyRequests > 0 && today.requests >= limits.dailyRequests)
  {
    return UsedUp("DailyRequests", today.requests, limits.dailyRequests);
  }
  if (limits.dailyTokens > 0 && today.tokens >= limits.dailyTokens)
  {
    return UsedUp("DailyTokens", today.tokens, limits.dailyTokens);
  }
  return std::nullopt;
}

RequestBudget::RequestBudget(const BudgetLimits& limits, const DailyUsage& today,
                             std::vector<Timestamp> lastMinute, Timestamp now)
    : limits_(limits), day_(DayOf(now)), today_(today)
{
  std::sort(lastMinute.begin(), lastMinute.end());
  const auto kept =
      std::min(lastMinute.size(), static_cast<std::size_t>(std::max(limits.requestsPerMinute, 0)));
  lastMinute_.assign(lastMinute.end() - static_cast<std::ptrdiff_t>(kept), lastMinute.end());
}

std::optional<std::string> RequestBudget::Exhaustion(Timestamp now) const
{
  return ExhaustionOf(limits_, Today(now));
}

std::optional<Timestamp> RequestBudget::RateOpensAt(Timestamp now)
{
  if (limits_.requestsPerMinute <= 0 ||
      lastMinute_.size() < static_cast<std::size_t>(limits_.requestsPerMinute))
  {
    return std::nullopt;
  }
  KeepOutOfTheFuture(now);
  const auto opens = lastMinute_.front() + window;
  return opens > now ? std::optional<Timestamp>(opens) : std::nullopt;
}

DailyUsage RequestBudget::Today(Timestamp now) const
{
  return DayOf(now) == day_ ? today_ : DailyUsage{};
}

void RequestBudget::Take(Timestamp now)
{
  StartDay(now);
  ++today_.requests;
  if (limits_.requestsPerMinute <= 0)
  {
    return;
  }
  KeepOutOfTheFuture(now);
  lastMinute_.push_back(now);
  while (lastMinute_.size() > static_cast<std::size_t>(limits_.requestsPerMinute))
  {
    lastMinute_.pop_front();
  }
}

void RequestBudget::GiveBack(Timestamp now)
{
  StartDay(now);
  today_.requests = std::max<std::int64_t>(today_.requests - 1, 0);
  if (!lastMinute_.empty())
  {
    lastMinute_.pop_back();
  }
}

void RequestBudget::NoteTokens(std::int64_t tokens, Timestamp now)
{
  StartDay(now);
  const auto room = std::numeric_limits<std::int64_t>::max() - today_.tokens;
  today_.tokens += std::clamp<std::int64_t>(tokens, 0, room);
}

// Learned at midnight, yesterday's usage would count for the whole new day.
void RequestBudget::Learn(const DailyUsage& usage, Timestamp asOf, Timestamp now)
{
  StartDay(now);
  if (DayOf(asOf) == day_)
  {
    today_ = usage;
  }
}

// After the clock was set back, a request counts for a minute from now, not for hours.
void RequestBudget::KeepOutOfTheFuture(Timestamp now)
{
  for (auto& time : lastMinute_)
  {
    time = std::min(time, now);
  }
}

void RequestBudget::StartDay(Timestamp now)
{
  today_ = Today(now);
  day_ = DayOf(now);
}

}  // namespace vlm
