// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/CircuitBreaker.h"

#include <gtest/gtest.h>

#include <vector>

namespace vlm
{
namespace
{

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class CircuitBreakerTest : public testing::Test
{
protected:
  CircuitBreaker::Permit Admit() { return breaker_.Admit(now_, false); }
  void FailTimes(int times)
  {
    for (int i = 0; i < times; ++i)
    {
      breaker_.Fail(Admit(), "down", now_);
    }
  }
  ModelState State() const { return breaker_.At(now_).state; }
  // From now until it may be asked again.
  seconds Remaining() const
  {
    return std::chrono::duration_cast<seconds>(*breaker_.At(now_).opensAt - now_);
  }
  void WaitForHalfOpen() { now_ = *breaker_.At(now_).opensAt; }

  CircuitBreaker breaker_;
  Timestamp now_{hours(1000)};
};

TEST_F(CircuitBreakerTest, OpensAtTheFifthFailureInARow)
{
  FailTimes(4);
  EXPECT_EQ(State(), ModelState::Open);
  FailTimes(1);
  EXPECT_EQ(State(), ModelState::Paused);
  EXPECT_EQ(Remaining(), seconds(30));
  EXPECT_EQ(breaker_.At(now_).reason, "down");
}

TEST_F(CircuitBreakerTest, CountsOnlyFailuresThatFollowEachOther)
{
  FailTimes(4);
  breaker_.Succeed(Admit());
  FailTimes(4);
  EXPECT_EQ(State(), ModelState::Open);
}

// Oracle: 30 s doubling to 10 minutes.
TEST_F(CircuitBreakerTest, PausesTwiceAsLongAfterEachFailingProbe)
{
  FailTimes(5);
  for (const int expected : {30, 60, 120, 240, 480, 600, 600})
  {
    EXPECT_EQ(Remaining(), seconds(expected));
    WaitForHalfOpen();
    FailTimes(1);
  }
}

// Oracle: 60 s doubling to 15 minutes.
TEST_F(CircuitBreakerTest, PausesLongerForAServiceThatRefusesTheSameWay)
{
  for (const int expected : {60, 120, 240, 480, 900, 900})
  {
    breaker_.Refuse(Admit(), "Unauthorized", "no such key", now_);
    EXPECT_EQ(Remaining(), seconds(expected));
    WaitForHalfOpen();
  }
  breaker_.Refuse(Admit(), "UnknownModel", "no such model", now_);
  EXPECT_EQ(Remaining(), seconds(60));
}

TEST_F(CircuitBreakerTest, StartsAgainWithShortPausesAfterASuccess)
{
  FailTimes(5);
  WaitForHalfOpen();
  FailTimes(1);
  WaitForHalfOpen();
  breaker_.Succeed(Admit());
  EXPECT_EQ(State(), ModelState::Open);
  FailTimes(5);
  EXPECT_EQ(Remaining(), seconds(30));
}

TEST_F(CircuitBreakerTest, LetsOneCallProbeAtATime)
{
  FailTimes(5);
  WaitForHalfOpen();
  EXPECT_EQ(State(), ModelState::Probing);
  EXPECT_TRUE(breaker_.At(now_).opensAt.has_value());
  const auto probe = Admit();
  EXPECT_TRUE(probe.isTheProbe);
  EXPECT_EQ(State(), ModelState::Probing);
  EXPECT_FALSE(breaker_.At(now_).opensAt.has_value());
  breaker_.Abandon(probe);
  EXPECT_TRUE(Admit().isTheProbe);
}

TEST_F(CircuitBreakerTest, LearnsNothingFromCallsOfBeforeTheChange)
{
  const auto straggler = Admit();
  FailTimes(5);
  breaker_.Succeed(straggler);
  EXPECT_EQ(State(), ModelState::Paused);
  WaitForHalfOpen();
  const auto probe = Admit();
  breaker_.Fail(straggler, "late", now_);
  breaker_.Refuse(straggler, "Unauthorized", "late", now_);
  breaker_.Abandon(straggler);
  EXPECT_EQ(State(), ModelState::Probing);
  breaker_.Succeed(probe);
  EXPECT_EQ(State(), ModelState::Open);
  breaker_.Refuse(straggler, "Unauthorized", "late", now_);
  EXPECT_EQ(State(), ModelState::Open);
}

TEST_F(CircuitBreakerTest, IsClosedByASuccessThatIgnoredThePauseButNotPausedLongerByAFailure)
{
  breaker_.Refuse(Admit(), "Unauthorized", "no such key", now_);
  breaker_.Refuse(breaker_.Admit(now_, true), "Unauthorized", "no such key", now_);
  EXPECT_EQ(Remaining(), seconds(60));
  breaker_.Succeed(breaker_.Admit(now_, true));
  EXPECT_EQ(State(), ModelState::Open);
}

TEST_F(CircuitBreakerTest, HoldsForAsLongAsTheServerAsks)
{
  const auto earlier = Admit();
  breaker_.Hold(Admit(), seconds(37), "slow down", now_);
  EXPECT_EQ(State(), ModelState::Paused);
  EXPECT_EQ(Remaining(), seconds(37));
  breaker_.Succeed(earlier);
  EXPECT_EQ(Remaining(), seconds(37)) << "a call from before does not end it";
  breaker_.Hold(Admit(), seconds(5), "slow down", now_);
  EXPECT_EQ(Remaining(), seconds(37)) << "the longest counts";
  now_ += seconds(37);
  EXPECT_EQ(State(), ModelState::Open);
}

TEST_F(CircuitBreakerTest, ChoosesGrowingHoldsWhenTheServerSaysNoTime)
{
  for (const int expected : {1, 2, 4, 8, 16, 32, 60, 60})
  {
    breaker_.Hold(Admit(), std::nullopt, "slow down", now_);
    EXPECT_EQ(Remaining(), seconds(expected));
    now_ += seconds(expected);
  }
}

TEST_F(CircuitBreakerTest, DoesNotBelieveNoPatienceNeededForEver)
{
  std::vector<milliseconds> holds;
  for (int i = 0; i < 6; ++i)
  {
    breaker_.Hold(Admit(), seconds(0), "slow down", now_);
    const auto until = breaker_.HeldUntil(now_).value_or(now_);
    holds.push_back(until - now_);
    now_ = until;
  }
  EXPECT_EQ(holds, (std::vector<milliseconds>{seconds(0), seconds(0), seconds(0), seconds(1),
                                              seconds(2), seconds(4)}));
}

TEST_F(CircuitBreakerTest, HoldsADayAtMost)
{
  breaker_.Hold(Admit(), hours(1000), "slow down", now_);
  EXPECT_EQ(Remaining(), hours(24));
}

TEST_F(CircuitBreakerTest, TakesTooManyRequestsAsASignOfLife)
{
  FailTimes(5);
  WaitForHalfOpen();
  breaker_.Hold(Admit(), seconds(2), "slow down", now_);
  now_ += seconds(2);
  EXPECT_EQ(State(), ModelState::Open);
}

TEST_F(CircuitBreakerTest, EndsAPauseWhenTheClockWasSetBack)
{
  FailTimes(5);
  now_ -= hours(5);
  EXPECT_EQ(State(), ModelState::Probing);
}

TEST_F(CircuitBreakerTest, ForgetsItsFailuresWhenClosed)
{
  FailTimes(5);
  breaker_.Close();
  EXPECT_EQ(State(), ModelState::Open);
  FailTimes(4);
  EXPECT_EQ(State(), ModelState::Open);
}

TEST_F(CircuitBreakerTest, KeepsToA429WhenClosed)
{
  for (const int expected : {1, 2, 4})
  {
    breaker_.Hold(Admit(), std::nullopt, "slow down", now_);
    breaker_.Close();
    EXPECT_EQ(State(), ModelState::Paused);
    EXPECT_EQ(Remaining(), seconds(expected));
    now_ += seconds(expected);
  }
}

}  // namespace
}  // namespace vlm
