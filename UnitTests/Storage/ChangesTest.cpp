// SPDX-License-Identifier: GPL-3.0-or-later
// The counter by which answers that did not change are known.
#include "Storage/QueueFixture.h"

namespace vlm
{
namespace
{

class ChangesTest : public QueueFixture
{
protected:
  // Whether the counter went on since the last call.
  bool HasChanged()
  {
    const auto before = seen;
    seen = queue->Changes();
    return seen != before;
  }
  std::uint64_t seen = queue->Changes();
};

TEST_F(ChangesTest, AreCountedOverTheLifeOfARecord)
{
  const auto id = Enqueue(OrderOf("a")).id;
  EXPECT_TRUE(HasChanged()) << "queued";
  EXPECT_EQ(Claim(), id);
  EXPECT_TRUE(HasChanged()) << "running";
  ASSERT_TRUE(queue->Postpone(Record(id), clock.Now(), "busy").HasValue());
  EXPECT_TRUE(HasChanged()) << "postponed";
  EXPECT_EQ(Claim(), id);
  ASSERT_TRUE(queue->Release(Record(id), "").HasValue());
  EXPECT_TRUE(HasChanged()) << "released";
  EXPECT_EQ(Claim(), id);
  ASSERT_TRUE(queue->RecoverInterrupted(9).HasValue());
  EXPECT_TRUE(HasChanged()) << "recovered";
  EXPECT_EQ(Claim(), id);
  HasChanged();
  ASSERT_TRUE(queue->Finish(Record(id), AnalysisState::Abstained, "", {}).HasValue());
  EXPECT_TRUE(HasChanged()) << "ended";
  ASSERT_TRUE(queue->NoteReview(id, {1, false, {}, {}}).HasValue());
  EXPECT_TRUE(HasChanged()) << "reviewed";
  ASSERT_TRUE(queue->Remove(id).HasValue());
  EXPECT_TRUE(HasChanged()) << "removed";
}

TEST_F(ChangesTest, AreCountedOfEachWayInAndOut)
{
  ASSERT_TRUE(queue->Arrive({OrderOf("a")}, 1).HasValue());
  EXPECT_TRUE(HasChanged());
  ASSERT_TRUE(queue->RemoveOf("a").HasValue());
  EXPECT_TRUE(HasChanged());
  const auto failed = Ended(OrderOf("b"), AnalysisState::Failed);
  HasChanged();
  ASSERT_TRUE(queue->Retry(failed).HasValue());
  EXPECT_TRUE(HasChanged());
  AnalysisRecord found;
  found.id = "found";
  found.state = AnalysisState::Completed;
  ASSERT_TRUE(queue->Restore(found, {}).HasValue());
  EXPECT_TRUE(HasChanged());
}

TEST_F(ChangesTest, AreNotMadeByReadingOrByNothing)
{
  const auto id = Ended(OrderOf("a"), AnalysisState::Completed);
  HasChanged();
  EXPECT_EQ(Claim(), "");
  EXPECT_TRUE(queue->Find(id).HasValue());
  EXPECT_TRUE(queue->List({}).HasValue());
  EXPECT_TRUE(queue->ListOf("a").HasValue());
  EXPECT_TRUE(queue->CountByState().HasValue());
  EXPECT_TRUE(queue->Acceptance().HasValue());
  EXPECT_TRUE(queue->UnfinishedReviews().HasValue());
  ASSERT_TRUE(queue->Arrive({}, 2).HasValue());
  ASSERT_TRUE(queue->RemoveOf("nothing").HasValue());
  ASSERT_TRUE(queue->SetMark("m", 1).HasValue());
  EXPECT_FALSE(queue->Remove("nothing").HasValue());
  EXPECT_FALSE(queue->Retry(id).HasValue());
  EXPECT_FALSE(queue->NoteReview("nothing", {}).HasValue());
  EXPECT_FALSE(HasChanged());
}

}  // namespace
}  // namespace vlm
