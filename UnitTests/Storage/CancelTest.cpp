// SPDX-License-Identifier: GPL-3.0-or-later
// What is not to be analysed after all.
#include <gmock/gmock.h>

#include "Storage/QueueFixture.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class CancelTest : public QueueFixture
{
};

TEST_F(CancelTest, EndsWhatWaits)
{
  const auto id = Enqueue(OrderOf("r")).id;
  clock.Advance(std::chrono::seconds(5));
  ASSERT_TRUE(queue->Cancel(id, "A user canceled it.").HasValue());
  const auto record = Record(id);
  EXPECT_EQ(record.state, AnalysisState::Canceled);
  EXPECT_EQ(record.reason, "A user canceled it.");
  EXPECT_EQ(record.completedAt, clock.Now());
  EXPECT_EQ(record.attempts, 0);
  EXPECT_FALSE(HasReport(record.state));
  EXPECT_EQ(Claim(), "");
  AnalysisFilter ended;
  ended.order = AnalysisFilter::Order::Ended;
  EXPECT_THAT(Listed(ended), ElementsAre(id));
}

TEST_F(CancelTest, EndsWhatIsAtWork)
{
  const auto id = Enqueue(OrderOf("r")).id;
  const auto claimed = queue->Claim({}).Value();
  ASSERT_TRUE(claimed);
  ASSERT_TRUE(queue->Cancel(id, "").HasValue());
  EXPECT_EQ(Record(id).node, "");
  EXPECT_THAT(queue->InHand().Value(), IsEmpty());
  const auto finished = queue->Finish(*claimed, AnalysisState::Completed, "", {});
  ASSERT_FALSE(finished.HasValue());
  EXPECT_EQ(finished.Failure().kind, ErrorKind::Conflict);
  EXPECT_EQ(Record(id).state, AnalysisState::Canceled);
  EXPECT_EQ(queue->RecoverInterrupted(5).Value(), 0);
}

TEST_F(CancelTest, IsRefusedForWhatHasEnded)
{
  for (const auto state : {AnalysisState::Completed, AnalysisState::Abstained,
                           AnalysisState::Failed, AnalysisState::Canceled})
  {
    const auto id = Ended(OrderOf("r" + StateName(state)), state);
    const auto canceled = queue->Cancel(id, "");
    ASSERT_FALSE(canceled.HasValue());
    EXPECT_EQ(canceled.Failure().kind, ErrorKind::Conflict);
    EXPECT_THAT(canceled.Failure().message, HasSubstr(StateName(state)));
    EXPECT_EQ(Record(id).state, state);
  }
  EXPECT_EQ(queue->Cancel("nobody", "").Failure().kind, ErrorKind::NotFound);
}

TEST_F(CancelTest, MakesRoomForTheNextOrder)
{
  const auto id = Enqueue(OrderOf("r", "1")).id;
  ASSERT_TRUE(queue->Cancel(id, "").HasValue());
  EXPECT_TRUE(Enqueue(OrderOf("r", "1")).isNew) << "it was never looked at";
}

TEST_F(CancelTest, LetsNewerContentGoOn)
{
  const auto older = Enqueue(OrderOf("r", "1")).id;
  EXPECT_EQ(Claim(), older);
  const auto newer = Enqueue(OrderOf("r", "2")).id;
  ASSERT_TRUE(queue->Cancel(older, "").HasValue());
  EXPECT_EQ(Claim(), newer);
}

TEST_F(CancelTest, IsUndoneByTryingAgain)
{
  const auto waiting = Enqueue(OrderOf("a")).id;
  ASSERT_TRUE(queue->Cancel(waiting, "no").HasValue());
  const auto running = Enqueue(OrderOf("b")).id;
  EXPECT_EQ(Claim(), running);
  ASSERT_TRUE(queue->Cancel(running, "no").HasValue());
  for (const auto& id : {waiting, running})
  {
    ASSERT_TRUE(queue->Retry(id).HasValue());
    EXPECT_EQ(Record(id).reason, "");
    EXPECT_EQ(Claim(), id);
    ASSERT_TRUE(queue->Finish(Record(id), AnalysisState::Completed, "", {}).HasValue());
    EXPECT_EQ(Record(id).state, AnalysisState::Completed);
  }
}

// It abstained, was tried again, and then canceled: nothing of the first report is told of it.
TEST_F(CancelTest, LeavesNothingOfAnEarlierReport)
{
  const auto id = Ended(OrderOf("r"), AnalysisState::Abstained,
                        {"CT", "PID", "Unsure.", 1, 0.5, {{"mass", 0.5}}});
  ASSERT_TRUE(queue->Retry(id).HasValue());
  ASSERT_TRUE(queue->Cancel(id, "").HasValue());
  const auto record = Record(id);
  EXPECT_EQ(record.summary.impression, "");
  EXPECT_EQ(record.summary.findings, 0);
  EXPECT_EQ(record.summary.maxScore, std::nullopt);
  EXPECT_EQ(CountRows("finding_labels"), 0);
}

TEST_F(CancelTest, CountsAsAChange)
{
  const auto id = Enqueue(OrderOf("r")).id;
  const auto before = queue->Changes();
  ASSERT_TRUE(queue->Cancel(id, "").HasValue());
  EXPECT_GT(queue->Changes(), before);
  const auto after = queue->Changes();
  EXPECT_FALSE(queue->Cancel(id, "").HasValue());
  EXPECT_EQ(queue->Changes(), after);
}

}  // namespace
}  // namespace vlm
