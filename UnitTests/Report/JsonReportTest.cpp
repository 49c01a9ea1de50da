// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/JsonReport.h"

#include <gtest/gtest.h>

#include <cmath>
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
  EXPECT_EQ(WriteJson(finding["Gaussian"]["Mean"]), "[120.0,60.0]");
  EXPECT_EQ(WriteJson(finding["Gaussian"]["Covariance"]), "[[81.0,0.0],[0.0,25.0]]");
  EXPECT_NEAR(finding["Gaussian"]["Weight"].asDouble(), 0.82 * 0.9, 1e-12);  // score, Adjusted
  ASSERT_EQ(finding["CredibleEllipses"].size(), 3U);
  EXPECT_EQ(finding["CredibleEllipses"][2]["Mass"], 0.95);
  EXPECT_TRUE(finding["CredibleEllipses"][2]["SemiAxesMm"].isArray());
  EXPECT_EQ(finding["Verification"]["Status"], "Adjusted");
  EXPECT_EQ(finding["Verification"]["Checks"][0]["Name"], "Finite");
  EXPECT_EQ(finding["Code"]["Value"], "27925004");
  EXPECT_TRUE(finding["Review"].isNull());
}

TEST(ReportToJson, SaysWhereTheCentreIsApartFromTheExtent)
{
  const Json::Value location = ReportToJson(SampleReport())["Findings"][0]["Location"];

  EXPECT_EQ(WriteJson(location["Mean"]), "[120.0,60.0]");
  EXPECT_EQ(WriteJson(location["Covariance"]), "[[36.0,0.0],[0.0,9.0]]");
  ASSERT_EQ(location["CredibleEllipses"].size(), 3U);
  // The 95 % point of chi-square with two degrees of freedom, from any table, is 5.991.
  EXPECT_NEAR(location["CredibleEllipses"][2]["SemiAxesPx"][0].asDouble(), 6 * std::sqrt(5.991),
              1e-3);
}

TEST(ReportToJson, SaysWhatTheReadingsSawAndThePixelsShowed)
{
  const Json::Value finding = ReportToJson(SampleReport())["Findings"][0];

  EXPECT_EQ(WriteJson(finding["Outline"]), "[[102.5,60.0],[120.0,50.5],[137.5,60.0],[120.0,69.5]]");
  EXPECT_EQ(finding["Measurements"]["LongAxisPx"], 36.0);
  EXPECT_EQ(finding["Measurements"]["ShortAxisPx"], 20.0);
  EXPECT_EQ(finding["Measurements"]["AreaPx2"], 565.5);
  EXPECT_EQ(finding["Measurements"]["LongAxisMm"], 18.0);
  const Json::Value& verification = finding["Verification"];
  EXPECT_EQ(verification["Looks"], 3);
  ASSERT_EQ(verification["Sightings"].size(), 2U);
  EXPECT_EQ(verification["Sightings"][1]["Reading"], 2);
  EXPECT_EQ(verification["Sightings"][1]["Box"]["Left"], 300.0);
  EXPECT_EQ(verification["Sightings"][1]["Field"]["Width"], 500.0);
  EXPECT_EQ(verification["Sightings"][1]["Outlier"], true);
}

TEST(ReportToJson, SaysHowMuchOfAnImageIsBackground)
{
  AnalysisReport report = SampleReport();
  EXPECT_NEAR(ReportToJson(report)["Images"][0]["BackgroundWeight"].asDouble(), 1.0 - 0.82 * 0.9,
              1e-12);
  EXPECT_EQ(ReportToJson(report)["Images"][1]["BackgroundWeight"], 1.0);
  report.images[1].whyNotExamined = "Only air.";
  EXPECT_TRUE(ReportToJson(report)["Images"][1]["BackgroundWeight"].isNull());
  report.status = ReportStatus::Failed;
  EXPECT_TRUE(ReportToJson(report)["Images"][0]["BackgroundWeight"].isNull());
}

TEST(ReportToJson, SaysWhichFindingsAreOneVolume)
{
  AnalysisReport report = SampleReport();
  report.volumes.push_back(report.volumes[0]);
  report.volumes[1].covarianceMm2(1, 2) = std::numeric_limits<double>::infinity();
  const Json::Value volumes = ReportToJson(report)["Volumes"];

  ASSERT_EQ(volumes.size(), 1U);
  EXPECT_EQ(WriteJson(volumes[0]["MeanMm"]), "[10.0,-20.0,30.5]");
  EXPECT_EQ(WriteJson(volumes[0]["CovarianceMm2"]), "[[4.0,0.0,0.0],[0.0,9.0,0.0],[0.0,0.0,16.0]]");
  EXPECT_EQ(volumes[0]["Findings"][1], report.findings[1].finding.id);
}

TEST(ReportToJson, SaysNullForWhatIsNotKnown)
{
  const Json::Value finding = ReportToJson(SampleReport())["Findings"][1];

  EXPECT_EQ(finding["Laterality"], "");
  for (const char* key : {"ModelScore", "Code", "Box", "RawBox", "Gaussian", "Location", "Review"})
  {
    EXPECT_TRUE(finding.isMember(key)) << key;
    EXPECT_TRUE(finding[key].isNull()) << key;
  }
  EXPECT_EQ(WriteJson(finding["CredibleEllipses"]), "[]");
  EXPECT_EQ(WriteJson(finding["Outline"]), "[]");
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
  finding.verification.sightings[0].box.width = infinity;
  finding.outline[1][0] = infinity;
  report.images[0].spacing->rowMm = infinity;
  const Json::Value json = ReportToJson(report);

  ExpectValid(json);
  EXPECT_TRUE(json["Findings"][0]["Box"].isNull());
  EXPECT_TRUE(json["Images"][0]["PixelSpacingMm"].isNull());
  EXPECT_TRUE(json["Findings"][0]["Verification"]["Sightings"][0]["Box"].isNull());
  EXPECT_EQ(WriteJson(json["Findings"][0]["Outline"]), "[]");
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
