// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle of what is adopted: the UIDs that Results/ResultUid.h promises.
#include "Orthanc/Reindex.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Fakes/FakeClock.h"
#include "Fakes/FakeOrthanc.h"
#include "Fakes/MemoryCluster.h"
#include "Fakes/MemoryLog.h"
#include "Fakes/MemoryQueue.h"
#include "Foundation/Json.h"
#include "Orthanc/AdoptedObjects.h"
#include "Orthanc/OrthancIds.h"
#include "Results/ResultUid.h"

namespace vlm
{
namespace
{

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string First = "6fa459ea-ee8a-4ca4-894e-db77e160355e";
const std::string Second = "886313e1-3b8a-5372-9b90-0c9aee199e5d";

class ReindexTest : public ::testing::Test
{
protected:
  // One study with one series of one instance.
  ReindexTest()
  {
    AddSeries(series, "1.2.3", "CT", instance);
    AddStudy(R"([")" + series + R"("])");
    orthanc.Answer("/instances/" + instance, "{}");
    orthanc.Answer("/studies?since=0&limit=1", R"([")" + study + R"("])");
    orthanc.Answer("/studies?since=0&limit=100", R"([")" + study + R"("])");
    orthanc.Answer("/studies?since=100&limit=100", "[]");
  }
  void AddStudy(const std::string& seriesIds)
  {
    orthanc.Answer("/studies/" + study, R"({"ID": ")" + study + R"(", "Series": )" + seriesIds +
                                            R"(, "PatientMainDicomTags": {"PatientID": "P1"}})");
  }
  void AddSeries(const std::string& id, const std::string& uid, const std::string& modality,
                 const std::string& instanceId)
  {
    orthanc.Answer("/series/" + id, R"({"ID": ")" + id + R"(", "ParentStudy": ")" + study +
                                        R"(", "LastUpdate": "20261124T060000", "Instances": [")" +
                                        instanceId + R"("], "MainDicomTags": {"Modality": ")" +
                                        modality + R"(", "SeriesInstanceUID": ")" + uid + R"("}})");
    orthanc.Answer("/instances/" + instanceId, "{}");
    orthanc.Answer("/series/" + id + "/instances",
                   R"([{"MainDicomTags": {"SOPInstanceUID": "9.)" + uid + R"("}}])");
  }
  std::string Report(const std::string& analysisId) const
  {
    return R"({"SchemaVersion": 1, "Level": "Series", "Status": "Completed", "AnalysisId": ")" +
           analysisId + R"(", "OrthancId": ")" + series + R"("})";
  }
  void Attach(int number, const std::string& content)
  {
    orthanc.Answer("/series/" + series + "/attachments/" + std::to_string(number) + "/data",
                   content);
  }
  ReindexProgress Walk()
  {
    EXPECT_TRUE(reindex.Begin().HasValue());
    reindex.Walk();
    return reindex.Progress();
  }
  using State = ReindexProgress::State;

  const std::string instance = OrthancId('1');
  const std::string series = OrthancId('a');
  const std::string study = OrthancId('c');
  FakeOrthanc orthanc;
  OrthancApi api{orthanc.Context()};
  FakeClock clock;
  MemoryQueue queue{clock};
  AdoptedObjects deliveries;
  MemoryCluster cluster;
  NamedLocks locks{cluster};
  OrthancReportArchive reports{api, locks};
  MemoryLog log;
  IngestActivity ingest;
  int attempts = 0;
  Reindex reindex{{api, queue, deliveries, reports, log, cluster}, clock, ingest};
};

TEST_F(ReindexTest, RestoresTheNewestReportAndTheHistory)
{
  Attach(4901, Report(Second));
  Attach(4903, "[" + Report(First) + "]");
  const auto progress = Walk();
  EXPECT_EQ(progress.state, State::Completed);
  EXPECT_EQ(progress.examined, 1);
  EXPECT_EQ(progress.tally.restored, 2);
  EXPECT_EQ(progress.tally.problems, 0);
  EXPECT_TRUE(progress.startedAt && progress.endedAt);
  const auto record = queue.Find(First);
  ASSERT_TRUE(record.HasValue());
  EXPECT_EQ(record.Value().order.contentVersion, "1/20261124T060000");
  EXPECT_EQ(record.Value().summary.patientId, "P1");
  EXPECT_EQ(Walk().tally.restored, 0) << "they are known now";
}

TEST_F(ReindexTest, AdoptsTheObjectsOfAnAnalysisOnce)
{
  Attach(4901, Report(First));
  const std::string captures = ResultUid(First, "sc-series");
  AddSeries(OrthancId('b'), captures, "OT", OrthancId('2'));
  AddStudy(R"([")" + series + R"(", ")" + OrthancId('b') + R"("])");
  Walk();
  EXPECT_THAT(deliveries.Of(First), ElementsAre("SecondaryCapture 9." + captures));
  Walk();
  EXPECT_THAT(deliveries.Of(First), ElementsAre("SecondaryCapture 9." + captures));
}

TEST_F(ReindexTest, GoesOnAfterADamagedAttachment)
{
  Attach(4901, "<html>");
  Attach(4903, "[5, " + Report(First) + ", {}]");
  const auto progress = Walk();
  EXPECT_EQ(progress.state, State::Completed);
  EXPECT_EQ(progress.tally.restored, 1);
  EXPECT_EQ(progress.tally.problems, 3);
  EXPECT_THAT(log.Lines(), Contains(HasSubstr(series)).Times(1));
}

TEST_F(ReindexTest, WaitsWhileTheDatabaseDoesNotWrite)
{
  Attach(4901, Report(First));
  queue.beforeWrite = [this](const std::string& method) -> Result<void>
  {
    return method == "Restore" && ++attempts == 1
               ? Result<void>(Error{ErrorKind::StorageFailed, "disk full"})
               : Result<void>();
  };
  const auto progress = Walk();
  EXPECT_EQ(progress.state, State::Completed);
  EXPECT_EQ(progress.tally.restored, 1);
  EXPECT_THAT(log.Lines(), Contains(HasSubstr("waits: disk full")).Times(1));
}

TEST_F(ReindexTest, EndsWhereTheDatabaseIsWrong)
{
  Attach(4901, Report(First));
  queue.beforeWrite = [](const std::string& method) -> Result<void>
  {
    return method == "Restore" ? Result<void>(Error{ErrorKind::Internal, "a defect"})
                               : Result<void>();
  };
  const auto progress = Walk();
  EXPECT_EQ(progress.state, State::Failed);
  EXPECT_EQ(progress.reason, "a defect");
  EXPECT_EQ(queue.FindMark("reindex").Value(), 0) << "it is begun anew at the next start";
}

TEST_F(ReindexTest, LeavesOutWhatWasDeletedButNotYetCleanedUp)
{
  Attach(4901, Report(First));
  Attach(4903, "[" + Report(Second) + "]");
  deliveries.leaving = {First};
  EXPECT_EQ(Walk().tally.restored, 1);
  EXPECT_FALSE(queue.Find(First).HasValue());
  EXPECT_TRUE(queue.Find(Second).HasValue());
}

TEST_F(ReindexTest, GivesWayWithinALongSeries)
{
  std::string ids = '"' + instance + '"';
  for (int i = 1; i < 120; ++i)
  {
    ids += ", \"" + instance + '"';
  }
  orthanc.Answer("/series/" + series, R"({"ID": ")" + series + R"(", "Instances": [)" + ids + "]}");
  int rests = 0;
  const WakeUp stop;
  ReindexWalk walk({api, queue, deliveries, reports, log, cluster}, stop, [&rests] { ++rests; });
  EXPECT_TRUE(walk.Run(study).HasValue());
  EXPECT_EQ(rests, 120 / ReindexWalk::InstancesAtOnce);
}

TEST_F(ReindexTest, ForgetsWhatIsDeletedMeanwhile)
{
  Attach(4901, Report(First));
  queue.beforeWrite = [this](const std::string& method)
  {
    if (method == "Restore")
    {
      orthanc.Forget("/series/" + series);
    }
    return Result<void>();
  };
  Walk();
  EXPECT_FALSE(queue.Find(First).HasValue());
}

TEST_F(ReindexTest, RunsOnceAtATime)
{
  EXPECT_TRUE(reindex.Begin().HasValue());
  const auto again = reindex.Begin();
  ASSERT_FALSE(again.HasValue());
  EXPECT_EQ(again.Failure().kind, ErrorKind::Conflict);
  reindex.Walk();
  EXPECT_EQ(queue.FindMark("reindex").Value(), 1);
  EXPECT_TRUE(reindex.Begin().HasValue());
  EXPECT_EQ(queue.FindMark("reindex").Value(), 0) << "before anything else may be queued";
}

// What a start decides by itself.
class ReindexStartTest : public ReindexTest
{
protected:
  bool BeginsByItself()
  {
    reindex.Start();
    const bool hasBegun = reindex.Progress().state != State::Idle;
    reindex.RequestStop();
    reindex.Join();
    return hasBegun;
  }
};

TEST_F(ReindexStartTest, BeginsOnAnEmptyDatabase)
{
  EXPECT_TRUE(BeginsByItself());
}

TEST_F(ReindexStartTest, DoesNotBeginTwice)
{
  EXPECT_TRUE(queue.SetMark("reindex", 1).HasValue());
  EXPECT_FALSE(BeginsByItself());
}

TEST_F(ReindexStartTest, GoesOnWithWhatWasInterrupted)
{
  EXPECT_TRUE(queue.SetMark("reindex", 0).HasValue());
  EXPECT_TRUE(BeginsByItself());
}

TEST_F(ReindexStartTest, LeavesADatabaseWithAnalysesAlone)
{
  EXPECT_TRUE(queue.Enqueue({}, IfKnown::Collapse).HasValue());
  EXPECT_FALSE(BeginsByItself());
  EXPECT_EQ(queue.FindMark("reindex").Value(), 1);
}

TEST_F(ReindexStartTest, HasNothingToDoOnAnEmptyArchive)
{
  orthanc.Answer("/studies?since=0&limit=1", "[]");
  EXPECT_FALSE(BeginsByItself());
  EXPECT_EQ(queue.FindMark("reindex").Value(), 1);
}

TEST_F(ReindexStartTest, TellsWhenItCannotDecide)
{
  orthanc.Forget("/studies?since=0&limit=1");
  EXPECT_FALSE(BeginsByItself());
  EXPECT_THAT(log.Lines(), Contains(HasSubstr("E Whether")));
  EXPECT_EQ(queue.FindMark("reindex").Value(), std::nullopt);
}

}  // namespace
}  // namespace vlm
