// SPDX-License-Identifier: GPL-3.0-or-later
// What is older than it is wanted goes, whatever happens in between.
#include <gmock/gmock.h>

#include "Fakes/MemoryLog.h"
#include "Fakes/MemoryReportArchive.h"
#include "Pipeline/ReindexMark.h"
#include "Pipeline/Retention.h"
#include "Storage/QueueFixture.h"
#include "Storage/SqlCluster.h"
#include "Storage/SqlDeliveries.h"
#include "Storage/SqlEgressLedger.h"
#include "Storage/SqlRetention.h"

namespace vlm
{
namespace
{

using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Refuses to remove the reports of one resource.
class StubbornReportArchive : public MemoryReportArchive
{
public:
  std::string kept;
  Result<void> Remove(ResourceLevel level, const std::string& orthancId,
                      const std::string& analysisId) override
  {
    return orthancId == kept ? Result<void>(Error{ErrorKind::StorageFailed, "The disk is full."})
                             : MemoryReportArchive::Remove(level, orthancId, analysisId);
  }
};

class RetentionTest : public QueueFixture
{
protected:
  RetentionTest()
      : past(*database),
        cluster(*database, clock, {}, "1.0"),
        retention({past, *queue, reports, cluster, clock, log, ingest, [this] { ++told; }},
                  {hours(24 * 30), hours(24 * 60)})
  {
    EXPECT_TRUE(cluster.Beat().HasValue());
  }
  std::string Reported(const std::string& resource)
  {
    auto id = Ended(OrderOf(resource), AnalysisState::Completed);
    Json::Value report;
    report["AnalysisId"] = id;
    EXPECT_TRUE(reports.Store(report).HasValue());
    return id;
  }
  void PassDays(int days)
  {
    clock.Advance(hours(24 * days));
    EXPECT_TRUE(cluster.Beat().HasValue());
  }
  // The last step's result.
  bool Step(Retention& one)
  {
    const auto step = one.Step();
    EXPECT_TRUE(step.HasValue()) << (step.HasValue() ? "" : step.Failure().message);
    return step.HasValue() && step.Value();
  }
  void RunToEnd(Retention& one)
  {
    for (int steps = 0; Step(one); ++steps)
    {
      ASSERT_LT(steps, 1000);
    }
  }
  std::vector<std::string> Known() { return Listed({}); }

  SqlRetention past;
  SqlCluster cluster;
  StubbornReportArchive reports;
  MemoryLog log;
  IngestActivity ingest;
  int told = 0;
  Retention retention;
};

TEST_F(RetentionTest, RemovesRecordsAndReportsAfterTheirTime)
{
  Reported("old");
  PassDays(20);
  const auto young = Reported("young");
  RunToEnd(retention);
  EXPECT_THAT(Known(), SizeIs(2));
  PassDays(11);
  RunToEnd(retention);
  EXPECT_THAT(Known(), ElementsAre(young));
  EXPECT_EQ(reports.Count(), 1u);
  EXPECT_EQ(CountRows("removals"), 0);
  EXPECT_EQ(told, 1);
  EXPECT_THAT(log.Lines(), ElementsAre(::testing::HasSubstr("1 analyses were removed")));
}

TEST_F(RetentionTest, RemovesFailedAndCanceledOnesButNothingThatWaits)
{
  Ended(OrderOf("failed"), AnalysisState::Failed);
  const auto canceled = Enqueue(OrderOf("canceled")).id;
  ASSERT_TRUE(queue->Cancel(canceled, "").HasValue());
  const auto running = Enqueue(OrderOf("running")).id;
  ASSERT_EQ(Claim(), running);
  const auto waiting = Enqueue(OrderOf("waiting")).id;
  PassDays(31);
  RunToEnd(retention);
  EXPECT_THAT(Known(), ElementsAre(waiting, running));
}

TEST_F(RetentionTest, KeepsSignedReportsAndThoseUnderReview)
{
  const auto isSigned = Reported("signed");
  ASSERT_TRUE(queue->NoteReview(isSigned, {1, true, {}, {}}).HasValue());
  const auto reviewed = Reported("reviewed");
  ASSERT_TRUE(queue->NoteReview(reviewed, {1, false, {}, {}}).HasValue());
  const auto pending = Reported("pending");
  ASSERT_TRUE(queue->BeginReview(pending).HasValue());
  PassDays(31);
  RunToEnd(retention);
  EXPECT_THAT(Known(), ElementsAre(pending, isSigned));
  ASSERT_TRUE(queue->EndReview(pending).HasValue());
  RunToEnd(retention);
  EXPECT_THAT(Known(), ElementsAre(isSigned));
  EXPECT_EQ(queue->BeginReview(pending).Failure().kind, ErrorKind::NotFound);
}

TEST_F(RetentionTest, LeavesObjectsToTheCleaningOfDeliveries)
{
  const auto id = Reported("a");
  SqlDeliveries deliveries(*database, clock);
  ASSERT_EQ(deliveries.Plan({true, true, {}}).Value(), 2);
  ASSERT_TRUE(deliveries.NoteInstances(id, {{"sr", "1.2.3"}}).HasValue());
  PassDays(31);
  RunToEnd(retention);
  const auto orphans = deliveries.Orphans(0);
  ASSERT_THAT(orphans.Value(), SizeIs(1));
  EXPECT_EQ(orphans.Value().front().analysisId, id);
  EXPECT_THAT(deliveries.InstancesOf(id).Value(), SizeIs(1));
}

// The process ends after the record is gone and before the report is.
TEST_F(RetentionTest, GoesOnAfterACrash)
{
  for (int i = 0; i < 50; ++i)
  {
    Reported("r" + std::to_string(i));
  }
  PassDays(31);
  ASSERT_EQ(past.Expire(clock.Now() - hours(24 * 30), 20).Value(), 20);
  EXPECT_THAT(Known(), SizeIs(30));
  EXPECT_EQ(reports.Count(), 50u);
  Retention next({past, *queue, reports, cluster, clock, log, ingest, [] {}}, {hours(24 * 30), {}});
  RunToEnd(next);
  EXPECT_THAT(Known(), IsEmpty());
  EXPECT_EQ(reports.Count(), 0u);
}

// The setting was changed meanwhile.
TEST_F(RetentionTest, EndsWhatWasBegunEvenIfNothingExpiresAnyMore)
{
  Reported("a");
  Reported("b");
  PassDays(31);
  ASSERT_EQ(past.Expire(clock.Now(), 1).Value(), 1);
  Retention forever({past, *queue, reports, cluster, clock, log, ingest, [] {}}, {});
  RunToEnd(forever);
  EXPECT_THAT(Known(), SizeIs(1));
  EXPECT_EQ(reports.Count(), 1u);
}

TEST_F(RetentionTest, PassesOverWhatCannotBeRemovedAndTriesItAgain)
{
  for (const char* resource : {"a", "b", "c"})
  {
    Reported(resource);
  }
  reports.kept = "b";
  PassDays(31);
  RunToEnd(retention);
  EXPECT_EQ(reports.Count(), 1u);
  EXPECT_EQ(CountRows("removals"), 1);
  EXPECT_THAT(log.Lines(), ::testing::Contains(::testing::HasSubstr("The disk is full.")));
  reports.kept.clear();
  RunToEnd(retention);
  EXPECT_EQ(reports.Count(), 0u);
  EXPECT_EQ(CountRows("removals"), 0);
}

TEST_F(RetentionTest, WaitsWhileTheDatabaseIsRebuilt)
{
  Reported("a");
  PassDays(31);
  ASSERT_TRUE(queue->SetMark(ReindexMark, ReindexBegun).HasValue());
  RunToEnd(retention);
  EXPECT_THAT(Known(), SizeIs(1));
  ASSERT_TRUE(queue->SetMark(ReindexMark, ReindexDone).HasValue());
  RunToEnd(retention);
  EXPECT_THAT(Known(), IsEmpty());
}

TEST_F(RetentionTest, IsTheWorkOfOneNode)
{
  if (!IsPostgres())
  {
    GTEST_SKIP() << "SQLite has one node.";
  }
  Reported("a");
  PassDays(31);
  SqlCluster other(*database, clock, {}, "1.0");
  ASSERT_TRUE(other.Beat().HasValue());
  ASSERT_TRUE(other.TryHold("retention").Value());
  RunToEnd(retention);
  EXPECT_THAT(Known(), SizeIs(1));
  ASSERT_TRUE(other.Release("retention").HasValue());
  RunToEnd(retention);
  EXPECT_THAT(Known(), IsEmpty());
}

TEST_F(RetentionTest, ForgetsTheLedgerAfterItsOwnTime)
{
  Reported("a");
  const auto record = [this](const char* host)
  {
    EgressEntry entry;
    entry.time = clock.Now();
    entry.host = host;
    SqlEgressLedger ledger(*database);
    EXPECT_TRUE(ledger.Record(entry).HasValue());
  };
  record("old");
  PassDays(31);
  record("young");
  RunToEnd(retention);
  EXPECT_EQ(CountRows("egress"), 2) << "an analysis that is gone leaves its entries";
  PassDays(30);
  RunToEnd(retention);
  EXPECT_EQ(CountRows("egress"), 1);
}

}  // namespace
}  // namespace vlm
