// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/RestoredAnalysis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Foundation/Json.h"
#include "Orthanc/OrthancIds.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;

class RestoredAnalysisTest : public ::testing::Test
{
protected:
  RestoredAnalysisTest()
  {
    report = ParseJson(R"({"SchemaVersion": 1, "AnalysisId": "6fa459ea-ee8a-4ca4-894e-db77e160355e",
      "Level": "Series", "OrthancId": ")" +
                       place.orthancId + R"(", "Modality": "CT", "Status": "Abstained",
      "Reason": "Too dark.", "Model": {"Name": "gemini"}, "Images": [{}, {}, {}],
      "Findings": [{"Label": "mass", "ModelScore": 0.4}, {"Label": "cyst", "ModelScore": 0.7}, {}],
      "Narrative": {"Impression": "A mass.", "Language": "de"},
      "Timing": {"QueuedAt": "2026-11-24T05:37:58.123Z", "StartedAt": "2026-11-24T05:38:00.000Z",
                 "CompletedAt": "2026-11-24T05:38:09.000Z"}})")
                 .Value();
  }
  std::string Refusal() const
  {
    const auto restored = RestoreAnalysis(report, place);
    EXPECT_FALSE(restored.HasValue());
    return restored.HasValue() ? "" : restored.Failure().message;
  }

  const ReportPlace place = {ResourceLevel::Series, OrthancId('a'), OrthancId('a'),
                             OrthancId('c'),        "P1",           "3/20261124"};
  Json::Value report;
};

TEST_F(RestoredAnalysisTest, IsWhatTheReportTells)
{
  const auto restored = RestoreAnalysis(report, place);
  ASSERT_TRUE(restored.HasValue()) << restored.Failure().message;
  const auto& record = restored.Value().record;
  EXPECT_EQ(record.id, "6fa459ea-ee8a-4ca4-894e-db77e160355e");
  EXPECT_EQ(record.state, AnalysisState::Abstained);
  EXPECT_EQ(record.reason, "Too dark.");
  EXPECT_EQ(record.order.level, ResourceLevel::Series);
  EXPECT_EQ(record.order.orthancId, OrthancId('a'));
  EXPECT_EQ(record.order.orthancStudyId, OrthancId('c'));
  EXPECT_EQ(record.order.model, "gemini");
  EXPECT_EQ(record.order.language, "de");
  EXPECT_EQ(record.order.contentVersion, "3/20261124");
  EXPECT_EQ(record.order.maxImages, 3);
  EXPECT_EQ(FormatTimestamp(record.queuedAt), "2026-11-24T05:37:58.123Z");
  EXPECT_EQ(FormatTimestamp(record.startedAt.value()), "2026-11-24T05:38:00.000Z");
  EXPECT_EQ(FormatTimestamp(record.completedAt.value()), "2026-11-24T05:38:09.000Z");
}

TEST_F(RestoredAnalysisTest, IsFoundAsBefore)
{
  const auto restored = RestoreAnalysis(report, place);
  ASSERT_TRUE(restored.HasValue());
  const auto& summary = restored.Value().summary;
  EXPECT_EQ(summary.modality, "CT");
  EXPECT_EQ(summary.patientId, "P1");
  EXPECT_EQ(summary.impression, "A mass.");
  EXPECT_EQ(summary.findings, 3);
  EXPECT_EQ(summary.maxScore, 0.7);
  ASSERT_EQ(summary.labels.size(), 3u);
  EXPECT_EQ(summary.labels[1].first, "cyst");
  EXPECT_EQ(summary.labels[2].second, std::nullopt);
}

TEST_F(RestoredAnalysisTest, HasNoReviewUnlessTold)
{
  const auto restored = RestoreAnalysis(report, place);
  ASSERT_TRUE(restored.HasValue());
  EXPECT_EQ(restored.Value().review.revision, 0);
  EXPECT_EQ(restored.Value().record.reviewRevision, 0);
}

TEST_F(RestoredAnalysisTest, IsAsTheNewestReviewLeftIt)
{
  report["Findings"][0]["Id"] = "886313e1-3b8a-5372-9b90-0c9aee199e5d";
  report["Reviews"] = ParseJson(R"([{"Revision": 1, "Findings": [], "Added": []},
    {"Revision": 2, "Impression": "No mass.", "SignOff": {"Name": "Smith^John"},
     "Findings": [{"Id": "886313e1-3b8a-5372-9b90-0c9aee199e5d", "Disposition": "Rejected",
                   "Reason": "A vessel."}], "Added": []}])")
                          .Value();
  const auto restored = RestoreAnalysis(report, place);
  ASSERT_TRUE(restored.HasValue()) << restored.Failure().message;
  EXPECT_EQ(restored.Value().record.reviewRevision, 2);
  EXPECT_TRUE(restored.Value().record.isSignedOff);
  EXPECT_EQ(restored.Value().summary.impression, "No mass.");
  EXPECT_EQ(restored.Value().summary.findings, 2);
  EXPECT_EQ(restored.Value().summary.patientId, "P1");
  const auto& labels = restored.Value().review.labels;
  ASSERT_EQ(labels.size(), 1u);
  EXPECT_EQ(labels[0].label, "mass");
  EXPECT_EQ(labels[0].disposition, ReviewDisposition::Rejected);
}

TEST_F(RestoredAnalysisTest, NeedsNoTiming)
{
  report["Timing"] = "yesterday";
  const auto restored = RestoreAnalysis(report, place);
  ASSERT_TRUE(restored.HasValue());
  EXPECT_EQ(restored.Value().record.completedAt, Timestamp());
}

TEST_F(RestoredAnalysisTest, IsNotMadeOfSomethingElse)
{
  const Json::Value good = report;
  report["SchemaVersion"] = 2;
  EXPECT_THAT(Refusal(), HasSubstr("schema version 1"));
  report = good;
  report["AnalysisId"] = "../1";
  EXPECT_THAT(Refusal(), HasSubstr("'../1'"));
  report = good;
  report["Level"] = "Instance";
  EXPECT_THAT(Refusal(), HasSubstr("Instance"));
  report = good;
  report["OrthancId"] = OrthancId('b');
  EXPECT_THAT(Refusal(), HasSubstr(OrthancId('b')));
  report = good;
  report["Status"] = "Running";
  EXPECT_THAT(Refusal(), HasSubstr("'Running'"));
  for (const char* text : {"null", "[]", "5", "\"x\"", "{}"})
  {
    report = ParseJson(text).Value();
    Refusal();
  }
}

}  // namespace
}  // namespace vlm
