// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include <thread>

#include "Storage/QueueFixture.h"

namespace vlm
{
namespace
{

using ::testing::SizeIs;

class EnqueueTest : public QueueFixture
{
};

TEST_F(EnqueueTest, KeepsTheWholeOrder)
{
  AnalysisOrder order;
  order.level = ResourceLevel::Series;
  order.orthancId = "resource";
  order.orthancSeriesId = "series";
  order.orthancStudyId = "study";
  order.model = "model";
  order.contentVersion = "12/20261124";
  order.language = "en";
  order.maxImages = 7;
  order.priority = -3;
  const auto outcome = Enqueue(order);
  EXPECT_TRUE(outcome.isNew);
  const auto record = Record(outcome.id);
  EXPECT_EQ(record.order.level, ResourceLevel::Series);
  EXPECT_EQ(record.order.orthancId, "resource");
  EXPECT_EQ(record.order.orthancSeriesId, "series");
  EXPECT_EQ(record.order.orthancStudyId, "study");
  EXPECT_EQ(record.order.model, "model");
  EXPECT_EQ(record.order.contentVersion, "12/20261124");
  EXPECT_EQ(record.order.language, "en");
  EXPECT_EQ(record.order.maxImages, 7);
  EXPECT_EQ(record.order.priority, -3);
  EXPECT_EQ(record.state, AnalysisState::Queued);
  EXPECT_EQ(record.attempts, 0);
  EXPECT_EQ(record.queuedAt, clock.Now());
  EXPECT_EQ(record.startedAt, std::nullopt);
  EXPECT_EQ(record.completedAt, std::nullopt);
  EXPECT_EQ(record.summary.maxScore, std::nullopt);
}

TEST_F(EnqueueTest, CollapsesIntoWhatWaitsOrRuns)
{
  const auto first = Enqueue(OrderOf("r", "1"));
  for (const auto ifKnown : {IfKnown::Collapse, IfKnown::Repeat})
  {
    const auto again = Enqueue(OrderOf("r", "2"), ifKnown);
    EXPECT_FALSE(again.isNew);
    EXPECT_EQ(again.id, first.id);
  }
  EXPECT_EQ(Record(first.id).order.contentVersion, "2") << "what will be read";
  Claim();
  for (const auto ifKnown : {IfKnown::Collapse, IfKnown::Repeat})
  {
    EXPECT_EQ(Enqueue(OrderOf("r", "2"), ifKnown).id, first.id);
  }
  EXPECT_EQ(CountRows("analyses"), 1);
}

TEST_F(EnqueueTest, QueuesNewContentBesideWhatRuns)
{
  const auto running = Enqueue(OrderOf("r", "1")).id;
  EXPECT_EQ(Claim(), running);
  const auto newer = Enqueue(OrderOf("r", "2"));
  EXPECT_TRUE(newer.isNew);
  EXPECT_EQ(Enqueue(OrderOf("r", "3")).id, newer.id);
  EXPECT_EQ(Claim(), "") << "one at a time";
  ASSERT_TRUE(queue->Finish(Record(running), AnalysisState::Completed, "", {}).HasValue());
  EXPECT_EQ(Claim(), newer.id);
}

TEST_F(EnqueueTest, MergesNewContentIntoWhatGoesBackToTheQueue)
{
  for (const int way : {0, 1, 2})
  {
    const auto resource = "r" + std::to_string(way);
    const auto running = Enqueue(OrderOf(resource, "1")).id;
    EXPECT_EQ(Claim(), running);
    Enqueue(OrderOf(resource, "2"));
    if (way == 0)
    {
      ASSERT_TRUE(queue->Release(Record(running), "").HasValue());
    }
    else if (way == 1)
    {
      ASSERT_TRUE(queue->Postpone(Record(running), clock.Now(), "later").HasValue());
    }
    else
    {
      EXPECT_EQ(queue->RecoverInterrupted(5).Value(), 1);
    }
    EXPECT_EQ(Record(running).order.contentVersion, "2");
    EXPECT_EQ(CountRows("analyses"), way + 1);
    EXPECT_EQ(Claim(), running);
    ASSERT_TRUE(queue->Finish(Record(running), AnalysisState::Completed, "", {}).HasValue());
  }
}

TEST_F(EnqueueTest, WaitsForMoreImagesAsLongAsTheyCome)
{
  auto arriving = OrderOf("r", "arriving");
  arriving.notBefore = clock.Now() + std::chrono::seconds(100);
  const auto id = Enqueue(arriving).id;
  clock.Advance(std::chrono::seconds(60));
  arriving.notBefore = clock.Now() + std::chrono::seconds(100);
  EXPECT_EQ(Enqueue(arriving).id, id);
  clock.Advance(std::chrono::seconds(99));
  EXPECT_EQ(Claim(), "");
  clock.Advance(std::chrono::seconds(1));
  EXPECT_EQ(Claim(), id);
}

TEST_F(EnqueueTest, WaitsNoLongerOnceItIsSaidThatNoMoreCome)
{
  auto arriving = OrderOf("r", "arriving");
  arriving.notBefore = clock.Now() + std::chrono::seconds(100);
  const auto id = Enqueue(arriving).id;
  EXPECT_EQ(Enqueue(OrderOf("r", "2/x")).id, id);
  EXPECT_EQ(Record(id).order.contentVersion, "2/x");
  EXPECT_EQ(Claim(), id);
}

// Else an image that came while its series was analysed, or after, would never be seen.
TEST_F(EnqueueTest, TakesNoArrivalForAPartOfWhatWasReadBefore)
{
  auto arriving = OrderOf("r", "arriving");
  arriving.notBefore = clock.Now();
  const auto first = Enqueue(arriving).id;
  EXPECT_EQ(Claim(), first);
  const auto second = Enqueue(arriving);
  EXPECT_TRUE(second.isNew) << "while the first runs";
  ASSERT_TRUE(queue->Finish(Record(first), AnalysisState::Completed, "", {}).HasValue());
  EXPECT_EQ(Claim(), second.id);
  ASSERT_TRUE(queue->Finish(Record(second.id), AnalysisState::Completed, "", {}).HasValue());
  EXPECT_TRUE(Enqueue(arriving).isNew) << "after it ended";
}

TEST_F(EnqueueTest, CollapsesIntoWhatIsDoneForTheSameContent)
{
  for (const auto state : {AnalysisState::Completed, AnalysisState::Abstained})
  {
    const auto id = Ended(OrderOf("r", "1"), state);
    const auto again = Enqueue(OrderOf("r", "1"));
    EXPECT_FALSE(again.isNew);
    EXPECT_EQ(again.id, id);
  }
}

TEST_F(EnqueueTest, AnalysesNewContentAgain)
{
  Ended(OrderOf("r", "1"), AnalysisState::Completed);
  EXPECT_TRUE(Enqueue(OrderOf("r", "2")).isNew);
}

TEST_F(EnqueueTest, AnalysesAgainWhatFailedOrWasCanceled)
{
  for (const auto state : {AnalysisState::Failed, AnalysisState::Canceled})
  {
    const auto resource = StateName(state);
    Ended(OrderOf(resource, "1"), state);
    EXPECT_TRUE(Enqueue(OrderOf(resource, "1")).isNew);
    Claim();
  }
}

TEST_F(EnqueueTest, RepeatsWhatIsDoneWhenAsked)
{
  const auto id = Ended(OrderOf("r", "1"), AnalysisState::Completed);
  const auto again = Enqueue(OrderOf("r", "1"), IfKnown::Repeat);
  EXPECT_TRUE(again.isNew);
  EXPECT_NE(again.id, id);
}

TEST_F(EnqueueTest, KeepsModelsApart)
{
  auto order = OrderOf("r");
  const auto first = Enqueue(order);
  order.model = "other";
  EXPECT_TRUE(Enqueue(order).isNew);
  EXPECT_NE(first.id, Enqueue(order).id);
}

TEST_F(EnqueueTest, RaisesThePriorityOfWhatWaitsButNeverLowersIt)
{
  auto order = OrderOf("r");
  order.priority = 5;
  const auto id = Enqueue(order).id;
  order.priority = 9;
  Enqueue(order);
  EXPECT_EQ(Record(id).order.priority, 9);
  order.priority = 1;
  Enqueue(order);
  EXPECT_EQ(Record(id).order.priority, 9);
}

TEST_F(EnqueueTest, GivesOneRecordToTwoThreadsThatAskAtOnce)
{
  constexpr int resources = 50;
  const auto enqueueAll = [&]
  {
    for (int i = 0; i < resources; ++i)
    {
      ASSERT_TRUE(queue->Enqueue(OrderOf("r" + std::to_string(i)), IfKnown::Repeat).HasValue());
    }
  };
  std::thread first(enqueueAll);
  std::thread second(enqueueAll);
  first.join();
  second.join();
  EXPECT_EQ(CountRows("analyses"), resources);
}

// Two plugins on one file, by mistake: the index of the table keeps the promise.
TEST_F(EnqueueTest, GivesOneRecordToTwoConnections)
{
  auto other = Database::Open({Path()});
  ASSERT_TRUE(other.HasValue());
  SqlAnalysisQueue second(*other.Value(), clock);
  const auto id = Enqueue(OrderOf("r")).id;
  const auto again = second.Enqueue(OrderOf("r"), IfKnown::Repeat);
  ASSERT_TRUE(again.HasValue());
  EXPECT_EQ(again.Value().id, id);
}

TEST_F(EnqueueTest, ArrivalsAndPositionAreKeptTogether)
{
  EXPECT_EQ(queue->ChangePosition().Value(), std::nullopt);
  const auto added = queue->Arrive({OrderOf("a"), OrderOf("b"), OrderOf("a")}, 17);
  ASSERT_TRUE(added.HasValue());
  EXPECT_EQ(added.Value(), 2);
  EXPECT_EQ(queue->ChangePosition().Value(), 17);
  ASSERT_TRUE(queue->Arrive({}, 20000000000).HasValue());
  EXPECT_EQ(queue->ChangePosition().Value(), 20000000000);
}

TEST_F(EnqueueTest, NothingArrivesWhereThePositionCannotBeKept)
{
  ASSERT_TRUE(queue->Arrive({OrderOf("a")}, 17).HasValue());
  const auto broken = database->Run(
      [](soci::session& session)
      {
        if (session.get_backend_name() == "postgresql")
        {
          session << "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE "
                     "EXCEPTION ''disk full''; END'";
          session << "CREATE TRIGGER refuse BEFORE INSERT ON progress FOR EACH ROW EXECUTE "
                     "PROCEDURE refuse()";
          return Result<void>();
        }
        session << "CREATE TRIGGER refuse BEFORE INSERT ON progress "
                   "BEGIN SELECT RAISE(ABORT, 'disk full'); END";
        return Result<void>();
      });
  ASSERT_TRUE(broken.HasValue());
  const auto added = queue->Arrive({OrderOf("b")}, 18);
  ASSERT_FALSE(added.HasValue());
  EXPECT_EQ(added.Failure().kind, ErrorKind::StorageFailed);
  EXPECT_EQ(queue->ChangePosition().Value(), 17);
  EXPECT_THAT(Listed({}), SizeIs(1));
}

}  // namespace
}  // namespace vlm
