// SPDX-License-Identifier: GPL-3.0-or-later
// A record from claim to end, through failures and restarts.
#include <gmock/gmock.h>

#include "Storage/QueueFixture.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class RecordLifeTest : public QueueFixture
{
};

TEST_F(RecordLifeTest, IsClaimedByPriorityThenInOrderOfArrival)
{
  const auto first = Enqueue(OrderOf("first")).id;
  const auto second = Enqueue(OrderOf("second")).id;
  auto urgent = OrderOf("urgent");
  urgent.priority = 10;
  const auto third = Enqueue(urgent).id;
  EXPECT_EQ(queue->Position(third).Value(), 0);
  EXPECT_EQ(queue->Position(first).Value(), 1);
  EXPECT_EQ(queue->Position(second).Value(), 2);
  EXPECT_EQ(Claim(), third);
  EXPECT_EQ(Claim(), first);
  EXPECT_EQ(queue->Position(second).Value(), 0);
  EXPECT_EQ(Claim(), second);
  EXPECT_EQ(Claim(), "");
}

TEST_F(RecordLifeTest, IsRunningOnceClaimed)
{
  const auto id = Enqueue(OrderOf("r")).id;
  clock.Advance(std::chrono::seconds(5));
  const auto claimed = queue->Claim({});
  ASSERT_TRUE(claimed.HasValue() && claimed.Value());
  for (const auto& record : {*claimed.Value(), Record(id)})
  {
    EXPECT_EQ(record.state, AnalysisState::Running);
    EXPECT_EQ(record.attempts, 1);
    EXPECT_EQ(record.startedAt, clock.Now());
  }
}

TEST_F(RecordLifeTest, IsNotClaimedBeforeItIsDue)
{
  const auto id = Enqueue(OrderOf("r")).id;
  EXPECT_EQ(queue->NextDue({}).Value(), clock.Now());
  Claim();
  EXPECT_EQ(queue->NextDue({}).Value(), std::nullopt);
  const auto due = clock.Now() + std::chrono::milliseconds(2000);
  ASSERT_TRUE(queue->Postpone(Record(id), due, "disk full").HasValue());
  EXPECT_EQ(queue->NextDue({}).Value(), due);
  EXPECT_EQ(Record(id).reason, "disk full");
  clock.Advance(std::chrono::milliseconds(1999));
  EXPECT_EQ(Claim(), "");
  clock.Advance(std::chrono::milliseconds(1));
  EXPECT_EQ(Claim(), id);
  EXPECT_EQ(Record(id).attempts, 2);
  EXPECT_EQ(Record(id).reason, "");
}

TEST_F(RecordLifeTest, LosesNoAttemptByARelease)
{
  const auto id = Enqueue(OrderOf("r")).id;
  Claim();
  ASSERT_TRUE(queue->Release(Record(id), "").HasValue());
  EXPECT_EQ(Record(id).state, AnalysisState::Queued);
  EXPECT_EQ(Record(id).attempts, 0);
  EXPECT_EQ(Record(id).startedAt, std::nullopt);
  EXPECT_EQ(Claim(), id);
}

TEST_F(RecordLifeTest, IsReleasedOnlyWhereItRuns)
{
  const auto id = Enqueue(OrderOf("r")).id;
  EXPECT_FALSE(queue->Release(Record(id), "").HasValue());
  EXPECT_EQ(Record(id).attempts, 0);
}

TEST_F(RecordLifeTest, KeepsTheSummaryOfItsEnd)
{
  ReportSummary summary{"CT", "PID", "Look again.", 2, 0.75, {{"mass", 0.75}, {"cyst", {}}}};
  clock.Advance(std::chrono::seconds(3));
  const auto id = Ended(OrderOf("r"), AnalysisState::Completed, summary);
  Open();
  const auto record = Record(id);
  EXPECT_EQ(record.state, AnalysisState::Completed);
  EXPECT_EQ(record.completedAt, clock.Now());
  EXPECT_EQ(record.summary.modality, "CT");
  EXPECT_EQ(record.summary.patientId, "PID");
  EXPECT_EQ(record.summary.impression, "Look again.");
  EXPECT_EQ(record.summary.findings, 2);
  EXPECT_EQ(record.summary.maxScore, 0.75);
  EXPECT_EQ(CountRows("finding_labels"), 2);
}

TEST_F(RecordLifeTest, SurvivesARestartWithAllItsState)
{
  const auto done = Ended(OrderOf("done"), AnalysisState::Failed);
  const auto running = Enqueue(OrderOf("running")).id;
  Claim();
  const auto waiting = Enqueue(OrderOf("waiting")).id;
  ASSERT_TRUE(queue->Arrive({}, 99).HasValue());
  Open();
  EXPECT_EQ(Record(done).state, AnalysisState::Failed);
  EXPECT_EQ(Record(running).state, AnalysisState::Running);
  EXPECT_EQ(Record(waiting).state, AnalysisState::Queued);
  EXPECT_EQ(queue->ChangePosition().Value(), 99);
}

TEST_F(RecordLifeTest, IsQueuedAgainWhereTheServerDied)
{
  const auto id = Enqueue(OrderOf("r")).id;
  for (int attempt = 1; attempt <= 2; ++attempt)
  {
    EXPECT_EQ(Claim(), id);
    Open();
    EXPECT_EQ(queue->RecoverInterrupted(3).Value(), 1);
    EXPECT_EQ(Record(id).state, AnalysisState::Queued);
    EXPECT_EQ(Record(id).attempts, attempt);
  }
  EXPECT_EQ(Claim(), id);
  EXPECT_EQ(queue->RecoverInterrupted(3).Value(), 1);
  EXPECT_EQ(Record(id).state, AnalysisState::Failed);
  EXPECT_THAT(Record(id).reason, HasSubstr("3 times"));
  AnalysisFilter ended;
  ended.order = AnalysisFilter::Order::Ended;
  EXPECT_THAT(Listed(ended), ElementsAre(id));
  EXPECT_EQ(queue->RecoverInterrupted(3).Value(), 0);
}

TEST_F(RecordLifeTest, IsRetriedWithAllAttemptsOnceItEndedWithoutAReport)
{
  for (const auto state :
       {AnalysisState::Failed, AnalysisState::Abstained, AnalysisState::Canceled})
  {
    const auto id = Ended(OrderOf("r" + StateName(state)), state);
    ASSERT_TRUE(queue->Retry(id).HasValue()) << StateName(state);
    const auto record = Record(id);
    EXPECT_EQ(record.state, AnalysisState::Queued);
    EXPECT_EQ(record.attempts, 0);
    EXPECT_EQ(record.completedAt, std::nullopt);
    EXPECT_EQ(Claim(), id);
  }
  AnalysisFilter ended;
  ended.order = AnalysisFilter::Order::Ended;
  EXPECT_THAT(Listed(ended), IsEmpty());
}

TEST_F(RecordLifeTest, IsNotRetriedWhereThatConflicts)
{
  const auto done = Ended(OrderOf("done"), AnalysisState::Completed);
  const auto failed = Ended(OrderOf("r"), AnalysisState::Failed);
  const auto newer = Enqueue(OrderOf("r")).id;
  for (const auto& id : {done, failed, newer})
  {
    const auto retried = queue->Retry(id);
    ASSERT_FALSE(retried.HasValue());
    EXPECT_EQ(retried.Failure().kind, ErrorKind::Conflict);
  }
  Claim();
  const auto retried = queue->Retry(failed);
  ASSERT_FALSE(retried.HasValue());
  EXPECT_THAT(retried.Failure().message, HasSubstr(newer));
}

TEST_F(RecordLifeTest, IsNotFoundWhereThereIsNone)
{
  const std::string id = "nobody";
  AnalysisRecord claimed;
  claimed.id = id;
  const std::vector<Result<void>> outcomes = {
      queue->Finish(claimed, AnalysisState::Completed, "", {}),
      queue->Postpone(claimed, clock.Now(), ""),
      queue->Release(claimed, ""),
      queue->Retry(id),
      queue->Cancel(id, ""),
      queue->Remove(id),
  };
  for (const auto& outcome : outcomes)
  {
    ASSERT_FALSE(outcome.HasValue());
    EXPECT_EQ(outcome.Failure().kind, ErrorKind::NotFound);
  }
  EXPECT_EQ(queue->Find(id).Failure().kind, ErrorKind::NotFound);
}

TEST_F(RecordLifeTest, GoesWithItsLabels)
{
  ReportSummary summary;
  summary.labels = {{"mass", 0.5}};
  const auto kept = Ended(OrderOf("kept"), AnalysisState::Completed, summary);
  const auto gone = Ended(OrderOf("gone"), AnalysisState::Completed, summary);
  ASSERT_TRUE(queue->Remove(gone).HasValue());
  EXPECT_EQ(CountRows("finding_labels"), 1);
  EXPECT_EQ(queue->RemoveOf("study").Value(), 1);
  EXPECT_EQ(CountRows("finding_labels"), 0);
  EXPECT_FALSE(queue->Find(kept).HasValue());
}

TEST_F(RecordLifeTest, GoesWithItsInstanceSeriesOrStudy)
{
  Enqueue(OrderOf("a"));
  Enqueue(OrderOf("b"));
  Enqueue(OrderOf("c"));
  EXPECT_EQ(queue->RemoveOf("nothing").Value(), 0);
  EXPECT_EQ(queue->RemoveOf("a").Value(), 1);
  EXPECT_EQ(queue->RemoveOf("series of b").Value(), 1);
  EXPECT_EQ(queue->RemoveOf("study").Value(), 1);
  EXPECT_THAT(Listed({}), IsEmpty());
}

// The cursor of a page stays good: numbers of removed records are not given again.
TEST_F(RecordLifeTest, NeverTakesTheNumberOfARemovedOne)
{
  const auto first = Enqueue(OrderOf("a")).id;
  const auto second = Enqueue(OrderOf("b")).id;
  ASSERT_TRUE(queue->Remove(second).HasValue());
  const auto third = Enqueue(OrderOf("c")).id;
  EXPECT_THAT(Listed({}), ElementsAre(third, first));
  EXPECT_THAT(queue->ListOf("study").Value(), SizeIs(2));
}

}  // namespace
}  // namespace vlm
