// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReportViews.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Foundation/Json.h"
#include "Report/JsonReport.h"
#include "Report/ReviewedReport.h"
#include "Report/ReviewedSample.h"
#include "Report/SampleReport.h"
#include "Report/ValidReport.h"

namespace vlm
{
namespace
{

using testing::ElementsAre;
using testing::HasSubstr;

Json::Value Series()
{
  return ReportToJson(SampleReport());
}

// In which no model found anything, and where wished a reviewer a cyst in instance-2.
Json::Value Unread(const std::string& status)
{
  Json::Value report = Series();
  report["Findings"] = report["Rejected"] = report["Volumes"] = Json::arrayValue;
  report["Status"] = status;
  report["Images"][1]["Examined"] = false;
  return report;
}
Json::Value WithCyst(const Json::Value& report)
{
  Json::Value body = FullReview();
  body["Findings"] = Json::arrayValue;
  return ApplyReview(WithReview(report, body));
}

TEST(JudgedImages, AreThoseThatAModelOrAReviewerJudged)
{
  EXPECT_THAT(JudgedImages(Series()), ElementsAre(true, true));
  EXPECT_THAT(JudgedImages(Unread("Completed")), ElementsAre(true, false));
  EXPECT_THAT(JudgedImages(Unread("Abstained")), ElementsAre(false, false));
  EXPECT_THAT(JudgedImages(WithCyst(Unread("Completed"))), ElementsAre(true, true));
  EXPECT_THAT(JudgedImages(WithCyst(Unread("Abstained"))), ElementsAre(false, true));
  EXPECT_TRUE(JudgedImages(Json::Value(7)).empty());
}

TEST(ReduceToInstance, KeepsWhatSpeaksOfTheInstance)
{
  const Json::Value reduced = ReduceToInstance(Series(), "instance-2");

  ExpectValid(reduced);
  EXPECT_EQ(reduced["Level"], "Instance");
  EXPECT_EQ(reduced["OrthancId"], "instance-2");
  EXPECT_EQ(reduced["Status"], "Completed");
  ASSERT_EQ(reduced["Images"].size(), 1U);
  EXPECT_EQ(reduced["Images"][0]["OrthancId"], "instance-2");
  ASSERT_EQ(reduced["Findings"].size(), 1U);
  EXPECT_EQ(reduced["Findings"][0]["Label"], "Pleural effusion");
  EXPECT_EQ(reduced["Findings"][0]["Image"], 0);
  ASSERT_EQ(reduced["Rejected"].size(), 1U);
  EXPECT_EQ(reduced["Rejected"][0]["Image"], 0);
  EXPECT_EQ(reduced["AnalysisId"], Series()["AnalysisId"]);
}

TEST(ReduceToInstance, KeepsTheVolumeOfWhatItShows)
{
  const Json::Value reduced = ReduceToInstance(Series(), "instance-2");
  ASSERT_EQ(reduced["Volumes"].size(), 1U);
  EXPECT_EQ(reduced["Volumes"][0]["MeanMm"], Series()["Volumes"][0]["MeanMm"]);
  ASSERT_EQ(reduced["Volumes"][0]["Findings"].size(), 1U);
  EXPECT_EQ(reduced["Volumes"][0]["Findings"][0], reduced["Findings"][0]["Id"]);

  EXPECT_EQ(ReduceToInstance(Series(), "instance-3")["Volumes"].size(), 0U);
}

TEST(ReduceToInstance, KeepsAllFramesOfTheInstance)
{
  Json::Value report = Series();
  report["Images"][1]["OrthancId"] = "instance-1";
  report["Images"][1]["Frame"] = 1;
  const Json::Value reduced = ReduceToInstance(report, "instance-1");

  EXPECT_EQ(reduced["Images"].size(), 2U);
  EXPECT_EQ(reduced["Findings"].size(), 2U);
  EXPECT_EQ(reduced["Findings"][1]["Image"], 1);
}

TEST(ReduceToInstance, AbstainsOfAnInstanceThatNoModelSaw)
{
  Json::Value report = Series();
  report["NoAbnormality"] = true;
  const Json::Value reduced = ReduceToInstance(report, "instance-3");

  ExpectValid(reduced);
  EXPECT_EQ(reduced["Status"], "Abstained");
  EXPECT_THAT(reduced["Reason"].asString(), HasSubstr("not among those"));
  EXPECT_FALSE(reduced["NoAbnormality"].asBool());
  EXPECT_TRUE(reduced["Findings"].empty());
}

TEST(ReduceToInstance, LeavesAFailureAFailure)
{
  const Json::Value reduced = ReduceToInstance(FailedInstance(), "instance-3");

  EXPECT_EQ(reduced["Status"], "Failed");
  EXPECT_EQ(reduced["Reason"], "The model is not reachable.");
}

TEST(ReduceToInstance, SurvivesWhatIsNoReport)
{
  for (const char* text : {"null", "[]", "7", "{}", R"({"Images": 3, "Findings": [1, "x"]})",
                           R"({"Images": [null], "Findings": [{"Image": "0"}], "Warnings": {}})"})
  {
    EXPECT_TRUE(ReduceToInstance(ParseJson(text).Value(), "instance-1").isObject()) << text;
  }
}

TEST(ReduceToInstance, AbstainsOfAnImageThatWasNotExamined)
{
  Json::Value report = Series();
  report["Images"][1]["Examined"] = false;
  report["Images"][1]["Reason"] = "It holds burned-in text.";
  const Json::Value reduced = ReduceToInstance(report, "instance-2");

  EXPECT_EQ(reduced["Status"], "Abstained");
  EXPECT_EQ(reduced["Reason"], "It holds burned-in text.");
  EXPECT_EQ(ReduceToInstance(report, "instance-1")["Status"], "Completed");
}

TEST(ReduceToInstance, KeepsWhatAReviewerFoundWhereNoModelLooked)
{
  const Json::Value reduced = ReduceToInstance(WithCyst(Unread("Completed")), "instance-2");

  EXPECT_EQ(reduced["Status"], "Completed");
  ASSERT_EQ(reduced["Findings"].size(), 1U);
  EXPECT_EQ(reduced["Findings"][0]["Label"], "Cyst");
}

// A study's report on instance-1 of series 1.2.3.4 and instance-2 of series 1.2.3.5.
Json::Value StudyOfTwoSeries()
{
  Json::Value report = Series();
  report["Level"] = "Study";
  report["OrthancId"] = "study-1";
  report["SeriesInstanceUID"] = "";
  report["Images"][1]["SeriesInstanceUID"] = "1.2.3.5";
  return report;
}

TEST(ReduceToSeries, KeepsWhatSpeaksOfTheSeries)
{
  const Json::Value reduced = ReduceToSeries(StudyOfTwoSeries(), "series-2", "1.2.3.5");

  ExpectValid(reduced);
  EXPECT_EQ(reduced["Level"], "Series");
  EXPECT_EQ(reduced["OrthancId"], "series-2");
  EXPECT_EQ(reduced["SeriesInstanceUID"], "1.2.3.5");
  ASSERT_EQ(reduced["Images"].size(), 1U);
  EXPECT_EQ(reduced["Images"][0]["OrthancId"], "instance-2");
  ASSERT_EQ(reduced["Findings"].size(), 1U);
  EXPECT_EQ(reduced["Findings"][0]["Label"], "Pleural effusion");
  EXPECT_EQ(reduced["Findings"][0]["Image"], 0);
  EXPECT_THAT(WriteJson(reduced["Warnings"]), HasSubstr("whole study, not of this series alone"));
}

TEST(ReduceToSeries, AbstainsOfASeriesThatNoModelSaw)
{
  for (const char* uid : {"1.2.3", "1.2.3.6", ""})
  {
    const Json::Value reduced = ReduceToSeries(StudyOfTwoSeries(), "series-3", uid);

    ExpectValid(reduced);
    EXPECT_EQ(reduced["Status"], "Abstained");
    EXPECT_THAT(reduced["Reason"].asString(), HasSubstr("This series was not among those"));
    EXPECT_TRUE(reduced["Images"].empty());
  }
}

// Both images of the series read again, or one of them.
Json::Value Again(const std::string& instance)
{
  Json::Value report = ReduceToInstance(Series(), instance);
  report["AnalysisId"] = "aba7b812-9dad-11d1-80b4-00c04fd430c8";
  report["Warnings"] = Json::arrayValue;
  return report;
}

TEST(KeepNewestReadings, LeavesOutOfTheOlderWhatWasReadAgain)
{
  const auto kept = KeepNewestReadings({Again("instance-1"), Series()});

  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0], Again("instance-1"));
  ExpectValid(kept[1]);
  ASSERT_EQ(kept[1]["Images"].size(), 1U);
  EXPECT_EQ(kept[1]["Images"][0]["OrthancId"], "instance-2");
  ASSERT_EQ(kept[1]["Findings"].size(), 1U);
  EXPECT_EQ(kept[1]["Findings"][0]["Label"], "Pleural effusion");
  EXPECT_EQ(kept[1]["Findings"][0]["Image"], 0);
  EXPECT_EQ(kept[1]["Rejected"][0]["Image"], 0);
  EXPECT_THAT(WriteJson(kept[1]["Warnings"]), HasSubstr("analysed again later"));
}

TEST(KeepNewestReadings, LeavesOutAPartOfWhichNothingIsLeft)
{
  const auto kept = KeepNewestReadings({Series(), Again("instance-1"), Again("instance-2")});

  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0], Series());
}

TEST(KeepNewestReadings, TellsFramesApart)
{
  Json::Value other = Again("instance-1");
  other["Images"][0]["Frame"] = 5;

  EXPECT_EQ(KeepNewestReadings({other, Series()})[1], Series());
}

TEST(KeepNewestReadings, KeepsPartsWithoutImages)
{
  Json::Value failed = FailedInstance();
  failed["Images"] = Json::arrayValue;

  EXPECT_EQ(KeepNewestReadings({Series(), failed}).size(), 2U);
}

TEST(KeepNewestReadings, PrefersAnOlderReadingToNone)
{
  Json::Value abstained = Again("instance-1");
  abstained["Status"] = "Abstained";
  Json::Value unexamined = Series();
  unexamined["Images"][0]["Examined"] = false;

  for (const auto& newer : {abstained, unexamined})
  {
    const auto kept = KeepNewestReadings({newer, Again("instance-1")});
    ASSERT_EQ(kept.size(), 2U);
    EXPECT_EQ(kept[0]["Images"].size() + 1, newer["Images"].size());
    EXPECT_EQ(kept[1], Again("instance-1"));
  }
  EXPECT_EQ(KeepNewestReadings({Series(), abstained}).size(), 1U);
}

TEST(KeepNewestReadings, CountsWhatAReviewerFoundAsAReading)
{
  const auto kept = KeepNewestReadings({WithCyst(Unread("Abstained")), Series()});

  ASSERT_EQ(kept.size(), 2U);
  ASSERT_EQ(kept[0]["Findings"].size(), 1U);
  EXPECT_EQ(kept[0]["Findings"][0]["Label"], "Cyst");
  ASSERT_EQ(kept[1]["Images"].size(), 1U);
  EXPECT_EQ(kept[1]["Images"][0]["OrthancId"], "instance-1");
}

TEST(KeepNewestReadings, SurvivesPartsThatAreNoReports)
{
  EXPECT_EQ(KeepNewestReadings({Json::Value(), Json::Value(7),
                                ParseJson(R"({"Images": [1, null, {"Frame": "x"}]})").Value()})
                .size(),
            3U);
}

TEST(MarkPending, SaysFirstThatMoreIsToCome)
{
  Json::Value report = Series();
  report["NoAbnormality"] = true;
  Json::Value same = report;
  MarkPending(same, 0);
  EXPECT_EQ(same, report);

  MarkPending(report, 19);
  ExpectValid(report);
  EXPECT_EQ(report["Pending"], Json::Value(Json::UInt64(19)));
  EXPECT_FALSE(report["NoAbnormality"].asBool());
  EXPECT_EQ(WriteJson(report["Warnings"]),
            R"(["19 analyses of parts are still queued or running.","No window is given."])");
}

}  // namespace
}  // namespace vlm
