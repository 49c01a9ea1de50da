// SPDX-License-Identifier: GPL-3.0-or-later
// The collecting half of ReportViews.h.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Foundation/Json.h"
#include "Foundation/Uuid.h"
#include "Report/JsonReport.h"
#include "Report/ReportViews.h"
#include "Report/SampleReport.h"
#include "Report/ValidReport.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;

Json::Value Series()
{
  return ReportToJson(SampleReport());
}

TEST(CollectReports, ReturnsASinglePartOfTheSameResourceAsItIs)
{
  EXPECT_EQ(CollectReports({Series()}, "Series", "series-1"), Series());
}

TEST(CollectReports, WrapsASinglePartOfAnotherResource)
{
  const Json::Value study = CollectReports({Series()}, "Study", "study-1");

  ExpectValid(study);
  EXPECT_EQ(study["Level"], "Study");
  EXPECT_EQ(study["OrthancId"], "study-1");
  Json::Value findings = Series()["Findings"];
  for (Json::Value& finding : findings)
  {
    finding["AnalysisId"] = Series()["AnalysisId"];  // which analysis a review of it is of
  }
  EXPECT_EQ(study["Findings"], findings);
  EXPECT_EQ(study["Parts"].size(), 1U);
}

TEST(CollectReports, JoinsImagesAndRenumbersFindings)
{
  const Json::Value study = CollectReports({FailedInstance(), Series()}, "Study", "study-1");

  ExpectValid(study);
  ASSERT_EQ(study["Images"].size(), 3U);
  EXPECT_EQ(study["Images"][0]["OrthancId"], "instance-9");
  ASSERT_EQ(study["Findings"].size(), 2U);
  EXPECT_EQ(study["Findings"][0]["Image"], 1);
  EXPECT_EQ(study["Findings"][1]["Image"], 2);
  EXPECT_EQ(study["Rejected"][0]["Image"], 2);
  EXPECT_EQ(study["Volumes"].size(), 2U);  // one of each part
}

TEST(CollectReports, JoinsWhatElseTheReportsSay)
{
  const Json::Value study = CollectReports({FailedInstance(), Series()}, "Study", "study-1");

  EXPECT_EQ(study["StudyInstanceUID"], "1.2.3");
  EXPECT_EQ(study["SeriesInstanceUID"], "");
  EXPECT_EQ(study["Modality"], "CR, CT");
  EXPECT_EQ(study["BodyPart"], "CHEST");
  EXPECT_EQ(study["Model"]["Name"], "gemini");
  EXPECT_EQ(study["Model"]["Readings"], 6);
  EXPECT_EQ(study["Narrative"]["Impression"], "Part 2 (Series, CT, CHEST): Suspicious nodule.");
  EXPECT_EQ(WriteJson(study["Narrative"]["Recommendations"]), R"(["Follow up."])");
  EXPECT_EQ(study["Usage"]["BytesSent"].asInt64(), 2 * 123456789012);
  EXPECT_EQ(study["Timing"]["QueuedAt"], "2026-11-24T04:37:58.123Z");
  EXPECT_EQ(study["Timing"]["CompletedAt"], "2026-11-24T05:38:00.000Z");
  EXPECT_EQ(study["Timing"]["ModelMs"], 1800);
  EXPECT_TRUE(IsUuid(study["AnalysisId"].asString()));
  EXPECT_EQ(study["Parts"][1]["AnalysisId"], Series()["AnalysisId"]);
  EXPECT_EQ(study["Parts"][1]["Impression"], "Suspicious nodule.");
}

TEST(CollectReports, IsCompletedIfAnyPartIsButShowsTheFailure)
{
  const Json::Value study = CollectReports({FailedInstance(), Series()}, "Study", "study-1");

  EXPECT_EQ(study["Status"], "Completed");
  EXPECT_EQ(study["Reason"], "");
  EXPECT_THAT(WriteJson(study["Warnings"]), HasSubstr("The model is not reachable."));
}

TEST(CollectReports, IsAbstainedBeforeItIsFailed)
{
  Json::Value abstained = FailedInstance();
  abstained["Status"] = "Abstained";

  EXPECT_EQ(CollectReports({FailedInstance(), abstained}, "Study", "s")["Status"], "Abstained");
  const Json::Value failed = CollectReports({FailedInstance(), FailedInstance()}, "Study", "s");
  EXPECT_EQ(failed["Status"], "Failed");
  EXPECT_THAT(failed["Reason"].asString(), HasSubstr("The model is not reachable."));
}

TEST(CollectReports, SaysNoAbnormalityOnlyIfEveryPartDoes)
{
  Json::Value normal = Series();
  normal["NoAbnormality"] = true;

  EXPECT_TRUE(CollectReports({normal, normal}, "Study", "s")["NoAbnormality"].asBool());
  EXPECT_FALSE(CollectReports({normal, Series()}, "Study", "s")["NoAbnormality"].asBool());
  Json::Value failed = FailedInstance();
  failed["NoAbnormality"] = true;
  EXPECT_FALSE(CollectReports({normal, failed}, "Study", "s")["NoAbnormality"].asBool());
}

TEST(CollectReports, SurvivesPartsThatAreNoReports)
{
  const std::vector<Json::Value> parts = {
      Json::Value(), Json::Value(7),
      ParseJson(R"({"Images": [1], "Findings": [{"Image": 9}, 3, {"Image": -1}],
                    "Usage": {"Requests": 9223372036854775807}, "Narrative": [], "Model": "x"})")
          .Value(),
      ParseJson(R"({"Usage": {"Requests": 9223372036854775807}})").Value()};
  const Json::Value study = CollectReports(parts, "Study", "study-1");

  EXPECT_EQ(study["Status"], "Failed");
  EXPECT_TRUE(study["Findings"].empty());
  EXPECT_EQ(study["Usage"]["Requests"].asInt64(), 9223372036854775807);
}

}  // namespace
}  // namespace vlm
