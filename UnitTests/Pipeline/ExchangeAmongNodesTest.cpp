// SPDX-License-Identifier: GPL-3.0-or-later
// GovernedExchange on a ledger that other nodes share.
#include <gmock/gmock.h>

#include <boost/fiber/fiber.hpp>

#include "ExchangeFixture.h"

namespace vlm
{
namespace
{

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::IsEmpty;

class ExchangeAmongNodesTest : public ExchangeFixture
{
protected:
  ExchangeAmongNodesTest()
  {
    ledger_.Share();
    Start();
  }
  // After so much waiting, `act` happens once.
  ExchangePorts PortsThatAct(milliseconds after, std::function<void()> act)
  {
    auto ports = Ports();
    ports.waiting.pause = [this, after, act = std::move(act)](milliseconds time)
    {
      waited_ += time;
      clock_.Advance(time);
      if (waited_ >= after && !hasActed_)
      {
        hasActed_ = true;
        act();
      }
      boost::this_fiber::yield();
    };
    return ports;
  }
  void StartWith(const ExchangePorts& ports)
  {
    auto exchange = GovernedExchange::Create(settings_, ports);
    ASSERT_TRUE(exchange.HasValue());
    exchange_ = std::move(exchange).Value();
  }

  bool hasActed_ = false;
};

TEST_F(ExchangeAmongNodesTest, AsksTheLedgerOnceWhereThereIsRoom)
{
  ASSERT_TRUE(Send().HasValue());
  EXPECT_EQ(ledger_.Asked(), 1);
  EXPECT_EQ(ledger_.Entries().at(0).outcome, "Answered");
  EXPECT_EQ(waited_.count(), 0);
}

TEST_F(ExchangeAmongNodesTest, WaitsForRoomWithoutHammering)
{
  ledger_.Refuse(Admission());
  StartWith(PortsThatAct(seconds(10), [&] { ledger_.Refuse(std::nullopt); }));
  ASSERT_TRUE(Send().HasValue());
  EXPECT_GE(ledger_.Asked(), 10 * 4) << "a free place is not free for long";
  EXPECT_LE(ledger_.Asked(), 10 * 20 + 1);
}

TEST_F(ExchangeAmongNodesTest, AsksLessOftenWhileItIsNotItsTurn)
{
  Admission others;
  others.ahead = 1;
  ledger_.Refuse(others);
  StartWith(PortsThatAct(seconds(10), [&] { ledger_.Refuse(std::nullopt); }));
  ASSERT_TRUE(Send().HasValue());
  EXPECT_LE(ledger_.Asked(), 10 * 7 + 1);
}

TEST_F(ExchangeAmongNodesTest, WaitsForTheMinuteOfAllNodes)
{
  Admission later;
  later.opensAt = clock_.Now() + seconds(40);
  ledger_.Refuse(later);
  StartWith(PortsThatAct(seconds(40), [&] { ledger_.Refuse(std::nullopt); }));
  ASSERT_TRUE(Send().HasValue());
  EXPECT_EQ(waited_, seconds(40));
  EXPECT_LE(ledger_.Asked(), 41) << "once in a second, so that it keeps its turn";
}

TEST_F(ExchangeAmongNodesTest, HasOnePollerHoweverManyWait)
{
  settings_.maximumConcurrentRequests = 8;
  ledger_.Refuse(Admission());
  StartWith(PortsThatAct(seconds(10), [&] { ledger_.Refuse(std::nullopt); }));
  std::vector<boost::fibers::fiber> fibers;
  for (int i = 0; i < 8; ++i)
  {
    fibers.emplace_back([this] { EXPECT_TRUE(Send().HasValue()); });
  }
  for (auto& fiber : fibers)
  {
    fiber.join();
  }
  EXPECT_LE(ledger_.Asked(), 10 * 20 + 8);
}

TEST_F(ExchangeAmongNodesTest, SeesACancellationWhileItWaits)
{
  Cancellation cancellation;
  ledger_.Refuse(Admission());
  StartWith(PortsThatAct(seconds(5), [&] { cancellation.Request(); }));
  const auto sent = exchange_->Send(Call(), cancellation);
  ASSERT_FALSE(sent.HasValue());
  EXPECT_EQ(sent.Failure().kind, ErrorKind::Canceled);
  EXPECT_LT(waited_, seconds(6));
  EXPECT_EQ(Sent(), 0U);
  EXPECT_EQ(Health().inFlight, 0);
  EXPECT_EQ(Health().waiting, 0);
}

TEST_F(ExchangeAmongNodesTest, IsExhaustedByWhatOtherNodesUsed)
{
  settings_.dailyRequests = 5;
  Admission usedUp;
  usedUp.usedUp = "5 used of DailyRequests 5";
  usedUp.today = {5, 70};
  Start();
  ledger_.Refuse(usedUp);
  const auto error = SendAndFail();
  EXPECT_EQ(error.kind, ErrorKind::ModelPaused);
  EXPECT_THAT(error.message, HasSubstr("5 used of DailyRequests 5"));
  EXPECT_EQ(Health().state, ModelState::Exhausted);
  EXPECT_EQ(Health().requestsToday, 5);
  EXPECT_EQ(Health().tokensToday, 70);
  const int asked = ledger_.Asked();
  SendAndFail();
  EXPECT_EQ(ledger_.Asked(), asked) << "it knows by now";
  clock_.Advance(std::chrono::hours(24));
  ledger_.Refuse(std::nullopt);
  EXPECT_TRUE(Send().HasValue());
}

TEST_F(ExchangeAmongNodesTest, LearnsWhatOthersUsedAlthoughItSendsNothing)
{
  settings_.dailyRequests = 3;
  Start();
  for (int i = 0; i < 3; ++i)
  {
    EgressEntry entry;
    entry.time = clock_.Now();
    entry.model = "gemini";
    ASSERT_TRUE(ledger_.Record(entry).HasValue());
  }
  EXPECT_EQ(Health().state, ModelState::Open) << "it does not ask all the time";
  clock_.Advance(seconds(6));
  EXPECT_EQ(Health().state, ModelState::Exhausted);
  EXPECT_EQ(Health().requestsToday, 3);
  clock_.Advance(std::chrono::hours(24));
  EXPECT_EQ(Health().state, ModelState::Open);
}

TEST_F(ExchangeAmongNodesTest, LogsNoNewsWhileItWaitsForTheLastRequestOfTheDay)
{
  settings_.dailyRequests = 5;
  Admission others;
  others.today = {4, 0};
  ledger_.Refuse(others);
  StartWith(PortsThatAct(seconds(5), [&] { ledger_.Refuse(std::nullopt); }));
  ASSERT_TRUE(Send().HasValue());
  EXPECT_THAT(log_.Lines(), IsEmpty());
}

TEST_F(ExchangeAmongNodesTest, SendsNothingWithoutTheLedger)
{
  ledger_.Break();
  const auto error = SendAndFail();
  EXPECT_EQ(error.kind, ErrorKind::StorageFailed);
  EXPECT_THAT(error.message, HasSubstr("Nothing was sent to model gemini"));
  EXPECT_EQ(Sent(), 0U);
  EXPECT_EQ(Health().inFlight, 0);
}

// For all nodes, an entry without an outcome is in flight.
TEST_F(ExchangeAmongNodesTest, WritesTheOutcomeOnceTheDatabaseIsBack)
{
  transport_ = std::make_unique<ScriptedTransport>(
      [&](const HttpCall&, const Cancellation&)
      {
        ledger_.Break();
        return Reply(200);
      });
  StartWith(PortsThatAct(seconds(10), [&] { ledger_.Mend(); }));
  ASSERT_TRUE(Send().HasValue());
  EXPECT_EQ(ledger_.Entries().at(0).outcome, "Answered");
  EXPECT_THAT(log_.Lines(), IsEmpty());
}

TEST_F(ExchangeAmongNodesTest, GivesUpOnAnOutcomeThatCannotBeWritten)
{
  AnswerBy(
      [&](const HttpCall&, const Cancellation&)
      {
        ledger_.Break();
        return Reply(200);
      });
  ASSERT_TRUE(Send().HasValue());
  EXPECT_THAT(log_.Lines(), testing::ElementsAre(HasSubstr("lacks the outcome")));
  EXPECT_LE(waited_, std::chrono::minutes(1));
}

}  // namespace
}  // namespace vlm
