// SPDX-License-Identifier: GPL-3.0-or-later
// What a node has in hand, and how it loses it.
#include <gmock/gmock.h>

#include <atomic>

#include "Storage/NodesFixture.h"

namespace vlm
{
namespace
{

using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

class LeaseTest : public NodesFixture
{
protected:
  // Claimed by `a`.
  AnalysisRecord Claimed(const std::string& resource = "r")
  {
    Enqueue(OrderOf(resource));
    return a->Claim();
  }
  // `a` does not beat any more, `b` does.
  void LetADie()
  {
    clock.Advance(seconds(31));
    EXPECT_TRUE(b->cluster.Beat().HasValue());
  }
  void TakeOver()
  {
    LetADie();
    EXPECT_EQ(b->queue.RecoverInterrupted(5).Value(), 1);
  }
  // Whatever `a` does with what it lost changes nothing.
  void ExpectLost(const AnalysisRecord& claimed)
  {
    const auto before = Record(claimed.id);
    const auto labels = CountRows("finding_labels");
    for (const auto& outcome : a->EndAll(claimed, clock.Now()))
    {
      ASSERT_FALSE(outcome.HasValue());
      EXPECT_EQ(outcome.Failure().kind, ErrorKind::Conflict);
      EXPECT_THAT(outcome.Failure().message, HasSubstr(claimed.id));
    }
    const auto after = Record(claimed.id);
    EXPECT_EQ(after.state, before.state);
    EXPECT_EQ(after.node, before.node);
    EXPECT_EQ(after.claims, before.claims);
    EXPECT_EQ(after.attempts, before.attempts);
    EXPECT_EQ(after.reason, before.reason);
    EXPECT_EQ(after.nextAttemptAt, before.nextAttemptAt);
    EXPECT_EQ(after.completedAt, before.completedAt);
    EXPECT_EQ(after.summary.impression, before.summary.impression);
    EXPECT_EQ(CountRows("finding_labels"), labels);
  }
};

TEST_F(LeaseTest, IsOfTheNodeThatClaimed)
{
  const auto claimed = Claimed();
  EXPECT_EQ(claimed.node, a->cluster.ThisNode());
  EXPECT_EQ(claimed.claims, 1);
  EXPECT_EQ(Record(claimed.id).node, claimed.node);
  EXPECT_THAT(a->queue.InHand().Value(), ElementsAre(Pair(claimed.id, 1)));
  EXPECT_THAT(b->queue.InHand().Value(), IsEmpty());
  ASSERT_TRUE(a->queue.Finish(claimed, AnalysisState::Completed, "", {}).HasValue());
  EXPECT_EQ(Record(claimed.id).node, "");
  EXPECT_THAT(a->queue.InHand().Value(), IsEmpty());
}

TEST_F(LeaseTest, LastsAsLongAsTheNodeBeats)
{
  const auto claimed = Claimed();
  for (int beat = 0; beat < 10; ++beat)
  {
    clock.Advance(seconds(29));
    ASSERT_TRUE(a->cluster.Beat().HasValue());
    if (IsPostgres())  // on SQLite the last one that beats is the only one
    {
      ASSERT_TRUE(b->cluster.Beat().HasValue());
    }
    EXPECT_EQ(b->queue.RecoverInterrupted(5).Value(), 0);
  }
  EXPECT_EQ(Record(claimed.id).state, AnalysisState::Running);
  EXPECT_TRUE(a->queue.Finish(claimed, AnalysisState::Completed, "", {}).HasValue());
}

TEST_F(LeaseTest, EndsWithTheNode)
{
  const auto claimed = Claimed();
  LetADie();
  EXPECT_EQ(b->queue.RecoverInterrupted(5).Value(), 1);
  EXPECT_EQ(b->queue.RecoverInterrupted(5).Value(), 0);
  const auto record = Record(claimed.id);
  EXPECT_EQ(record.state, AnalysisState::Queued);
  EXPECT_EQ(record.node, "");
  EXPECT_EQ(record.attempts, 1);
  EXPECT_EQ(b->Claim().id, claimed.id);
  EXPECT_EQ(Record(claimed.id).claims, 2);
}

TEST_F(LeaseTest, EndsAtOnceWhenTheNodeLeaves)
{
  const auto claimed = Claimed();
  ASSERT_TRUE(a->cluster.Leave().HasValue());
  EXPECT_EQ(b->queue.RecoverInterrupted(5).Value(), 1);
  EXPECT_EQ(Record(claimed.id).state, AnalysisState::Queued);
}

TEST_F(LeaseTest, OfTheDeadIsTakenOverOnceByManyAtOnce)
{
  constexpr int records = 40;
  for (int i = 0; i < records; ++i)
  {
    Claimed("r" + std::to_string(i));
  }
  LetADie();
  std::atomic<int> recovered{0};
  const auto recover = [&] { recovered += b->queue.RecoverInterrupted(5).Value(); };
  AtOnce({recover, recover, recover, recover});
  EXPECT_EQ(recovered, records);
  EXPECT_EQ(queue->CountByState().Value()[AnalysisState::Queued], records);
}

TEST_F(LeaseTest, OnceLostBringsNothingMore)
{
  const auto claimed = Claimed();
  TakeOver();
  ExpectLost(claimed);
}

TEST_F(LeaseTest, OnceLostBringsNothingWhileAnotherNodeWorks)
{
  const auto claimed = Claimed();
  TakeOver();
  const auto again = b->Claim();
  ASSERT_EQ(again.id, claimed.id);
  ExpectLost(claimed);
  ReportSummary summary;
  summary.impression = "of the winner";
  ASSERT_TRUE(b->queue.Finish(again, AnalysisState::Completed, "", summary).HasValue());
  ExpectLost(claimed);
  EXPECT_EQ(Record(claimed.id).summary.impression, "of the winner");
}

TEST_F(LeaseTest, OnceLostBringsNothingWhileTheSameNodeWorksAnew)
{
  const auto claimed = Claimed();
  TakeOver();
  ASSERT_TRUE(a->cluster.Beat().HasValue());
  const auto again = a->Claim();
  ASSERT_EQ(again.id, claimed.id);
  EXPECT_EQ(again.node, claimed.node);
  ExpectLost(claimed);
  EXPECT_TRUE(a->queue.Finish(again, AnalysisState::Completed, "", {}).HasValue());
}

TEST_F(LeaseTest, OnceCanceledOrTriedAgainBringsNothing)
{
  const auto claimed = Claimed();
  ASSERT_TRUE(b->queue.Cancel(claimed.id, "not needed").HasValue());
  ExpectLost(claimed);
  ASSERT_TRUE(b->queue.Retry(claimed.id).HasValue());
  ExpectLost(claimed);
  ASSERT_EQ(b->Claim().id, claimed.id);
  ExpectLost(claimed);
}

TEST_F(LeaseTest, IsNotFoundOnceTheResourceIsDeleted)
{
  const auto claimed = Claimed();
  ASSERT_EQ(b->queue.RemoveOf("study").Value(), 1);
  for (const auto& outcome : a->EndAll(claimed, clock.Now()))
  {
    ASSERT_FALSE(outcome.HasValue());
    EXPECT_EQ(outcome.Failure().kind, ErrorKind::NotFound);
  }
  EXPECT_EQ(CountRows("analyses"), 0);
}

// The answer to a claim was lost on its way: nobody works on it, but it is in hand.
TEST_F(LeaseTest, TellsWhatTheNodeDoesNotKnowOf)
{
  const auto known = Claimed("known");
  Enqueue(OrderOf("lost"));
  EXPECT_TRUE(a->queue.Claim({}).HasValue());
  auto inHand = a->queue.InHand().Value();
  ASSERT_EQ(inHand.size(), 2u);
  inHand.erase(known.id);
  const auto lost = Record(inHand.begin()->first);
  EXPECT_EQ(lost.order.orthancId, "lost");
  EXPECT_EQ(lost.claims, inHand.begin()->second);
  ASSERT_TRUE(a->queue.Release(lost, "").HasValue());
  EXPECT_EQ(Record(lost.id).attempts, 0);
  EXPECT_EQ(b->Claim().id, lost.id);
  EXPECT_THAT(a->queue.InHand().Value(), ElementsAre(Pair(known.id, 1)));
}

TEST_F(LeaseTest, OfWhatWasTriedTooOftenEndsAsAFailure)
{
  const auto claimed = Claimed();
  LetADie();
  EXPECT_EQ(b->queue.RecoverInterrupted(1).Value(), 1);
  const auto record = Record(claimed.id);
  EXPECT_EQ(record.state, AnalysisState::Failed);
  EXPECT_EQ(record.node, "");
  EXPECT_EQ(record.completedAt, clock.Now());
  ExpectLost(claimed);
}

TEST_F(LeaseTest, GoesBackAsOneWithNewerContent)
{
  Enqueue(OrderOf("r", "1"));
  const auto claimed = a->Claim();
  auto newer = OrderOf("r", "2");
  newer.priority = 50;
  const auto kept = Enqueue(newer).id;
  ASSERT_NE(kept, claimed.id);
  TakeOver();
  EXPECT_EQ(CountRows("analyses"), 1);
  const auto record = Record(kept);
  EXPECT_EQ(record.state, AnalysisState::Queued);
  EXPECT_EQ(record.order.contentVersion, "2");
  EXPECT_EQ(record.order.priority, 50);
  EXPECT_EQ(record.attempts, 1);
  EXPECT_EQ(a->queue.Finish(claimed, AnalysisState::Completed, "", {}).Failure().kind,
            ErrorKind::NotFound);
}

}  // namespace
}  // namespace vlm
