// SPDX-License-Identifier: GPL-3.0-or-later
// How GovernedExchange stops asking, and starts again.
#include <gmock/gmock.h>

#include "ExchangeFixture.h"

namespace vlm
{
namespace
{

using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;

class ExchangePausesTest : public ExchangeFixture
{
protected:
  // More failing calls than open the breaker: every one sends once.
  void OpenTheBreaker()
  {
    settings_.maximumRetries = 0;
    Answer({Reply(503), Reply(503), Reply(503), Reply(503), Reply(503), Reply(200)});
    for (int i = 0; i < 5; ++i)
    {
      SendAndFail();
    }
  }
};

TEST_F(ExchangePausesTest, OpensItsBreakerAtTheFifthFailureInARowOverAllCalls)
{
  const auto start = clock_.Now();
  OpenTheBreaker();
  EXPECT_EQ(Health().state, ModelState::Paused);
  EXPECT_EQ(Health().opensAt, start + seconds(30));
  EXPECT_THAT(Health().reason, HasSubstr("503"));
  EXPECT_EQ(SendAndFail().kind, ErrorKind::ModelPaused);
  EXPECT_EQ(Sent(), 5U);
  clock_.Advance(seconds(30));
  EXPECT_EQ(Health().state, ModelState::Probing);
  EXPECT_EQ(Health().capacity, 1);
  EXPECT_TRUE(Send().HasValue());
  EXPECT_EQ(Health().state, ModelState::Open);
  EXPECT_EQ(Health().capacity, settings_.maximumConcurrentRequests);
}

TEST_F(ExchangePausesTest, LetsACallWaitInTheQueueWhoseRetryOpenedTheBreaker)
{
  settings_.maximumRetries = 20;
  Answer({Reply(500)});
  EXPECT_EQ(SendAndFail().kind, ErrorKind::ModelPaused);
  EXPECT_EQ(Sent(), 5U);
}

TEST_F(ExchangePausesTest, OpensAgainWhenToldTo)
{
  OpenTheBreaker();
  exchange_->Resume();
  EXPECT_EQ(Health().state, ModelState::Open);
  EXPECT_TRUE(Send().HasValue());
}

TEST_F(ExchangePausesTest, LetsASelfTestTryDuringAPause)
{
  Answer({Reply(401), Reply(401), Reply(200)});
  SendAndFail();
  auto probe = Call();
  probe.isProbe = true;
  EXPECT_EQ(SendAndFail(probe).kind, ErrorKind::ModelPaused);
  EXPECT_EQ(Sent(), 2U);
  ASSERT_TRUE(exchange_->Send(probe, never_).HasValue());
  EXPECT_EQ(Health().state, ModelState::Open);
}

TEST_F(ExchangePausesTest, LetsASelfTestAskOnceWhenToldToWait)
{
  Answer({TooManyRequests("20")});
  auto probe = Call();
  probe.isProbe = true;
  EXPECT_EQ(SendAndFail(probe).kind, ErrorKind::ModelPaused);
  EXPECT_EQ(Sent(), 1U);
}

TEST_F(ExchangePausesTest, TellsWhoWaitsThatAProbeOpenedIt)
{
  OpenTheBreaker();
  EXPECT_EQ(opened_, 0);
  clock_.Advance(seconds(30));
  ASSERT_TRUE(Send().HasValue());
  EXPECT_EQ(opened_, 1);
  ASSERT_TRUE(Send().HasValue());
  EXPECT_EQ(opened_, 1) << "it was open already";
}

TEST_F(ExchangePausesTest, TellsWhoWaitsThatASelfTestOpenedIt)
{
  Answer({Reply(401), Reply(200)});
  SendAndFail();
  auto probe = Call();
  probe.isProbe = true;
  ASSERT_TRUE(exchange_->Send(probe, never_).HasValue());
  EXPECT_EQ(opened_, 1);
}

TEST_F(ExchangePausesTest, TellsWhoWaitsThatItWasResumed)
{
  OpenTheBreaker();
  exchange_->Resume();
  EXPECT_EQ(opened_, 1);
}

// Who asks while another one tries is told no time: it must learn of the end.
TEST_F(ExchangePausesTest, TellsWhoWaitsThatAProbeEndedWithoutOpeningIt)
{
  settings_.maximumRetries = 0;
  Answer({Reply(401), Reply(401), NoReply(TransportFailure::Canceled)});
  SendAndFail();
  clock_.Advance(seconds(60));
  SendAndFail();
  EXPECT_EQ(Health().state, ModelState::Paused);
  EXPECT_EQ(opened_, 1);
  clock_.Advance(seconds(120));
  SendAndFail();
  EXPECT_TRUE(Health().opensAt) << "another one may try";
  EXPECT_EQ(opened_, 2);
}

TEST_F(ExchangePausesTest, LogsEachChangeOnceWithTheModelAndTheReason)
{
  OpenTheBreaker();
  SendAndFail();
  clock_.Advance(seconds(30));
  ASSERT_TRUE(Send().HasValue());
  ASSERT_TRUE(Send().HasValue());
  EXPECT_THAT(log_.Lines(), ElementsAre(testing::AllOf(HasSubstr("W Model gemini is paused until"),
                                                       HasSubstr("503")),
                                        "I Model gemini is open again"));
}

TEST_F(ExchangePausesTest, KeepsTheServersQuoteOfARequestOutOfTheLog)
{
  Answer({HttpReply{400, {}, R"({"error": {"message": "bad value DOE^JANE"}})"}});
  SendAndFail();
  EXPECT_THAT(Health().reason, HasSubstr("DOE^JANE")) << "else this test shows nothing";
  ASSERT_EQ(log_.Lines().size(), 1U);
  EXPECT_THAT(log_.Lines()[0], testing::Not(HasSubstr("DOE")));
}

}  // namespace
}  // namespace vlm
