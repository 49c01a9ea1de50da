// SPDX-License-Identifier: GPL-3.0-or-later
// The life of planned deliveries: which is next, and what its outcome does to the others.
#include <gmock/gmock.h>

#include "Storage/QueueFixture.h"
#include "Storage/SqlDeliveries.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class DeliveryLanesTest : public QueueFixture
{
protected:
  std::string Planned(const std::string& resource)
  {
    const auto id = Ended(OrderOf(resource), AnalysisState::Completed);
    EXPECT_TRUE(deliveries.Plan({true, true, {"PACS", "peer"}}).HasValue());
    return id;
  }
  std::vector<Delivery> All(const std::string& analysisId)
  {
    return deliveries.ListOf(analysisId).Value();
  }
  std::optional<Delivery> Next(const DeliveryChoice& choice)
  {
    const auto next = deliveries.Next(choice);
    EXPECT_TRUE(next.HasValue()) << (next.HasValue() ? "" : next.Failure().message);
    return next.HasValue() ? next.Value() : std::nullopt;
  }
  std::string NextAnalysis(const DeliveryChoice& choice)
  {
    const auto next = Next(choice);
    return next ? next->analysisId : "";
  }
  void Deliver(const DeliveryChoice& choice)
  {
    const auto next = Next(choice);
    ASSERT_TRUE(next);
    ASSERT_TRUE(deliveries.Deliver(next->id, "done").HasValue());
  }

  SqlDeliveries deliveries{*database, clock};
  const DeliveryChoice objects{{DeliveryKind::Objects}, {}};
  const DeliveryChoice labels{{DeliveryKind::Labels}, {}};
  const DeliveryChoice both{{DeliveryKind::Objects, DeliveryKind::Labels}, {}};
  const DeliveryChoice sending{{DeliveryKind::Send}, {}};
};

TEST_F(DeliveryLanesTest, GiveTheLongestWaitingOfTheChosenKinds)
{
  const auto first = Planned("a");
  clock.Advance(std::chrono::seconds(1));
  const auto second = Planned("b");
  Deliver(objects);
  EXPECT_EQ(NextAnalysis(objects), second);
  EXPECT_EQ(NextAnalysis(both), first) << "its labels";
  Deliver(labels);
  EXPECT_EQ(NextAnalysis(labels), second);
  EXPECT_EQ(Next({}), std::nullopt);
}

TEST_F(DeliveryLanesTest, CountAttemptsAndThoseWithoutAnOutcome)
{
  Planned("a");
  EXPECT_EQ(Next(objects)->interruptions, 1);
  const auto again = Next(objects);
  EXPECT_EQ(again->attempts, 2);
  EXPECT_EQ(again->interruptions, 2) << "nobody told how the first one ended";
  ASSERT_TRUE(deliveries.Postpone(again->id, clock.Now(), "busy").HasValue());
  const auto third = Next(objects);
  EXPECT_EQ(third->attempts, 3);
  EXPECT_EQ(third->interruptions, 1);
  EXPECT_EQ(third->reason, "busy");
}

TEST_F(DeliveryLanesTest, HoldBackWhatIsNotDue)
{
  const auto id = Planned("a");
  const auto due = clock.Now() + std::chrono::seconds(2);
  ASSERT_TRUE(deliveries.Postpone(Next(objects)->id, due, "disk full").HasValue());
  EXPECT_EQ(Next(objects), std::nullopt);
  EXPECT_EQ(deliveries.NextDue(objects).Value(), due);
  EXPECT_EQ(deliveries.NextDue(both).Value(), clock.Now()) << "the labels";
  clock.Advance(std::chrono::seconds(2));
  EXPECT_EQ(NextAnalysis(objects), id);
}

TEST_F(DeliveryLanesTest, SendOnlyOnceTheObjectsAreThere)
{
  const auto id = Planned("a");
  EXPECT_EQ(Next(sending), std::nullopt);
  EXPECT_EQ(deliveries.NextDue(sending).Value(), std::nullopt);
  Deliver(labels);
  EXPECT_EQ(Next(sending), std::nullopt);
  clock.Advance(std::chrono::seconds(3));
  Deliver(objects);
  EXPECT_EQ(deliveries.NextDue(sending).Value(), clock.Now());
  EXPECT_EQ(NextAnalysis(sending), id);
}

TEST_F(DeliveryLanesTest, FailWhatCannotBeSentForWantOfObjects)
{
  const auto id = Planned("a");
  ASSERT_TRUE(deliveries.Fail(Next(objects)->id, "no memory").HasValue());
  EXPECT_EQ(Next(sending), std::nullopt);
  for (const auto& delivery : All(id))
  {
    EXPECT_EQ(delivery.state, delivery.kind == DeliveryKind::Labels ? DeliveryState::Waiting
                                                                    : DeliveryState::Failed);
  }
  EXPECT_EQ(deliveries.RetryOf(id).Value(), 4);
  EXPECT_EQ(Next(sending), std::nullopt) << "until the objects are there";
  Deliver(objects);
  EXPECT_EQ(NextAnalysis(sending), id);
}

TEST_F(DeliveryLanesTest, PassByDestinationsThatAreLeftAlone)
{
  Planned("a");
  Deliver(objects);
  const DeliveryChoice exceptOne{{DeliveryKind::Send}, {"PACS", "nobody"}};
  EXPECT_EQ(Next(exceptOne)->destination, "peer");
  Deliver(exceptOne);
  EXPECT_EQ(Next(exceptOne), std::nullopt);
  EXPECT_EQ(deliveries.NextDue(exceptOne).Value(), std::nullopt);
  EXPECT_EQ(Next(sending)->destination, "PACS");
}

TEST_F(DeliveryLanesTest, ShareTheirTimeFairly)
{
  for (const char* resource : {"a", "b", "c"})
  {
    Planned(resource);
    Deliver(objects);
    clock.Advance(std::chrono::seconds(1));
  }
  std::vector<std::string> destinations;
  for (auto next = Next(sending); next; next = Next(sending))
  {
    destinations.push_back(next->destination);
    ASSERT_TRUE(deliveries.Deliver(next->id, "").HasValue());
  }
  EXPECT_THAT(destinations, ElementsAre("PACS", "peer", "PACS", "peer", "PACS", "peer"));
}

TEST_F(DeliveryLanesTest, RetryWhatWaitsOrFailedAsIfItHadJustEnded)
{
  const auto id = Planned("a");
  Deliver(objects);
  ASSERT_TRUE(deliveries.Fail(Next(sending)->id, "refused").HasValue());
  const auto later = clock.Now() + std::chrono::hours(5);
  ASSERT_TRUE(deliveries.Postpone(Next(sending)->id, later, "away").HasValue());
  clock.Advance(std::chrono::hours(1));
  EXPECT_EQ(deliveries.RetryOf(id).Value(), 3) << "labels and both destinations";
  EXPECT_EQ(deliveries.RetryOf("nobody").Value(), 0);
  for (const auto& delivery : All(id))
  {
    if (delivery.kind == DeliveryKind::Objects)
    {
      EXPECT_EQ(delivery.state, DeliveryState::Delivered);
      continue;
    }
    EXPECT_EQ(delivery.state, DeliveryState::Waiting);
    EXPECT_EQ(delivery.attempts, 0);
    EXPECT_EQ(delivery.createdAt, clock.Now());
    EXPECT_EQ(delivery.nextAttemptAt, clock.Now());
    EXPECT_EQ(delivery.reason, "");
  }
}

TEST_F(DeliveryLanesTest, AreCountedByState)
{
  EXPECT_THAT(deliveries.CountByState().Value(), IsEmpty());
  Planned("a");
  Deliver(objects);
  ASSERT_TRUE(deliveries.Fail(Next(labels)->id, "").HasValue());
  EXPECT_THAT(deliveries.CountByState().Value(),
              UnorderedElementsAre(std::pair(DeliveryState::Waiting, 2),
                                   std::pair(DeliveryState::Delivered, 1),
                                   std::pair(DeliveryState::Failed, 1)));
}

TEST_F(DeliveryLanesTest, GiveNothingOfADeletedAnalysis)
{
  const auto id = Planned("a");
  EXPECT_THAT(deliveries.Orphans(0).Value(), IsEmpty());
  ASSERT_TRUE(deliveries.NoteInstances(id, {{"StructuredReport", "2.25.1"}}).HasValue());
  ASSERT_TRUE(queue->Remove(id).HasValue());
  EXPECT_EQ(Next(both), std::nullopt);
  EXPECT_EQ(deliveries.NextDue(both).Value(), std::nullopt);
  const auto orphans = deliveries.Orphans(0).Value();
  ASSERT_EQ(orphans.size(), 1u);
  EXPECT_EQ(orphans[0].analysisId, id);
  EXPECT_EQ(orphans[0].orthancStudyId, "study");
  EXPECT_EQ(deliveries.InstancesOf(id).Value().size(), 1u) << "until they are forgotten";
  ASSERT_TRUE(deliveries.Forget(id).HasValue());
  EXPECT_THAT(deliveries.Orphans(0).Value(), IsEmpty());
  EXPECT_EQ(CountRows("deliveries"), 0);
  EXPECT_EQ(CountRows("result_instances"), 0);
}

TEST_F(DeliveryLanesTest, FindPredecessorsOfTheSameResourceAndModel)
{
  const auto first = Planned("r");
  const auto second = Planned("r");
  const auto without = Planned("r");
  auto otherModel = OrderOf("r");
  otherModel.model = "other";
  const auto model = Ended(otherModel, AnalysisState::Completed);
  const auto resource = Planned("q");
  for (const auto& id : {first, second, model, resource})
  {
    ASSERT_TRUE(deliveries.NoteInstances(id, {{"StructuredReport", "2.25.1"}}).HasValue());
  }
  const auto last = Planned("r");
  const Delivery delivery = deliveries.ListOf(last).Value().at(0);
  EXPECT_THAT(deliveries.PredecessorsOf(delivery).Value(), ElementsAre(second, first));
  EXPECT_FALSE(deliveries.IsSuperseded(delivery).Value());
  EXPECT_TRUE(deliveries.IsSuperseded(deliveries.ListOf(without).Value().at(0)).Value());
  EXPECT_FALSE(deliveries.IsSuperseded(deliveries.ListOf(resource).Value().at(0)).Value());
  EXPECT_THAT(deliveries.PredecessorsOf(deliveries.ListOf(first).Value().at(0)).Value(), IsEmpty());
}

TEST_F(DeliveryLanesTest, NoteAnInstanceOnce)
{
  const auto id = Planned("r");
  const std::vector<ResultInstance> instances = {{"StructuredReport", "2.25.1"},
                                                 {"SecondaryCapture", "2.25.2"}};
  ASSERT_TRUE(deliveries.NoteInstances(id, instances).HasValue());
  ASSERT_TRUE(deliveries.NoteInstances(id, instances).HasValue());
  const auto noted = deliveries.InstancesOf(id).Value();
  ASSERT_EQ(noted.size(), 2u);
  EXPECT_EQ(noted[0].kind, "SecondaryCapture");
  EXPECT_EQ(noted[0].sopInstanceUid, "2.25.2");
  ASSERT_TRUE(deliveries.ForgetInstances(id).HasValue());
  EXPECT_THAT(deliveries.InstancesOf(id).Value(), IsEmpty());
}

TEST_F(DeliveryLanesTest, SayWhereTheDatabaseRefuses)
{
  ASSERT_TRUE(database
                  ->Run(
                      [](soci::session& session) -> Result<void>
                      {
                        session << "DROP TABLE deliveries";
                        return {};
                      })
                  .HasValue());
  const auto next = deliveries.Next(objects);
  ASSERT_FALSE(next.HasValue());
  EXPECT_EQ(next.Failure().kind, ErrorKind::StorageFailed);
  EXPECT_THAT(next.Failure().message, HasSubstr(Path()));
}

}  // namespace
}  // namespace vlm
