// SPDX-License-Identifier: GPL-3.0-or-later
// Which deliveries the end of an analysis brings.
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

class DeliveryPlanTest : public QueueFixture
{
protected:
  void Reopen()
  {
    Open();
    deliveries = std::make_unique<SqlDeliveries>(*database, clock);
  }
  int Plan(const DeliveryPlan& plan)
  {
    const auto added = deliveries->Plan(plan);
    EXPECT_TRUE(added.HasValue()) << (added.HasValue() ? "" : added.Failure().message);
    return added.HasValue() ? added.Value() : -1;
  }
  std::vector<Delivery> All(const std::string& analysisId)
  {
    return deliveries->ListOf(analysisId).Value();
  }
  // "Objects", "Send PACS", ... in the order of planning.
  std::vector<std::string> Kinds(const std::string& analysisId)
  {
    std::vector<std::string> kinds;
    for (const auto& delivery : All(analysisId))
    {
      kinds.push_back(DeliveryKindName(delivery.kind) +
                      (delivery.destination.empty() ? "" : " " + delivery.destination));
    }
    return kinds;
  }
  void EndAgain(const std::string& id, AnalysisState state)
  {
    ASSERT_TRUE(queue->Retry(id).HasValue());
    EXPECT_EQ(Claim(), id);
    ASSERT_TRUE(queue->Finish(Record(id), state, "", {}).HasValue());
  }
  // Attempts and delivers what is due.
  void DeliverAll()
  {
    const DeliveryChoice all{{DeliveryKind::Objects, DeliveryKind::Labels, DeliveryKind::Send}, {}};
    for (auto next = deliveries->Next(all); next.Value(); next = deliveries->Next(all))
    {
      ASSERT_TRUE(deliveries->Deliver(next.Value()->id, "").HasValue());
    }
  }

  const DeliveryPlan everything{true, true, {"PACS", "peer"}};
  std::unique_ptr<SqlDeliveries> deliveries = std::make_unique<SqlDeliveries>(*database, clock);
};

TEST_F(DeliveryPlanTest, FollowsHowTheAnalysisEnded)
{
  const auto completed = Ended(OrderOf("a"), AnalysisState::Completed);
  const auto abstained = Ended(OrderOf("b"), AnalysisState::Abstained);
  const auto failed = Ended(OrderOf("c"), AnalysisState::Failed);
  const auto canceled = Ended(OrderOf("d"), AnalysisState::Canceled);
  Enqueue(OrderOf("e"));
  EXPECT_EQ(Plan(everything), 9);
  for (const auto& id : {completed, abstained})
  {
    EXPECT_THAT(Kinds(id), ElementsAre("Objects", "Labels", "Send PACS", "Send peer"));
  }
  EXPECT_THAT(Kinds(failed), ElementsAre("Labels"));
  EXPECT_THAT(Kinds(canceled), IsEmpty());
}

TEST_F(DeliveryPlanTest, TellsAllOfADelivery)
{
  auto order = OrderOf("r");
  order.level = ResourceLevel::Series;
  const auto id = Ended(order, AnalysisState::Completed);
  clock.Advance(std::chrono::seconds(5));
  EXPECT_EQ(Plan({true, false, {}}), 1);
  const auto all = deliveries->ListOf(id).Value();
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].analysisId, id);
  EXPECT_EQ(all[0].level, ResourceLevel::Series);
  EXPECT_EQ(all[0].orthancId, "r");
  EXPECT_EQ(all[0].orthancStudyId, "study");
  EXPECT_EQ(all[0].model, "offline");
  EXPECT_EQ(all[0].state, DeliveryState::Waiting);
  EXPECT_EQ(all[0].attempts, 0);
  EXPECT_EQ(all[0].createdAt, clock.Now());
  EXPECT_EQ(all[0].nextAttemptAt, clock.Now());
}

TEST_F(DeliveryPlanTest, IsMadeOnceAlsoAfterARestart)
{
  const auto id = Ended(OrderOf("r"), AnalysisState::Completed);
  EXPECT_EQ(Plan(everything), 4);
  EXPECT_EQ(Plan(everything), 0);
  Reopen();
  EXPECT_EQ(Plan(everything), 0);
  EXPECT_THAT(Kinds(id), SizeIs(4));
}

TEST_F(DeliveryPlanTest, IsNotMadeLaterForWhatEndedWhenNothingWasWanted)
{
  Ended(OrderOf("r"), AnalysisState::Completed);
  EXPECT_EQ(Plan({}), 0);
  EXPECT_EQ(Plan(everything), 0);
}

TEST_F(DeliveryPlanTest, TakesManyAtATime)
{
  for (int i = 0; i < 250; ++i)
  {
    Ended(OrderOf("r" + std::to_string(i)), AnalysisState::Completed);
  }
  EXPECT_EQ(Plan(everything), 4 * 250);
}

// What an ended analysis is numbered by is given again once the last one is retried or removed.
TEST_F(DeliveryPlanTest, ForgetsNoneWhoseNumberAnotherOneHad)
{
  const auto first = Ended(OrderOf("a"), AnalysisState::Failed);
  Plan(everything);
  ASSERT_TRUE(queue->Retry(first).HasValue());
  EXPECT_EQ(Claim(), first);
  const auto second = Ended(OrderOf("b"), AnalysisState::Completed);
  EXPECT_EQ(Plan(everything), 4);
  ASSERT_TRUE(queue->Remove(second).HasValue());
  const auto third = Ended(OrderOf("c"), AnalysisState::Completed);
  EXPECT_EQ(Plan(everything), 4);
  EXPECT_THAT(Kinds(third), SizeIs(4));
}

TEST_F(DeliveryPlanTest, BeginsAnewForWhatWasRetried)
{
  const auto id = Ended(OrderOf("r"), AnalysisState::Failed);
  Plan(everything);
  DeliverAll();
  EXPECT_THAT(Kinds(id), ElementsAre("Labels"));
  EndAgain(id, AnalysisState::Completed);
  EXPECT_EQ(Plan(everything), 4);
  for (const auto& delivery : All(id))
  {
    EXPECT_EQ(delivery.state, DeliveryState::Waiting);
  }
}

TEST_F(DeliveryPlanTest, DropsWhatIsNotWantedAnyMoreOfARetriedOne)
{
  const auto id = Ended(OrderOf("r"), AnalysisState::Abstained);
  Plan(everything);
  EndAgain(id, AnalysisState::Failed);
  EXPECT_EQ(Plan(everything), 1);
  EXPECT_THAT(Kinds(id), ElementsAre("Labels"));
}

TEST_F(DeliveryPlanTest, HasObjectsWhereThereAreSomeToBeRemoved)
{
  const auto id = Ended(OrderOf("r"), AnalysisState::Abstained);
  Plan(everything);
  ASSERT_TRUE(deliveries->NoteInstances(id, {{"StructuredReport", "2.25.1"}}).HasValue());
  EndAgain(id, AnalysisState::Failed);
  Plan({});
  EXPECT_THAT(Kinds(id), ElementsAre("Objects"));
}

TEST_F(DeliveryPlanTest, ToldOfAReplacedDeliveryChangesNothing)
{
  const auto id = Ended(OrderOf("r"), AnalysisState::Failed);
  Plan(everything);
  const auto old = deliveries->Next({{DeliveryKind::Labels}, {}}).Value()->id;
  EndAgain(id, AnalysisState::Failed);
  Plan(everything);
  EXPECT_TRUE(deliveries->Deliver(old, "").HasValue());
  EXPECT_TRUE(deliveries->Fail(old, "").HasValue());
  EXPECT_TRUE(deliveries->Postpone(old, clock.Now() + std::chrono::hours(1), "").HasValue());
  const auto current = deliveries->ListOf(id).Value().at(0);
  EXPECT_EQ(current.state, DeliveryState::Waiting);
  EXPECT_EQ(current.nextAttemptAt, clock.Now());
}

TEST_F(DeliveryPlanTest, CountsFailuresOfInterruptedAnalysesToo)
{
  const auto id = Enqueue(OrderOf("r")).id;
  Claim();
  ASSERT_EQ(queue->RecoverInterrupted(1).Value(), 1);
  EXPECT_EQ(Plan(everything), 1);
  EXPECT_THAT(Kinds(id), ElementsAre("Labels"));
}

TEST_F(DeliveryPlanTest, SkipsWhatIsQueuedAgainUntilItEnds)
{
  const auto id = Ended(OrderOf("r"), AnalysisState::Failed);
  ASSERT_TRUE(queue->Retry(id).HasValue());
  EXPECT_EQ(Plan(everything), 0);
  EXPECT_EQ(Claim(), id);
  ASSERT_TRUE(queue->Finish(Record(id), AnalysisState::Completed, "", {}).HasValue());
  EXPECT_EQ(Plan(everything), 4);
}

}  // namespace
}  // namespace vlm
