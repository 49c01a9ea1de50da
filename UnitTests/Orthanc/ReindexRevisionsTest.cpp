// SPDX-License-Identifier: GPL-3.0-or-later
// A lost report that several structured reports tell of, one of each revision, met in any order.
// Oracle: the reviews that they were made of, and the UIDs that Results/ResultUid.h promises.
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
#include "Orthanc/ReindexWalk.h"
#include "Report/ReviewedReport.h"
#include "Results/ResultUid.h"
#include "Results/ReviewedFixture.h"
#include "Results/StructuredReport.h"

namespace vlm
{
namespace
{

using ::testing::UnorderedElementsAre;

class ReindexRevisionsTest : public ::testing::Test
{
protected:
  ReindexRevisionsTest()
  {
    AddSeries('a', fixture.report["SeriesInstanceUID"].asString(), "CT", "");
    orthanc.AnswerPost("/tools/lookup", "[]");
    for (const char letter : {'a', 'd', 'e'})
    {
      study["Series"].append(OrthancId(letter));
    }
    study["ID"] = OrthancId('c');
    orthanc.Answer("/studies/" + OrthancId('c'), WriteJson(study));
  }
  // One instance of the same letter; of series with the same time the order is that of `uid`.
  void AddSeries(char letter, const std::string& uid, const std::string& modality,
                 const std::string& lastUpdate)
  {
    Json::Value series;
    series["ID"] = OrthancId(letter);
    series["LastUpdate"] = lastUpdate;
    series["Instances"].append(OrthancId(letter));
    series["MainDicomTags"]["Manufacturer"] = modality == "SR" ? "Orthanc VLM" : "Somebody";
    series["MainDicomTags"]["Modality"] = modality;
    series["MainDicomTags"]["SeriesInstanceUID"] = uid;
    orthanc.Answer("/series/" + OrthancId(letter), WriteJson(series));
    orthanc.Answer("/instances/" + OrthancId(letter), "{}");
    orthanc.Answer("/series/" + OrthancId(letter) + "/instances",
                   R"([{"MainDicomTags": {"SOPInstanceUID": "9.)" + uid + R"("}}])");
  }
  std::string SeriesUid(int revision) const { return ResultUid(analysis, "sr-series", revision); }
  // The structured report of a revision.
  void AddReport(char letter, int revision, const std::string& lastUpdate)
  {
    ResultFixture made = fixture;
    for (int i = 0; i < revision; ++i)
    {
      made.report = WithReview(made.report, SignedBody(fixture.report, i));
    }
    made.report = ApplyReview(made.report);
    const auto dicom = StructuredReportOf(made.Context());
    ASSERT_TRUE(dicom.HasValue());
    AddSeries(letter, SeriesUid(revision), "SR", lastUpdate);
    orthanc.AnswerFile(OrthancId(letter), dicom.Value().dicom);
  }
  void Walk()
  {
    const WakeUp stop;
    ReindexWalk walk({api, queue, deliveries, reports, log, cluster}, stop, [] {});
    EXPECT_TRUE(walk.Run(OrthancId('c')).HasValue());
  }
  void ExpectSecondRevision()
  {
    const auto record = queue.Find(analysis);
    ASSERT_TRUE(record.HasValue());
    EXPECT_EQ(record.Value().reviewRevision, 2);
    EXPECT_TRUE(record.Value().isSignedOff);
    const auto stored = reports.Find(ResourceLevel::Series, OrthancId('a'), analysis);
    ASSERT_TRUE(stored.HasValue() && stored.Value());
    EXPECT_EQ(RevisionOf(*stored.Value()), 2);
  }

  const ResultFixture fixture = FixtureOf(CtSeries(), 5);
  const std::string analysis = fixture.report["AnalysisId"].asString();
  Json::Value study;
  FakeOrthanc orthanc;
  OrthancApi api{orthanc.Context()};
  FakeClock clock;
  MemoryQueue queue{clock};
  AdoptedObjects deliveries;
  MemoryCluster cluster;
  NamedLocks locks{cluster};
  OrthancReportArchive reports{api, locks};
  MemoryLog log;
};

TEST_F(ReindexRevisionsTest, TakeTheLatestThatArrivedLast)
{
  AddReport('d', 0, "20261124T060000");
  AddReport('e', 2, "20261124T070000");
  Walk();
  ExpectSecondRevision();
}

TEST_F(ReindexRevisionsTest, TakeTheLatestThatArrivedFirst)
{
  AddReport('d', 2, "20261124T060000");
  AddReport('e', 0, "20261124T070000");
  Walk();
  ExpectSecondRevision();
}

TEST_F(ReindexRevisionsTest, BringTheObjectsOfEach)
{
  AddReport('d', 0, "20261124T060000");
  AddReport('e', 2, "20261124T070000");
  for (int i = 0; i < 2; ++i)  // the second time they are known
  {
    Walk();
    EXPECT_THAT(deliveries.Of(analysis),
                UnorderedElementsAre("StructuredReport 9." + SeriesUid(0),
                                     "StructuredReport 9." + SeriesUid(2)));
  }
}

TEST_F(ReindexRevisionsTest, BringObjectsThatAnEarlierWalkDidNotFind)
{
  AddReport('d', 0, "20261124T060000");
  AddReport('e', 2, "20261124T070000");
  const auto known = ResultInstance{"StructuredReport", "9." + SeriesUid(0)};
  AnalysisRecord record;
  record.id = analysis;
  ASSERT_TRUE(deliveries.Adopt(record, {known}).HasValue());
  Walk();
  EXPECT_THAT(deliveries.Of(analysis), UnorderedElementsAre("StructuredReport 9." + SeriesUid(0),
                                                            "StructuredReport 9." + SeriesUid(2)));
}

}  // namespace
}  // namespace vlm
