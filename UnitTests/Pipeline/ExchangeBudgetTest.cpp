// SPDX-License-Identifier: GPL-3.0-or-later
// GovernedExchange keeps to its budgets.
#include <gmock/gmock.h>

#include "ExchangeFixture.h"

namespace vlm
{
namespace
{

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;

const Timestamp tomorrow{seconds(1795564800)};  // 2026-11-25T00:00:00Z; FakeClock starts the day
                                                // before

using ExchangeBudgetTest = ExchangeFixture;

TEST_F(ExchangeBudgetTest, WaitsForTheMinuteToAllowARequest)
{
  settings_.requestsPerMinute = 2;
  Answer({Reply(200)});
  ASSERT_TRUE(Send().HasValue());
  ASSERT_TRUE(Send().HasValue());
  EXPECT_EQ(waited_.count(), 0);
  ASSERT_TRUE(Send().HasValue());
  EXPECT_EQ(waited_, seconds(60));
}

TEST_F(ExchangeBudgetTest, KeepsTheMinuteOverARestart)
{
  settings_.requestsPerMinute = 1;
  Answer({Reply(200)});
  ASSERT_TRUE(Send().HasValue());
  clock_.Advance(seconds(20));
  Start();
  ASSERT_TRUE(Send().HasValue());
  EXPECT_EQ(waited_, seconds(40));
}

TEST_F(ExchangeBudgetTest, IsExhaustedByRequestsUntilTheNextDayEvenOverARestart)
{
  settings_.dailyRequests = 2;
  Answer({Reply(200)});
  ASSERT_TRUE(Send().HasValue());
  Start();
  EXPECT_EQ(Health().requestsToday, 1);
  ASSERT_TRUE(Send().HasValue());
  Start();
  const auto error = SendAndFail();
  EXPECT_EQ(error.kind, ErrorKind::ModelPaused);
  EXPECT_THAT(error.message, HasSubstr("DailyRequests 2"));
  EXPECT_EQ(Sent(), 2U);
  EXPECT_EQ(Health().state, ModelState::Exhausted);
  EXPECT_EQ(Health().opensAt, tomorrow);
  clock_.Advance(tomorrow - clock_.Now());
  EXPECT_EQ(Health().state, ModelState::Open);
  EXPECT_TRUE(Send().HasValue());
}

TEST_F(ExchangeBudgetTest, IsExhaustedByTokensUntilTheNextDayEvenOverARestart)
{
  settings_.dailyTokens = 100;
  Answer({Reply(200)});
  const auto sent = Send();
  ASSERT_TRUE(sent.HasValue());
  exchange_->NoteUsage(sent.Value().ledgerEntry, {60, 40, ""});
  EXPECT_THAT(SendAndFail().message, HasSubstr("DailyTokens 100"));
  Start();
  EXPECT_EQ(Health().tokensToday, 100);
  EXPECT_EQ(SendAndFail().kind, ErrorKind::ModelPaused);
  EXPECT_EQ(Health().opensAt, tomorrow);
}

TEST_F(ExchangeBudgetTest, CountsTheRequestsOfItsModelOnly)
{
  settings_.dailyRequests = 1;
  settings_.model = "other";
  Answer({Reply(200)});
  ASSERT_TRUE(Send().HasValue());
  settings_.model = "gemini";
  Start();
  EXPECT_TRUE(Send().HasValue());
}

TEST_F(ExchangeBudgetTest, CountsRetriesAndRequestsInFlight)
{
  settings_.dailyRequests = 3;
  std::int64_t inFlight = -1;
  AnswerBy(
      [&](const HttpCall&, const Cancellation&)
      {
        inFlight = Health().requestsToday;
        return Reply(503);
      });
  EXPECT_EQ(SendAndFail().kind, ErrorKind::ModelPaused) << "the fourth try is not allowed";
  EXPECT_EQ(inFlight, 3);
  EXPECT_EQ(Sent(), 3U);
}

TEST_F(ExchangeBudgetTest, HoldsForSelfTestsAndAfterResuming)
{
  settings_.dailyRequests = 1;
  Answer({Reply(200)});
  ASSERT_TRUE(Send().HasValue());
  exchange_->Resume();
  auto probe = Call();
  probe.isProbe = true;
  EXPECT_EQ(SendAndFail(probe).kind, ErrorKind::ModelPaused);
}

TEST_F(ExchangeBudgetTest, LogsItsEndAndItsRenewalOnce)
{
  settings_.dailyRequests = 1;
  Answer({Reply(200)});
  ASSERT_TRUE(Send().HasValue());
  SendAndFail();
  SendAndFail();
  clock_.Advance(tomorrow - clock_.Now());
  ASSERT_TRUE(Send().HasValue());
  EXPECT_THAT(log_.Lines(),
              ElementsAre(testing::AllOf(HasSubstr("W Model gemini has used up its budget until "
                                                   "2026-11-25T00:00:00.000Z"),
                                         HasSubstr("DailyRequests 1")),
                          "I Model gemini is open again",
                          HasSubstr("W Model gemini has used up its budget until 2026-11-26")));
}

TEST_F(ExchangeBudgetTest, StandsTokenCountsThatCannotBe)
{
  settings_.dailyTokens = 100;
  Answer({Reply(200)});
  const auto sent = Send();
  ASSERT_TRUE(sent.HasValue());
  exchange_->NoteUsage(sent.Value().ledgerEntry, {-1000, -1, ""});
  EXPECT_EQ(Health().tokensToday, 0);
  exchange_->NoteUsage(sent.Value().ledgerEntry, {INT64_MAX, INT64_MAX, ""});
  EXPECT_EQ(Health().state, ModelState::Exhausted);
}

TEST_F(ExchangeBudgetTest, WarnsWhenTheLedgerMissesWhatCameBack)
{
  AnswerBy(
      [&](const HttpCall&, const Cancellation&)
      {
        ledger_.Break();
        return Reply(200);
      });
  const auto sent = Send();
  ASSERT_TRUE(sent.HasValue());
  exchange_->NoteUsage(sent.Value().ledgerEntry, {60, 40, ""});
  EXPECT_EQ(Health().tokensToday, 100);
  EXPECT_THAT(log_.Lines(),
              ElementsAre(HasSubstr("lacks the outcome"), HasSubstr("lacks the tokens")));
}

}  // namespace
}  // namespace vlm
