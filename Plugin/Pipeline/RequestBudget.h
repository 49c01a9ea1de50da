// SPDX-License-Identifier: GPL-3.0-or-later
// How many requests and tokens a model may still use: in any minute, and in a UTC day.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "Foundation/Time.h"

namespace vlm
{

struct BudgetLimits  // 0: no limit
{
  int requestsPerMinute = 0;
  std::int64_t dailyRequests = 0;
  std::int64_t dailyTokens = 0;
};

struct DailyUsage
{
  std::int64_t requests = 0;
  std::int64_t tokens = 0;
};

// 00:00 UTC of the day of `now`, and of the next one.
Timestamp DayOf(Timestamp now);
Timestamp NextDayOf(Timestamp now);

// A sentence that names the setting and its value when the day's budget is used up.
std::optional<std::string> ExhaustionOf(const BudgetLimits& limits, const DailyUsage& today);

// Not thread-safe. Requests count when they are taken, so also in flight; tokens when the reply
// tells them, so that the calls in flight may exceed the budget.
class RequestBudget
{
public:
  // Usage so far, e.g. before a restart. `lastMinute` in any order.
  RequestBudget(const BudgetLimits& limits, const DailyUsage& today,
                std::vector<Timestamp> lastMinute, Timestamp now);

  // A sentence that names the setting and its value when the day's budget is used up; it is
  // renewed at NextDayOf(now).
  std::optional<std::string> Exhaustion(Timestamp now) const;
  // The earliest time at which the minute's budget allows a request; none: now.
  std::optional<Timestamp> RateOpensAt(Timestamp now);
  DailyUsage Today(Timestamp now) const;

  void Take(Timestamp now);
  // The request taken last was not sent.
  void GiveBack(Timestamp now);
  void NoteTokens(std::int64_t tokens, Timestamp now);
  // What all nodes used on the day of `asOf`, which replaces what was counted here.
  void Learn(const DailyUsage& usage, Timestamp asOf, Timestamp now);

private:
  void StartDay(Timestamp now);
  void KeepOutOfTheFuture(Timestamp now);

  BudgetLimits limits_;
  Timestamp day_;
  DailyUsage today_;
  std::deque<Timestamp> lastMinute_;  // oldest first; at most requestsPerMinute
};

}  // namespace vlm
