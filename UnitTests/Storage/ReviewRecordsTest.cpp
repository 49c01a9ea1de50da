// SPDX-License-Identifier: GPL-3.0-or-later
// What the index knows of reviews by people. Expected counts are counted by hand.
#include <gmock/gmock.h>

#include "Storage/QueueFixture.h"
#include "Storage/SqlDeliveries.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ReviewRecordsTest : public QueueFixture
{
protected:
  std::string Analysed(const std::string& resource, const std::string& modality = "CT",
                       const std::string& model = "offline")
  {
    auto order = OrderOf(resource);
    order.model = model;
    return Ended(order, AnalysisState::Completed,
                 {modality, "P1", "A mass.", 1, 0.5, {{"mass", 0.5}}});
  }
  void Note(const std::string& id, const ReviewRecord& review)
  {
    const auto noted = queue->NoteReview(id, review);
    EXPECT_TRUE(noted.HasValue()) << (noted.HasValue() ? "" : noted.Failure().message);
  }
  static ReviewRecord Review(int revision, const std::vector<ReviewedLabel>& labels = {})
  {
    return {
        revision, false, {"", "", "Two cysts.", 2, 0.25, {{"cyst", 0.25}, {"cyst", {}}}}, labels};
  }
  // "model modality label accepted edited rejected added" of each row.
  std::vector<std::string> Acceptance()
  {
    std::vector<std::string> texts;
    const auto rows = queue->Acceptance();
    for (const auto& row : rows.Value())
    {
      texts.push_back(row.model + ' ' + row.modality + ' ' + row.label + ' ' +
                      std::to_string(row.accepted) + ' ' + std::to_string(row.edited) + ' ' +
                      std::to_string(row.rejected) + ' ' + std::to_string(row.added));
    }
    return texts;
  }
  std::vector<std::string> WithLabel(const std::string& label)
  {
    AnalysisFilter filter;
    filter.label = label;
    return Listed(filter);
  }
  static ErrorKind KindOf(const Result<void>& step)
  {
    return step.HasValue() ? ErrorKind::Internal : step.Failure().kind;
  }

  static constexpr auto Accepted = ReviewDisposition::Accepted;
  static constexpr auto Edited = ReviewDisposition::Edited;
  static constexpr auto Rejected = ReviewDisposition::Rejected;
  static constexpr auto Added = ReviewDisposition::Added;
};

TEST_F(ReviewRecordsTest, ReplaceWhatTheIndexSaysOfTheReport)
{
  const auto id = Analysed("a");
  auto review = Review(3);
  review.isSignedOff = true;
  Note(id, review);
  Open();
  const auto record = Record(id);
  EXPECT_EQ(record.reviewRevision, 3);
  EXPECT_TRUE(record.isSignedOff);
  EXPECT_EQ(record.summary.impression, "Two cysts.");
  EXPECT_EQ(record.summary.findings, 2);
  EXPECT_EQ(record.summary.maxScore, 0.25);
  EXPECT_EQ(record.summary.modality, "CT") << "as it was";
  EXPECT_EQ(record.summary.patientId, "P1") << "as it was";
  EXPECT_THAT(WithLabel("cyst"), ElementsAre(id));
  EXPECT_THAT(WithLabel("mass"), IsEmpty());
}

TEST_F(ReviewRecordsTest, GiveWayToNewerOnesOnly)
{
  const auto id = Analysed("a");
  Note(id, Review(2, {{"mass", Accepted}}));
  auto older = Review(1, {{"mass", Rejected}});
  older.summary.impression = "Old.";
  Note(id, older);
  EXPECT_EQ(Record(id).reviewRevision, 2);
  EXPECT_EQ(Record(id).summary.impression, "Two cysts.");
  EXPECT_THAT(Acceptance(), ElementsAre("offline CT mass 1 0 0 0"));
  Note(id, Review(3, {{"mass", Edited}}));
  EXPECT_THAT(Acceptance(), ElementsAre("offline CT mass 0 1 0 0"));
}

TEST_F(ReviewRecordsTest, CountByModelModalityAndLabel)
{
  Note(Analysed("a"), Review(1, {{"mass", Accepted}, {"Mass", Rejected}, {"cyst", Added}}));
  Note(Analysed("b"), Review(1, {{"mass", Accepted}, {"mass", Edited}}));
  Note(Analysed("c", "MR"), Review(1, {{"mass", Rejected}}));
  Note(Analysed("d", "CT", "gemini"), Review(1, {{"mass", Accepted}}));
  Analysed("e");  // not reviewed
  const auto rows = Acceptance();
  ASSERT_THAT(rows, SizeIs(4));
  EXPECT_EQ(rows[0], "gemini CT mass 1 0 0 0");
  EXPECT_EQ(rows[1], "offline CT Mass 2 1 1 0") << "one label in two spellings";
  EXPECT_EQ(rows[2], "offline CT cyst 0 0 0 1");
  EXPECT_EQ(rows[3], "offline MR mass 0 0 1 0");
}

TEST_F(ReviewRecordsTest, CountNoMoreThanAPageShows)
{
  std::vector<ReviewedLabel> labels;
  for (int i = 0; i < 700; ++i)
  {
    labels.push_back({"label " + std::to_string(i), Added});
  }
  labels.push_back({"label 650", Added});
  Note(Analysed("a"), Review(1, labels));
  EXPECT_THAT(Acceptance(), SizeIs(500));
  EXPECT_EQ(Acceptance().front(), "offline CT label 650 0 0 0 2");
}

TEST_F(ReviewRecordsTest, GoWithTheirAnalysis)
{
  const auto id = Analysed("a");
  Note(id, Review(1, {{"mass", Accepted}}));
  ASSERT_TRUE(queue->Remove(id).HasValue());
  EXPECT_EQ(CountRows("review_labels"), 0);
  EXPECT_THAT(Acceptance(), IsEmpty());
}

TEST_F(ReviewRecordsTest, CanBeAskedFor)
{
  const auto reviewed = Analysed("a");
  const auto other = Analysed("b");
  Note(reviewed, Review(1));
  AnalysisFilter filter;
  filter.order = AnalysisFilter::Order::Ended;
  EXPECT_THAT(Listed(filter), ElementsAre(other, reviewed));
  filter.isReviewed = true;
  EXPECT_THAT(Listed(filter), ElementsAre(reviewed));
  filter.label = "cyst";
  EXPECT_THAT(Listed(filter), ElementsAre(reviewed));
  filter.isReviewed = false;
  EXPECT_THAT(Listed(filter), IsEmpty());
  filter.label.clear();
  EXPECT_THAT(Listed(filter), ElementsAre(other));
}

TEST_F(ReviewRecordsTest, BeginOnlyWhereThereIsAReport)
{
  const auto failed = Ended(OrderOf("a"), AnalysisState::Failed);
  const auto canceled = Ended(OrderOf("b"), AnalysisState::Canceled);
  const auto abstained = Ended(OrderOf("c"), AnalysisState::Abstained);
  const auto running = Enqueue(OrderOf("d")).id;
  EXPECT_EQ(Claim(), running);
  const auto queued = Enqueue(OrderOf("e")).id;
  for (const auto& id : {failed, canceled, running, queued})
  {
    EXPECT_EQ(KindOf(queue->BeginReview(id)), ErrorKind::Conflict);
  }
  EXPECT_TRUE(queue->BeginReview(abstained).HasValue());
}

TEST_F(ReviewRecordsTest, TellOfAnUnknownAnalysis)
{
  EXPECT_EQ(KindOf(queue->BeginReview("x")), ErrorKind::NotFound);
  EXPECT_EQ(KindOf(queue->NoteReview("x", Review(1))), ErrorKind::NotFound);
  EXPECT_EQ(KindOf(queue->EndReview("x")), ErrorKind::NotFound);
}

TEST_F(ReviewRecordsTest, AreUnfinishedUntilTheyEndAlsoAfterARestart)
{
  const auto id = Analysed("a");
  Analysed("b");
  EXPECT_THAT(queue->UnfinishedReviews().Value(), IsEmpty());
  ASSERT_TRUE(queue->BeginReview(id).HasValue());
  Open();
  const auto unfinished = queue->UnfinishedReviews().Value();
  ASSERT_THAT(unfinished, SizeIs(1));
  EXPECT_EQ(unfinished[0].id, id);
  ASSERT_TRUE(queue->EndReview(id).HasValue());
  EXPECT_THAT(queue->UnfinishedReviews().Value(), IsEmpty());
}

TEST_F(ReviewRecordsTest, KeepAnAnalysisFromBeingTriedAgain)
{
  const auto reviewed = Ended(OrderOf("a"), AnalysisState::Abstained);
  Note(reviewed, Review(1));
  EXPECT_EQ(KindOf(queue->Retry(reviewed)), ErrorKind::Conflict);
  const auto begun = Ended(OrderOf("b"), AnalysisState::Abstained);
  ASSERT_TRUE(queue->BeginReview(begun).HasValue());
  EXPECT_EQ(KindOf(queue->Retry(begun)), ErrorKind::Conflict);
  ASSERT_TRUE(queue->EndReview(begun).HasValue());
  EXPECT_TRUE(queue->Retry(begun).HasValue());
}

TEST_F(ReviewRecordsTest, TakeTextsAsTheyAre)
{
  const std::string hostile = "'); DROP TABLE analyses; --\n\"%_\\";
  auto review = Review(1, {{hostile, Accepted}, {"", Added}});
  review.summary.impression = hostile;
  const auto id = Analysed("a");
  Note(id, review);
  EXPECT_EQ(Record(id).summary.impression, hostile);
  EXPECT_THAT(Acceptance(),
              ElementsAre("offline CT  0 0 0 1", "offline CT " + hostile + " 1 0 0 0"));
}

// What a sign-off brings.
TEST_F(ReviewRecordsTest, HaveDeliveriesPlannedAnew)
{
  SqlDeliveries deliveries(*database, clock);
  const auto id = Analysed("a");
  const DeliveryPlan plan{true, true, {"PACS"}};
  ASSERT_EQ(deliveries.Plan(plan).Value(), 3);
  const auto first = deliveries.ListOf(id).Value();
  ASSERT_TRUE(deliveries.Deliver(first[0].id, "").HasValue());
  ASSERT_TRUE(deliveries.NoteInstances(id, {{"StructuredReport", "2.25.1"}}).HasValue());
  for (int i = 0; i < 2; ++i)
  {
    ASSERT_TRUE(deliveries.PlanAgain(id).HasValue()) << "twice is once";
  }
  EXPECT_EQ(deliveries.Plan(plan).Value(), 3);
  EXPECT_EQ(deliveries.Plan(plan).Value(), 0);
  const auto second = deliveries.ListOf(id).Value();
  for (const auto& delivery : second)
  {
    EXPECT_EQ(delivery.state, DeliveryState::Waiting);
    EXPECT_GT(delivery.id, first.back().id);
  }
  EXPECT_THAT(deliveries.InstancesOf(id).Value(), SizeIs(1)) << "they are known still";
  EXPECT_EQ(KindOf(deliveries.PlanAgain("x")), ErrorKind::NotFound);
}

TEST_F(ReviewRecordsTest, HaveOutputsPlannedThatWereNotWantedBefore)
{
  SqlDeliveries deliveries(*database, clock);
  const auto id = Analysed("a");
  ASSERT_EQ(deliveries.Plan({}).Value(), 0);
  ASSERT_TRUE(deliveries.PlanAgain(id).HasValue());
  EXPECT_EQ(deliveries.Plan({true, false, {}}).Value(), 1);
}

}  // namespace
}  // namespace vlm
