// SPDX-License-Identifier: GPL-3.0-or-later
// The limits of a model that nodes keep together.
#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "Storage/AdmissionFixture.h"

namespace vlm
{
namespace
{

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;

const Timestamp Midnight{seconds(1795564800)};  // 2026-11-25T00:00:00Z, after FakeClock's start

using AdmissionTest = AdmissionFixture;

TEST_F(AdmissionTest, CountsWhatAllNodesHaveInFlight)
{
  const auto first = AskAndSend(a, Concurrent(2));
  AskAndSend(b, Concurrent(2));
  const auto told = Ask(b, Concurrent(2));
  EXPECT_FALSE(told.entry.has_value());
  EXPECT_FALSE(told.opensAt.has_value());
  EXPECT_EQ(told.usedUp, "");
  EXPECT_EQ(told.ahead, 0);
  EXPECT_TRUE(Ask(b, Concurrent(2), "another model").entry.has_value());
  Answer(a, first);
  EXPECT_TRUE(IsAdmitted(b, Concurrent(2)));
}

TEST_F(AdmissionTest, RecordsWhatItAdmitsAndNothingElse)
{
  EgressEntry entry;
  entry.time = clock.Now();
  entry.analysisId = "analysis";
  entry.orthancStudyId = "study";
  entry.model = "gemini";
  entry.host = "model.example";
  entry.rule = "AllowRemote";
  entry.bytes = 77;
  entry.pictureSha256 = {std::string(64, 'a')};
  const auto told = a.ledger.Admit(entry, Concurrent(1));
  ASSERT_TRUE(told.HasValue());
  EXPECT_FALSE(IsAdmitted(b, Concurrent(1)));
  const auto page = b.ledger.List({}).Value();
  ASSERT_EQ(page.entries.size(), 1U);
  EXPECT_EQ(page.entries[0].id, told.Value().entry);
  EXPECT_EQ(page.entries[0].analysisId, "analysis");
  EXPECT_EQ(page.entries[0].orthancStudyId, "study");
  EXPECT_EQ(page.entries[0].host, "model.example");
  EXPECT_EQ(page.entries[0].rule, "AllowRemote");
  EXPECT_EQ(page.entries[0].bytes, 77);
  EXPECT_EQ(page.entries[0].pictureSha256, entry.pictureSha256);
}

TEST_F(AdmissionTest, ForgetsWhatADeadNodeHadInFlight)
{
  AskAndSend(a, Concurrent(1));
  clock.Advance(seconds(29));
  b.Beat();
  EXPECT_FALSE(IsAdmitted(b, Concurrent(1)));
  clock.Advance(seconds(2));
  EXPECT_TRUE(IsAdmitted(b, Concurrent(1)));
}

TEST_F(AdmissionTest, ForgetsWhatANodeThatLeftHadInFlight)
{
  AskAndSend(a, Concurrent(1));
  a.Leave();
  EXPECT_TRUE(IsAdmitted(b, Concurrent(1)));
}

TEST_F(AdmissionTest, CountsItsOwnRequestsAlthoughItsBeatIsLate)
{
  AskAndSend(a, Concurrent(1));
  clock.Advance(seconds(31));
  EXPECT_FALSE(IsAdmitted(a, Concurrent(1)));
}

TEST_F(AdmissionTest, ForgetsARequestWhoseOutcomeNeverCame)
{
  auto limits = Concurrent(1);
  limits.longestCall = seconds(20);
  AskAndSend(a, limits);
  clock.Advance(seconds(19));
  EXPECT_FALSE(IsAdmitted(a, limits));
  clock.Advance(seconds(2));
  EXPECT_TRUE(IsAdmitted(a, limits));
}

TEST_F(AdmissionTest, KeepsTheMinuteOfAllNodes)
{
  const auto start = clock.Now();
  AskAndSend(a, PerMinute(2));
  clock.Advance(seconds(10));
  AskAndSend(b, PerMinute(2));
  clock.Advance(seconds(5));
  EXPECT_EQ(Ask(a, PerMinute(2)).opensAt, start + seconds(60));
  clock.Advance(start + seconds(60) - milliseconds(1) - clock.Now());
  EXPECT_FALSE(IsAdmitted(a, PerMinute(2)));
  clock.Advance(milliseconds(1));
  EXPECT_TRUE(IsAdmitted(a, PerMinute(2)));
  EXPECT_EQ(Ask(b, PerMinute(2)).opensAt, start + seconds(70));
}

TEST_F(AdmissionTest, CountsARequestOfTheFutureForAMinuteFromNow)
{
  AskAndSend(a, PerMinute(1));
  clock.Advance(seconds(-30));
  EXPECT_EQ(Ask(b, PerMinute(1)).opensAt, clock.Now() + seconds(60));
  clock.Advance(hours(-1));  // far off: it would count for an hour
  EXPECT_TRUE(IsAdmitted(b, PerMinute(1)));
}

TEST_F(AdmissionTest, KeepsTheDaysRequestsOfAllNodes)
{
  SharedLimits limits;
  limits.dailyRequests = 3;
  EXPECT_EQ(Ask(a, limits).today.requests, 1);
  EXPECT_EQ(Ask(b, limits).today.requests, 2);
  EXPECT_EQ(Ask(a, limits).today.requests, 3);
  const auto told = Ask(b, limits);
  EXPECT_FALSE(told.entry.has_value());
  EXPECT_THAT(told.usedUp, HasSubstr("3 used of DailyRequests 3"));
  EXPECT_EQ(told.today.requests, 3);
  clock.Advance(Midnight - milliseconds(1) - clock.Now());
  EXPECT_FALSE(IsAdmitted(a, limits));
  clock.Advance(milliseconds(1));
  EXPECT_EQ(Ask(a, limits).today.requests, 1);
}

TEST_F(AdmissionTest, KeepsTheDaysTokensOfAllNodes)
{
  SharedLimits limits;
  limits.dailyTokens = 100;
  const auto first = AskAndSend(a, limits);
  ASSERT_TRUE(a.ledger.NoteUsage(first, 60, 30, "").HasValue());
  const auto second = AskAndSend(b, limits);
  ASSERT_TRUE(b.ledger.NoteUsage(second, 1, 1, "").HasValue());
  ASSERT_TRUE(b.ledger.NoteUsage(second, 5, 5, "").HasValue()) << "which replaces the first";
  const auto told = Ask(a, limits);
  EXPECT_FALSE(told.entry.has_value());
  EXPECT_THAT(told.usedUp, HasSubstr("100 used of DailyTokens 100"));
  EXPECT_EQ(told.today.tokens, 100);
}

// A request that was recorded without limits counts, too: they may be set later in the day.
TEST_F(AdmissionTest, CountsRequestsThatWereJustRecorded)
{
  EgressEntry entry;
  entry.time = clock.Now();
  entry.model = "gemini";
  ASSERT_TRUE(a.ledger.Record(entry).HasValue());
  SharedLimits limits;
  limits.dailyRequests = 1;
  EXPECT_FALSE(IsAdmitted(b, limits));
}

TEST_F(AdmissionTest, AdmitsEverythingWithoutLimits)
{
  for (int i = 0; i < 20; ++i)
  {
    EXPECT_TRUE(IsAdmitted(i % 2 == 0 ? a : b, {}));
  }
}

// Oracle: the ledger's own rows, which UsageSince sums.
TEST_F(AdmissionTest, CountsInADayWhatTheLedgerSays)
{
  for (int i = 0; i < 4; ++i)
  {
    const auto entry = AskAndSend(i % 2 == 0 ? a : b, {});
    ASSERT_TRUE(a.ledger.NoteUsage(entry, 10 * i, 3, "").HasValue());
  }
  const auto today = Ask(b, {}).today;
  const auto summed = a.ledger.UsageSince("gemini", Midnight - hours(23)).Value();
  EXPECT_EQ(today.requests, 5);
  EXPECT_EQ(today.tokens, 72);
  EXPECT_EQ(summed.requests, 5);
  EXPECT_EQ(summed.tokens, 72);
}

// Real threads: what one transaction does not see of another one would show here.
TEST_F(AdmissionTest, NeverAdmitsTooManyAtOnce)
{
  std::atomic<int> inFlight{0};
  std::atomic<int> most{0};
  std::atomic<int> sent{0};
  const auto ask = [&](Node& node)
  {
    for (int tries = 0; tries < 10'000 && sent < 40; ++tries)
    {
      const auto told = Ask(node, Concurrent(2));
      if (told.entry)
      {
        const int now = ++inFlight;
        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);)
        {
        }
        ++sent;
        std::this_thread::yield();
        --inFlight;
        Answer(node, *told.entry);
      }
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
  {
    threads.emplace_back(ask, std::ref(i % 2 == 0 ? a : b));
  }
  for (auto& thread : threads)
  {
    thread.join();
  }
  EXPECT_GE(sent, 40);
  EXPECT_LE(most, 2);
}

}  // namespace
}  // namespace vlm
