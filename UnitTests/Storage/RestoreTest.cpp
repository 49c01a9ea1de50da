// SPDX-License-Identifier: GPL-3.0-or-later
// Records that were found in the archive after the database was lost.
#include <gmock/gmock.h>

#include "Storage/QueueFixture.h"
#include "Storage/SqlDeliveries.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RestoreTest : public QueueFixture
{
protected:
  AnalysisRecord Found(const std::string& id, AnalysisState state = AnalysisState::Completed)
  {
    AnalysisRecord record;
    record.id = id;
    record.order = OrderOf("r", "content");
    record.order.level = ResourceLevel::Series;
    record.order.language = "zh";
    record.order.maxImages = 8;
    record.order.priority = 10;
    record.state = state;
    record.attempts = 2;
    record.queuedAt = clock.Now() - std::chrono::hours(3);
    record.nextAttemptAt = clock.Now() - std::chrono::hours(2);
    record.startedAt = clock.Now() - std::chrono::hours(1);
    record.completedAt = clock.Now() - std::chrono::minutes(30);
    record.reason = "why";
    return record;
  }
  const ReportSummary summary{"CT", "PID", "A mass.", 2, 0.75, {{"mass", 0.75}, {"cyst", {}}}};
};

TEST_F(RestoreTest, PutsARecordBackAsItWas)
{
  const auto found = Found("a");
  ASSERT_TRUE(queue->Restore(found, summary).Value());
  Open();
  const auto record = Record("a");
  EXPECT_EQ(record.order.level, ResourceLevel::Series);
  EXPECT_EQ(record.order.orthancId, "r");
  EXPECT_EQ(record.order.orthancSeriesId, "series of r");
  EXPECT_EQ(record.order.orthancStudyId, "study");
  EXPECT_EQ(record.order.model, "offline");
  EXPECT_EQ(record.order.contentVersion, "content");
  EXPECT_EQ(record.order.language, "zh");
  EXPECT_EQ(record.order.maxImages, 8);
  EXPECT_EQ(record.order.priority, 10);
  EXPECT_EQ(record.state, AnalysisState::Completed);
  EXPECT_EQ(record.attempts, 2);
  EXPECT_EQ(record.queuedAt, found.queuedAt);
  EXPECT_EQ(record.nextAttemptAt, found.nextAttemptAt);
  EXPECT_EQ(record.startedAt, found.startedAt);
  EXPECT_EQ(record.completedAt, found.completedAt);
  EXPECT_EQ(record.reason, "why");
  EXPECT_EQ(record.summary.modality, "CT");
  EXPECT_EQ(record.summary.patientId, "PID");
  EXPECT_EQ(record.summary.impression, "A mass.");
  EXPECT_EQ(record.summary.findings, 2);
  EXPECT_EQ(record.summary.maxScore, 0.75);
}

TEST_F(RestoreTest, MakesARecordFoundByItsLabelsAndInTheOrderOfRestoring)
{
  ASSERT_TRUE(queue->Restore(Found("old"), summary).Value());
  ASSERT_TRUE(queue->Restore(Found("new", AnalysisState::Abstained), {}).Value());
  AnalysisFilter ended;
  ended.order = AnalysisFilter::Order::Ended;
  EXPECT_THAT(Listed(ended), ElementsAre("new", "old"));
  ended.label = "cyst";
  EXPECT_THAT(Listed(ended), ElementsAre("old"));
}

TEST_F(RestoreTest, LeavesAKnownRecordAlone)
{
  const auto id = Ended(OrderOf("r"), AnalysisState::Completed);
  const auto restored = queue->Restore(Found(id), summary);
  ASSERT_TRUE(restored.HasValue());
  EXPECT_FALSE(restored.Value());
  EXPECT_EQ(Record(id).summary.findings, 0);
  EXPECT_EQ(CountRows("finding_labels"), 0);
}

TEST_F(RestoreTest, RefusesWhatHasNotEnded)
{
  for (const auto state : {AnalysisState::Queued, AnalysisState::Running})
  {
    const auto restored = queue->Restore(Found("a", state), {});
    ASSERT_FALSE(restored.HasValue());
    EXPECT_EQ(restored.Failure().kind, ErrorKind::BadInput);
  }
  EXPECT_EQ(CountRows("analyses"), 0);
}

TEST_F(RestoreTest, CollapsesANewOrderForTheSameContent)
{
  ASSERT_TRUE(queue->Restore(Found("a"), summary).Value());
  EXPECT_EQ(Enqueue(OrderOf("r", "content")).id, "a");
}

TEST_F(RestoreTest, BringsLabelsAlone)
{
  SqlDeliveries deliveries(*database, clock);
  const auto fresh = Ended(OrderOf("other"), AnalysisState::Completed);
  ASSERT_TRUE(queue->Restore(Found("a"), summary).Value());
  EXPECT_EQ(deliveries.Plan({true, true, {"PACS"}}).Value(), 4);
  EXPECT_EQ(deliveries.ListOf(fresh).Value().size(), 3u);
  const auto planned = deliveries.ListOf("a").Value();
  ASSERT_EQ(planned.size(), 1u);
  EXPECT_EQ(planned[0].kind, DeliveryKind::Labels);
  EXPECT_EQ(planned[0].state, DeliveryState::Waiting);
  EXPECT_EQ(deliveries.Plan({true, true, {"PACS"}}).Value(), 0) << "once";

  ASSERT_TRUE(queue->Restore(Found("b"), summary).Value());
  EXPECT_EQ(deliveries.Plan({true, false, {"PACS"}}).Value(), 0) << "where labels are wanted";
}

TEST_F(RestoreTest, KeepsWhatWasAdoptedBeforeThePlan)
{
  SqlDeliveries deliveries(*database, clock);
  ASSERT_TRUE(queue->Restore(Found("a"), summary).Value());
  ASSERT_TRUE(deliveries.Adopt(Found("a"), {{"StructuredReport", "2.25.1"}}).HasValue());
  ASSERT_EQ(deliveries.Plan({true, true, {"PACS"}}).Value(), 1);
  const auto all = deliveries.ListOf("a").Value();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].kind, DeliveryKind::Objects);
  EXPECT_EQ(all[0].state, DeliveryState::Delivered);
}

// Its labels are still there when the database is lost twice, or while they are cleaned up.
TEST_F(RestoreTest, PlansAnewWhatADeletionHadLeft)
{
  SqlDeliveries deliveries(*database, clock);
  for (int i = 0; i < 2; ++i)
  {
    ASSERT_TRUE(queue->Restore(Found("a"), summary).Value());
    ASSERT_EQ(deliveries.Plan({true, true, {}}).Value(), 1);
    ASSERT_TRUE(queue->Remove("a").HasValue());
  }
  EXPECT_EQ(deliveries.Orphans(0).Value().size(), 1u);
}

TEST_F(RestoreTest, LetsAnOlderAnalysisSupersedeNothing)
{
  SqlDeliveries deliveries(*database, clock);
  const auto newest = Ended(OrderOf("r"), AnalysisState::Completed);
  ASSERT_TRUE(queue->Restore(Found("old"), summary).Value());
  ASSERT_TRUE(deliveries.Adopt(Found("old"), {{"StructuredReport", "2.25.1"}}).HasValue());
  ASSERT_TRUE(deliveries.Plan({true, true, {}}).HasValue());
  const auto mine = deliveries.ListOf(newest).Value().at(0);
  const auto old = deliveries.ListOf("old").Value().at(0);
  EXPECT_FALSE(deliveries.IsSuperseded(mine).Value());
  EXPECT_TRUE(deliveries.IsSuperseded(old).Value());
  EXPECT_THAT(deliveries.PredecessorsOf(mine).Value(), ElementsAre("old"));
  EXPECT_THAT(deliveries.PredecessorsOf(old).Value(), IsEmpty());
}

TEST_F(RestoreTest, KnowsTheObjectsThatWereAdopted)
{
  SqlDeliveries deliveries(*database, clock);
  ASSERT_TRUE(queue->Restore(Found("a"), summary).Value());
  const std::vector<ResultInstance> instances = {{"StructuredReport", "2.25.1"}};
  for (int i = 0; i < 2; ++i)
  {
    ASSERT_TRUE(deliveries.Adopt(Found("a"), instances).HasValue());
  }
  const auto adopted = deliveries.ListOf("a").Value();
  ASSERT_EQ(adopted.size(), 1u);
  EXPECT_EQ(adopted[0].kind, DeliveryKind::Objects);
  EXPECT_EQ(adopted[0].state, DeliveryState::Delivered);
  EXPECT_EQ(deliveries.InstancesOf("a").Value().size(), 1u);
  EXPECT_EQ(deliveries.Next({{DeliveryKind::Objects}, {}}).Value(), std::nullopt);

  ASSERT_TRUE(queue->Remove("a").HasValue());
  EXPECT_EQ(deliveries.Orphans(0).Value().size(), 1u) << "they go with their analysis";
}

TEST_F(RestoreTest, AdoptsNothingWithoutObjectsOrAnalysis)
{
  SqlDeliveries deliveries(*database, clock);
  ASSERT_TRUE(queue->Restore(Found("a"), summary).Value());
  ASSERT_TRUE(deliveries.Adopt(Found("a"), {}).HasValue());
  EXPECT_EQ(CountRows("deliveries"), 0);
  const auto adopted = deliveries.Adopt(Found("nobody"), {{"StructuredReport", "2.25.1"}});
  ASSERT_FALSE(adopted.HasValue());
  EXPECT_EQ(adopted.Failure().kind, ErrorKind::NotFound);
  EXPECT_EQ(CountRows("result_instances"), 0);
}

}  // namespace
}  // namespace vlm
