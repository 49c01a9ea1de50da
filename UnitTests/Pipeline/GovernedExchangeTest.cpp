// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a call, by what its server does.
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
using testing::Not;

using GovernedExchangeTest = ExchangeFixture;

TEST_F(GovernedExchangeTest, SendsNothingToAHostThatIsNotAllowed)
{
  settings_.refusal = "Egress.AllowRemote is false";
  Answer({Reply(200)});
  const auto error = SendAndFail();
  EXPECT_EQ(error.kind, ErrorKind::BadConfiguration);
  EXPECT_EQ(error.message, settings_.refusal);
  EXPECT_EQ(Sent(), 0U);
  EXPECT_TRUE(ledger_.Entries().empty());
  EXPECT_EQ(Health().state, ModelState::Paused);
  EXPECT_EQ(Health().reason, settings_.refusal);
  EXPECT_TRUE(Health().isForbidden);
  EXPECT_FALSE(Health().opensAt);
}

TEST_F(GovernedExchangeTest, WritesTheLedgerBeforeItSends)
{
  std::vector<EgressEntry> atSending;
  AnswerBy(
      [&](const HttpCall&, const Cancellation&)
      {
        atSending = ledger_.Entries();
        clock_.Advance(milliseconds(1500));
        return Reply(200);
      });
  const auto start = clock_.Now();
  auto call = Call();
  call.note = {"analysis", "study", {"abc"}, {"Modality"}, "no text found"};
  const auto sent = exchange_->Send(call, never_);
  ASSERT_TRUE(sent.HasValue());
  ASSERT_EQ(atSending.size(), 1U);
  EXPECT_EQ(atSending[0].outcome, "");
  EXPECT_EQ(atSending[0].time, start);
  EXPECT_EQ(atSending[0].analysisId, "analysis");
  EXPECT_EQ(atSending[0].orthancStudyId, "study");
  EXPECT_EQ(atSending[0].model, "gemini");
  EXPECT_EQ(atSending[0].host, "ai.example.org");
  EXPECT_EQ(atSending[0].rule, "AllowRemote; no text found");
  EXPECT_EQ(atSending[0].bytes, 10);
  EXPECT_THAT(atSending[0].pictureSha256, ElementsAre("abc"));
  EXPECT_THAT(atSending[0].contextKeys, ElementsAre("Modality"));
  const auto entry = ledger_.Entries().at(0);
  EXPECT_EQ(sent.Value().ledgerEntry, entry.id);
  EXPECT_EQ(entry.outcome, "Answered");
  EXPECT_EQ(entry.httpStatus, 200);
  EXPECT_EQ(entry.latency, milliseconds(1500));
}

TEST_F(GovernedExchangeTest, SendsNothingWhenTheLedgerCannotBeWritten)
{
  settings_.dailyRequests = 1;
  Answer({Reply(200)});
  ledger_.Break();
  EXPECT_EQ(SendAndFail().kind, ErrorKind::StorageFailed);
  EXPECT_EQ(SendAndFail().kind, ErrorKind::StorageFailed) << "nothing was taken from the budget";
  EXPECT_EQ(Sent(), 0U);
  EXPECT_EQ(Health().inFlight, 0);
  EXPECT_EQ(Health().requests, 0);
}

TEST_F(GovernedExchangeTest, CannotBeMadeWithoutTheLedger)
{
  ledger_.Break();
  const auto exchange = GovernedExchange::Create(settings_, Ports());
  ASSERT_FALSE(exchange.HasValue());
  EXPECT_EQ(exchange.Failure().kind, ErrorKind::StorageFailed);
}

TEST_F(GovernedExchangeTest, TriesAgainAfterAServerErrorAndCountsWhatItSent)
{
  Answer({Reply(503), NoReply(TransportFailure::Broken), Reply(200)});
  const auto sent = Send();
  ASSERT_TRUE(sent.HasValue());
  EXPECT_EQ(sent.Value().reply.status, 200);
  EXPECT_EQ(sent.Value().requests, 3);
  EXPECT_EQ(sent.Value().bytesSent, 30);
  EXPECT_EQ(sent.Value().ledgerEntry, 3);
  // Half of 0.5 s, then half of 1 s.
  EXPECT_EQ(waited_, milliseconds(750));
  EXPECT_EQ(ledger_.Entries()[0].outcome, "ServerError");
  EXPECT_EQ(ledger_.Entries()[1].outcome, "Broken");
  EXPECT_EQ(ledger_.Entries()[1].httpStatus, 0);
}

TEST_F(GovernedExchangeTest, GivesUpAfterItsRetries)
{
  settings_.maximumRetries = 2;
  Answer({NoReply(TransportFailure::TimedOut)});
  const auto error = SendAndFail();
  EXPECT_EQ(error.kind, ErrorKind::ModelUnavailable);
  EXPECT_EQ(error.message, "no reply");
  EXPECT_EQ(Sent(), 3U);
}

TEST_F(GovernedExchangeTest, WaitsInPlaceForAServerThatAsksForAMinuteAtMost)
{
  Answer({TooManyRequests("60"), Reply(200)});
  ASSERT_TRUE(Send().HasValue());
  EXPECT_EQ(waited_, seconds(60) + milliseconds(500)) << "with half a second of jitter";
  EXPECT_EQ(Health().retries, 1);
}

TEST_F(GovernedExchangeTest, LeavesLongerWaitsToTheQueueAndHoldsEveryCallUntilThen)
{
  Answer({TooManyRequests("3600"), Reply(200)});
  const auto start = clock_.Now();
  EXPECT_EQ(SendAndFail().kind, ErrorKind::ModelPaused);
  EXPECT_EQ(SendAndFail().kind, ErrorKind::ModelPaused);
  EXPECT_EQ(Sent(), 1U);
  EXPECT_EQ(waited_.count(), 0);
  EXPECT_EQ(Health().state, ModelState::Paused);
  ASSERT_TRUE(Health().opensAt);
  EXPECT_GE(*Health().opensAt, start + seconds(3600));
  EXPECT_LE(*Health().opensAt, start + seconds(3601));
  clock_.Advance(seconds(3601));
  EXPECT_TRUE(Send().HasValue());
}

TEST_F(GovernedExchangeTest, NeverBurnsAnAttemptOnAServerThatIsBusy)
{
  settings_.maximumRetries = 2;
  Answer({TooManyRequests("1")});
  EXPECT_EQ(SendAndFail().kind, ErrorKind::ModelPaused);
  EXPECT_EQ(Sent(), 3U);
  settings_.maximumRetries = 9;
  Answer({TooManyRequests("1"), TooManyRequests("1"), TooManyRequests("1"), TooManyRequests("1"),
          TooManyRequests("1"), TooManyRequests("1"), Reply(200)});
  EXPECT_TRUE(Send().HasValue()) << "six of them do not open the circuit breaker";
}

TEST_F(GovernedExchangeTest, PausesAtOnceWhenTheServerRefusesUs)
{
  for (const int status : {401, 403, 404})
  {
    Answer({Reply(status)});
    const auto start = clock_.Now();
    const auto error = SendAndFail();
    EXPECT_EQ(error.kind, ErrorKind::ModelPaused);
    EXPECT_THAT(error.message, HasSubstr(std::to_string(status)));
    EXPECT_EQ(SendAndFail().kind, ErrorKind::ModelPaused);
    EXPECT_EQ(Sent(), 1U);
    EXPECT_EQ(Health().opensAt, start + seconds(60));
    EXPECT_THAT(Health().reason, HasSubstr(std::to_string(status)));
    clock_.Advance(seconds(60));
    SendAndFail();
    EXPECT_EQ(Sent(), 2U);
    EXPECT_EQ(Health().opensAt, start + seconds(180)) << "twice as long after a failing probe";
  }
}

TEST_F(GovernedExchangeTest, FailsABadRequestAndLetsOthersWaitForAProbe)
{
  Answer({Reply(400), Reply(200)});
  EXPECT_EQ(SendAndFail().kind, ErrorKind::BadInput);
  EXPECT_EQ(SendAndFail().kind, ErrorKind::ModelPaused);
  EXPECT_EQ(Sent(), 1U);
  clock_.Advance(seconds(60));
  EXPECT_TRUE(Send().HasValue());
  EXPECT_EQ(Health().state, ModelState::Open);
}

TEST_F(GovernedExchangeTest, GivesAnExpectedRefusalBackWithoutAPause)
{
  auto call = Call();
  call.isRefusalExpected = true;
  for (const int status : {400, 415, 422, 501})
  {
    Answer({Reply(status)});
    const auto sent = exchange_->Send(call, never_);
    ASSERT_TRUE(sent.HasValue()) << status;
    EXPECT_EQ(sent.Value().reply.status, status);
    EXPECT_EQ(Health().state, ModelState::Open);
    EXPECT_EQ(Health().inFlight, 0);
    EXPECT_EQ(ledger_.Entries().back().outcome, "BadRequest");
  }
}

TEST_F(GovernedExchangeTest, FailsWhatNoRetryWouldMend)
{
  Answer({NoReply(TransportFailure::TooLarge), NoReply(TransportFailure::NotAllowed),
          NoReply(TransportFailure::Canceled), Reply(200)});
  EXPECT_EQ(SendAndFail().kind, ErrorKind::BadReply);
  EXPECT_EQ(SendAndFail().kind, ErrorKind::BadConfiguration);
  EXPECT_EQ(SendAndFail().kind, ErrorKind::Canceled);
  EXPECT_EQ(ledger_.Entries().back().outcome, "Canceled");
  EXPECT_TRUE(Send().HasValue()) << "and pauses nothing";
}

TEST_F(GovernedExchangeTest, CountsWhatHappened)
{
  AnswerBy(
      [&](const HttpCall&, const Cancellation&)
      {
        clock_.Advance(milliseconds(200));
        return Sent() == 1 ? NoReply(TransportFailure::Unreachable) : Reply(200);
      });
  EXPECT_FALSE(Health().isReachable);
  const auto sent = Send();
  ASSERT_TRUE(sent.HasValue());
  exchange_->NoteUsage(sent.Value().ledgerEntry, {100, 20, "gemini-2.5-flash-001"});
  const auto health = Health();
  EXPECT_EQ(health.requests, 2);
  EXPECT_EQ(health.retries, 1);
  EXPECT_EQ(health.answered, 1);
  EXPECT_EQ(health.totalLatency, milliseconds(200));
  EXPECT_EQ(health.failures, (std::map<std::string, std::int64_t>{{"Unreachable", 1}}));
  EXPECT_EQ(health.inputTokens, 100);
  EXPECT_EQ(health.outputTokens, 20);
  EXPECT_EQ(health.servedModel, "gemini-2.5-flash-001");
  EXPECT_EQ(health.isReachable, true);
  EXPECT_EQ(health.lastError, "");
  EXPECT_EQ(health.inFlight, 0);
  EXPECT_EQ(health.waiting, 0);
  EXPECT_EQ(health.requestsToday, 2);
  EXPECT_EQ(health.tokensToday, 120);
  EXPECT_EQ(ledger_.Entries()[1].inputTokens, 100);
  EXPECT_EQ(ledger_.Entries()[1].servedModel, "gemini-2.5-flash-001");
}

TEST_F(GovernedExchangeTest, NeverRepeatsItsKeyAfterTheServer)
{
  settings_.maximumRetries = 0;
  Answer({HttpReply{401, {}, R"({"error":{"message":"No key: hospital-secret\/1"}})"},
          TransportError{TransportFailure::Broken, "It broke at hospital-secret/1."}});
  auto call = Call();
  call.call.headers = {{"Authorization", "Bearer hospital-secret/1"}};
  call.isProbe = true;
  for (const char* told : {"No key: ***.", "It broke at ***."})
  {
    EXPECT_THAT(SendAndFail(call).message, HasSubstr("***"));
    EXPECT_THAT(Health().lastError, HasSubstr(told));
    EXPECT_THAT(Health().reason, Not(HasSubstr("hospital")));
  }
  EXPECT_THAT(log_.Lines(), testing::Each(Not(HasSubstr("hospital"))));
}

TEST_F(GovernedExchangeTest, TellsTheLastFailureUntilASuccess)
{
  settings_.maximumRetries = 0;
  Answer({NoReply(TransportFailure::Unreachable), Reply(200)});
  SendAndFail();
  EXPECT_EQ(Health().lastError, "no reply");
  EXPECT_EQ(Health().isReachable, false);
  ASSERT_TRUE(Send().HasValue());
  EXPECT_EQ(Health().lastError, "");
}

}  // namespace
}  // namespace vlm
