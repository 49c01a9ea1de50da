// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/JsonReport.h"

#include <gtest/gtest.h>

#include <limits>

#include "Findings/SchemaCheck.h"
#include "Foundation/Json.h"
#include "Report/ReportSchemas.h"
#include "Report/SampleReport.h"

namespace vlm
{
namespace
{

void ExpectValid(const Json::Value& report)
{
  const auto schema = vlm_report_Files().Find("Schemas/report.schema.json");
  ASSERT_TRUE(schema.has_value());
  const auto check = SchemaCheck(*schema).Check(report);
  EXPECT_TRUE(check.HasValue()) << (check.HasValue() ? "" : check.Failure().message);
}

TEST(ReportToJson, KeepsToTheSchema)
{
  ExpectValid(ReportToJson(SampleReport()));
  AnalysisReport empty;
  empty.level = "Instance";
  empty.status = ReportStatus::Failed;
  ExpectValid(ReportToJson(empty));
}

TEST(ReportToJson, KeepsToTheSchemaAfterWritingAndReading)
{
  const auto again = ParseJson(WriteReadableJson(ReportToJson(SampleReport())));

  ASSERT_TRUE(again.HasValue());
  ExpectValid(again.Value());
}

TEST(ReportToJson, SaysWhatTheReportHolds)
{
  const Json::Value json = ReportToJson(SampleReport());

  EXPECT_EQ(json["SchemaVersion"], 1);
  EXPECT_EQ(json["Level"], "Series");
  EXPECT_EQ(json["Status"], "Completed");
  EXPECT_EQ(json["Reason"], "");
  EXPECT_EQ(WriteJson(json["Model"]),
            R"({"Name":"gemini","PromptVersion":"prompt-7","Readings":3,)"
            R"("Requested":"gemini-2.5-flash","Served":"gemini-2.5-flash-001","Type":"Gemini"})");
  EXPECT_EQ(WriteJson(json["Images"][0]["PixelSpacingMm"]), "[0.5,0.5]");
  EXPECT_TRUE(json["Images"][1]["PixelSpacingMm"].isNull());
  EXPECT_EQ(json["Images"][1]["SOPInstanceUID"], "1.2.3.4.2");
  EXPECT_EQ(json["Usage"]["BytesSent"].asInt64(), 123456789012);
  EXPECT_EQ(WriteJson(json["Timing"]),
            R"({"CompletedAt":"2026-11-24T05:38:00.000Z","ModelMs":900,"PipelineMs":100,)"
            R"("QueuedAt":"2026-11-24T05:37:58.123Z","StartedAt":"2026-11-24T05:37:59.000Z"})");
  EXPECT_EQ(json["Disclaimer"].asString(), std::string(DisclaimerText));
}

TEST(ReportToJson, SaysWhatAFindingHolds)
{
  const Json::Value finding = ReportToJson(SampleReport())["Findings"][0];

  EXPECT_EQ(finding["Laterality"], "Left");
  EXPECT_EQ(finding["ModelScore"], 0.82);
  EXPECT_EQ(WriteJson(finding["Box"]), R"({"Height":20.0,"Left":102.0,"Top":50.0,"Width":36.0})");
  EXPECT_EQ(finding["RawBox"]["Left"], 100.0);
  // A filled ellipse of semi-axes 18 and 10 has the deviations 9 and 5.
  EXPECT_EQ(WriteJson(finding["Gaussian"]),
            R"({"Covariance":[[81.0,0.0],[0.0,25.0]],"Mean":[120.0,60.0],"Weight":1.0})");
  ASSERT_EQ(finding["CredibleEllipses"].size(), 3U);
  EXPECT_EQ(finding["CredibleEllipses"][2]["Mass"], 0.95);
  EXPECT_TRUE(finding["CredibleEllipses"][2]["SemiAxesMm"].isArray());
  EXPECT_EQ(finding["Verification"]["Status"], "Adjusted");
  EXPECT_EQ(finding["Verification"]["Checks"][0]["Name"], "Finite");
  EXPECT_EQ(finding["Code"]["Value"], "27925004");
  EXPECT_TRUE(finding["Review"].isNull());
}

TEST(ReportToJson, SaysNullForWhatIsNotKnown)
{
  const Json::Value finding = ReportToJson(SampleReport())["Findings"][1];

  EXPECT_EQ(finding["Laterality"], "");
  for (const char* key : {"ModelScore", "Code", "Box", "RawBox", "Gaussian", "Review"})
  {
    EXPECT_TRUE(finding.isMember(key)) << key;
    EXPECT_TRUE(finding[key].isNull()) << key;
  }
  EXPECT_EQ(WriteJson(finding["CredibleEllipses"]), "[]");
  EXPECT_TRUE(finding["Measurements"]["LongAxisMm"].isNull());
}

TEST(ReportToJson, NeverWritesANumberThatJsonLacks)
{
  AnalysisReport report = SampleReport();
  Finding& finding = report.findings[0].finding;
  const double infinity = std::numeric_limits<double>::infinity();
  finding.box->left = infinity;
  finding.rawBox->top = std::numeric_limits<double>::quiet_NaN();
  finding.measurements.contrastToNoise = infinity;
  finding.statement.modelScore = std::numeric_limits<double>::quiet_NaN();
  finding.verification.shiftPx = infinity;
  report.images[0].spacing->rowMm = infinity;
  const Json::Value json = ReportToJson(report);

  ExpectValid(json);
  EXPECT_TRUE(json["Findings"][0]["Box"].isNull());
  EXPECT_TRUE(json["Images"][0]["PixelSpacingMm"].isNull());
}

TEST(ReportToJson, SaysWhichImagesWereExamined)
{
  AnalysisReport report = SampleReport();
  report.images[1].whyNotExamined = "Only air.";
  const Json::Value json = ReportToJson(report);

  ExpectValid(json);
  EXPECT_TRUE(json["Images"][0]["Examined"].asBool());
  EXPECT_EQ(json["Images"][0]["Reason"], "");
  EXPECT_FALSE(json["Images"][1]["Examined"].asBool());
  EXPECT_EQ(json["Images"][1]["Reason"], "Only air.");
}

}  // namespace
}  // namespace vlm
