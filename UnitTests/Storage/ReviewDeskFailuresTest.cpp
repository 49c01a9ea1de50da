// SPDX-License-Identifier: GPL-3.0-or-later
// Reviews where something refuses or ends in the middle of taking one.
#include <gmock/gmock.h>

#include "Storage/ReviewDeskFixture.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ReviewDeskFailuresTest : public ReviewDeskTest
{
};

TEST_F(ReviewDeskFailuresTest, LeavesNoTraceOfWhatTheArchiveRefused)
{
  const auto record = Analysed("a");
  reports.addError = Error{ErrorKind::StorageFailed, "disk full"};
  EXPECT_EQ(Refused(record, Body(0, "Accepted")).message, "disk full");
  EXPECT_EQ(Record(record.id).reviewRevision, 0);
  EXPECT_THAT(queue->UnfinishedReviews().Value(), IsEmpty());
  reports.addError.reset();
  Taken(record, Body(0, "Accepted"));
}

TEST_F(ReviewDeskFailuresTest, FinishesWhatWasStoredWhenTheServerEnded)
{
  const auto record = Analysed("a");
  Planned(record.id);
  ASSERT_TRUE(queue->BeginReview(record.id).HasValue());
  auto review = Body(0, "Accepted", true);
  ASSERT_TRUE(reports.AddReview({}, "", record.id, 0, review).HasValue());
  Restart();  // kill -9 between the archive and the index
  EXPECT_EQ(Record(record.id).reviewRevision, 0);
  ASSERT_TRUE(desk->FinishInterrupted().HasValue());
  EXPECT_EQ(Record(record.id).reviewRevision, 1);
  EXPECT_TRUE(Record(record.id).isSignedOff);
  EXPECT_EQ(signals, 1);
  EXPECT_EQ(deliveries->Plan({true, false, {}}).Value(), 1);
  EXPECT_THAT(queue->UnfinishedReviews().Value(), IsEmpty());
}

TEST_F(ReviewDeskFailuresTest, ForgetsWhatWasNotStoredWhenTheServerEnded)
{
  const auto record = Analysed("a");
  ASSERT_TRUE(queue->BeginReview(record.id).HasValue());
  Restart();
  ASSERT_TRUE(desk->FinishInterrupted().HasValue());
  EXPECT_EQ(Record(record.id).reviewRevision, 0);
  EXPECT_THAT(queue->UnfinishedReviews().Value(), IsEmpty());
  EXPECT_EQ(signals, 0);
}

TEST_F(ReviewDeskFailuresTest, SeesToAnInterruptedReviewWithTheNextOne)
{
  const auto first = Analysed("a");
  const auto second = Analysed("b");
  ASSERT_TRUE(queue->BeginReview(first.id).HasValue());
  ASSERT_TRUE(reports.AddReview({}, "", first.id, 0, Body(0, "Accepted")).HasValue());
  Taken(second, Body(0, "Accepted"));
  EXPECT_EQ(Record(first.id).reviewRevision, 1);
  EXPECT_EQ(Record(second.id).reviewRevision, 1);
}

TEST_F(ReviewDeskFailuresTest, EntersWhatTheArchiveStoredAlthoughItRefused)
{
  const auto record = Analysed("a");
  reports.addError = Error{ErrorKind::StorageFailed, "no answer"};
  reports.addsAllTheSame = true;
  EXPECT_EQ(Refused(record, Body(0, "Rejected", true)).message, "no answer");
  EXPECT_EQ(Record(record.id).reviewRevision, 1);
  EXPECT_EQ(signals, 1);
  EXPECT_THAT(queue->UnfinishedReviews().Value(), IsEmpty());
}

TEST_F(ReviewDeskFailuresTest, MakesNoObjectsAgainOfWhatWasSignedBefore)
{
  const auto record = Analysed("a");
  Planned(record.id);
  Taken(record, Body(0, "Accepted", true));
  Planned(record.id);
  reports.addError = Error{ErrorKind::StorageFailed, "disk full"};
  Refused(record, Body(1, "Accepted", true));
  EXPECT_EQ(signals, 1);
  EXPECT_EQ(deliveries->Plan({true, false, {}}).Value(), 0);
  EXPECT_THAT(queue->UnfinishedReviews().Value(), IsEmpty());
}

TEST_F(ReviewDeskFailuresTest, ForgetsNoUnfinishedReviewForALaterOne)
{
  const auto record = Analysed("a");
  ASSERT_TRUE(queue->BeginReview(record.id).HasValue());
  ASSERT_TRUE(reports.AddReview({}, "", record.id, 0, Body(0, "Accepted")).HasValue());
  reports.findError = Error{ErrorKind::StorageFailed, "disk gone"};
  const auto refused = Refused(record, Body(1, "Rejected"));
  EXPECT_EQ(refused.kind, ErrorKind::StorageFailed);
  EXPECT_THAT(refused.message, HasSubstr("earlier review of analysis " + record.id));
  EXPECT_THAT(queue->UnfinishedReviews().Value(), SizeIs(1));
  Taken(Analysed("b"), Body(0, "Accepted"));  // others are not kept from it
  reports.findError.reset();
  Taken(record, Body(1, "Rejected"));
  EXPECT_EQ(Record(record.id).reviewRevision, 2);
  EXPECT_THAT(queue->UnfinishedReviews().Value(), IsEmpty());
}

TEST_F(ReviewDeskFailuresTest, KeepsInMindWhatCannotBeReadAgain)
{
  const auto record = Analysed("a");
  reports.addError = Error{ErrorKind::StorageFailed, "no answer"};
  reports.addsAllTheSame = true;
  reports.findError = reports.addError;
  Refused(record, Body(0, "Rejected"));
  EXPECT_THAT(queue->UnfinishedReviews().Value(), SizeIs(1));
  reports.findError.reset();
  ASSERT_TRUE(desk->FinishInterrupted().HasValue());
  EXPECT_EQ(Record(record.id).reviewRevision, 1);
}

}  // namespace
}  // namespace vlm
