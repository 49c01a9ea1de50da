// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/RequestBudget.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace vlm
{
namespace
{

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// 2026-11-24T05:37:58Z and the midnights around it, by `date -u -d ... +%s`.
const Timestamp now{seconds(1795498678)};
const Timestamp today{seconds(1795478400)};
const Timestamp tomorrow{seconds(1795564800)};

TEST(RequestBudget, CountsDaysInUtc)
{
  EXPECT_EQ(DayOf(now), today);
  EXPECT_EQ(NextDayOf(now), tomorrow);
  EXPECT_EQ(DayOf(today), today);
  EXPECT_EQ(NextDayOf(today), tomorrow);
}

TEST(RequestBudget, HasNoLimitWhenAllAreZero)
{
  RequestBudget budget({}, {1'000'000, 1'000'000}, {}, now);
  for (int i = 0; i < 1000; ++i)
  {
    budget.Take(now);
  }
  EXPECT_FALSE(budget.Exhaustion(now));
  EXPECT_FALSE(budget.RateOpensAt(now));
  EXPECT_EQ(budget.Today(now).requests, 1'001'000);
}

TEST(RequestBudget, AllowsSoManyRequestsInAnyMinute)
{
  RequestBudget budget({3, 0, 0}, {}, {}, now);
  budget.Take(now);
  budget.Take(now + seconds(10));
  EXPECT_FALSE(budget.RateOpensAt(now + seconds(20)));
  budget.Take(now + seconds(20));
  EXPECT_EQ(budget.RateOpensAt(now + seconds(20)), now + seconds(60));
  EXPECT_FALSE(budget.RateOpensAt(now + seconds(60)));
  budget.Take(now + seconds(60));
  EXPECT_EQ(budget.RateOpensAt(now + seconds(61)), now + seconds(70));
}

TEST(RequestBudget, RemembersTheMinuteBeforeARestartInAnyOrder)
{
  RequestBudget budget({2, 0, 0}, {}, {now - seconds(5), now - seconds(50), now - seconds(20)},
                       now);
  EXPECT_EQ(budget.RateOpensAt(now), now + seconds(40));
}

TEST(RequestBudget, WaitsAMinuteAtMostWhenTheClockWasSetBack)
{
  RequestBudget budget({1, 0, 0}, {}, {}, now);
  budget.Take(now + hours(5));
  EXPECT_EQ(budget.RateOpensAt(now), now + seconds(60));
  EXPECT_FALSE(budget.RateOpensAt(now + seconds(60)));
}

TEST(RequestBudget, IsUsedUpByRequestsAndNamesTheSetting)
{
  RequestBudget budget({0, 2, 0}, {1, 0}, {}, now);
  EXPECT_FALSE(budget.Exhaustion(now));
  budget.Take(now);
  EXPECT_THAT(budget.Exhaustion(now).value_or(""), testing::HasSubstr("2 used of DailyRequests 2"));
  EXPECT_TRUE(budget.Exhaustion(tomorrow - milliseconds(1)));
  EXPECT_FALSE(budget.Exhaustion(tomorrow));
}

TEST(RequestBudget, IsUsedUpByTokensAndNamesTheSetting)
{
  RequestBudget budget({0, 0, 1000}, {0, 400}, {}, now);
  budget.NoteTokens(599, now);
  EXPECT_FALSE(budget.Exhaustion(now));
  budget.NoteTokens(1, now);
  EXPECT_THAT(budget.Exhaustion(now).value_or(""),
              testing::HasSubstr("1000 used of DailyTokens 1000"));
}

TEST(RequestBudget, StartsEachDayAtZero)
{
  RequestBudget budget({0, 2, 0}, {2, 50}, {}, now);
  EXPECT_EQ(budget.Today(tomorrow).requests, 0);
  budget.Take(tomorrow);
  budget.NoteTokens(7, tomorrow);
  EXPECT_EQ(budget.Today(tomorrow).requests, 1);
  EXPECT_EQ(budget.Today(tomorrow).tokens, 7);
}

TEST(RequestBudget, TakesBackWhatWasNotSent)
{
  RequestBudget budget({1, 1, 0}, {}, {}, now);
  budget.Take(now);
  budget.GiveBack(now);
  EXPECT_FALSE(budget.Exhaustion(now));
  EXPECT_FALSE(budget.RateOpensAt(now));
}

TEST(RequestBudget, StandsTokenCountsThatCannotBe)
{
  RequestBudget budget({0, 0, 10}, {}, {}, now);
  budget.NoteTokens(-5, now);
  EXPECT_EQ(budget.Today(now).tokens, 0);
  budget.NoteTokens(std::numeric_limits<std::int64_t>::max(), now);
  budget.NoteTokens(std::numeric_limits<std::int64_t>::max(), now);
  EXPECT_TRUE(budget.Exhaustion(now));
}

// Asked in the last moment of a day, answered in the next one.
TEST(RequestBudget, DoesNotTakeYesterdaysUsageForTodays)
{
  const Timestamp midnight{std::chrono::seconds(1795564800)};  // 2026-11-25T00:00:00Z
  const auto before = midnight - std::chrono::milliseconds(1);
  RequestBudget budget({0, 5, 0}, {}, {}, before);
  budget.Learn({5, 0}, before, midnight);
  EXPECT_FALSE(budget.Exhaustion(midnight).has_value());
  budget.Learn({5, 0}, midnight, midnight);
  EXPECT_TRUE(budget.Exhaustion(midnight).has_value());
}

}  // namespace
}  // namespace vlm
