// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: the report that the SR was made of.
#include <gtest/gtest.h>

#include "Report/JsonReport.h"
#include "Results/ResultFixture.h"
#include "Results/StructuredReport.h"

namespace vlm
{
namespace
{

std::vector<std::string> Series()
{
  return {SampleFile("ct-head-phantom-05"), SampleFile("ct-head-phantom-06"),
          SampleFile("ct-head-phantom-07")};
}

// Fails the test unless the report can be written, read, and drawn from.
Json::Value ReadBack(const ResultFixture& fixture)
{
  const auto made = StructuredReportOf(fixture.Context());
  EXPECT_TRUE(made.HasValue()) << (made.HasValue() ? "" : made.Failure().message);
  auto read = ReadStructuredReport(made.HasValue() ? made.Value().dicom : "");
  EXPECT_TRUE(read.HasValue()) << (read.HasValue() ? "" : read.Failure().message);
  const Json::Value report = read.HasValue() ? read.Value() : Json::Value();
  const auto findings = FindingsByImage(report);
  EXPECT_TRUE(findings.HasValue()) << (findings.HasValue() ? "" : findings.Failure().message);
  return report;
}

// Numbers may lose what a DS and a Float32 cannot hold.
void ExpectAlike(const Json::Value& read, const Json::Value& written, const std::string& where)
{
  if (written.isNumeric() && read.isNumeric())
  {
    EXPECT_NEAR(read.asDouble(), written.asDouble(), 1e-4) << where;
    return;
  }
  if (written.isArray() && read.isArray())
  {
    ASSERT_EQ(read.size(), written.size()) << where;
    for (Json::ArrayIndex i = 0; i < read.size(); ++i)
    {
      ExpectAlike(read[i], written[i], where + "/" + std::to_string(i));
    }
    return;
  }
  if (written.isObject() && read.isObject())
  {
    for (const std::string& key : written.getMemberNames())
    {
      ExpectAlike(read[key], written[key], where + "/" + key);
    }
    return;
  }
  EXPECT_EQ(read, written) << where;
}

// The report without what its SR does not hold.
Json::Value Kept(Json::Value report)
{
  for (const char* key : {"OrthancId", "Usage", "Warnings", "Volumes", "Timing", "Rejected"})
  {
    report.removeMember(key);
  }
  report["Narrative"].removeMember("Sentences");
  for (Json::Value& image : report["Images"])
  {
    image.removeMember("OrthancId");
    image.removeMember("SlicePosition");
  }
  for (Json::Value& finding : report["Findings"])
  {
    finding.removeMember("RawBox");
    for (const char* key : {"LongAxisPx", "ShortAxisPx", "AreaPx2"})
    {
      finding["Measurements"].removeMember(key);
    }
    finding["Verification"].removeMember("Looks");
  }
  return report;
}

}  // namespace

TEST(StructuredReportReading, GivesTheReportBack)
{
  ResultFixture fixture = FixtureOf(Series(), 12);
  Json::Value& finding = fixture.report["Findings"][0];
  finding["Code"]["Scheme"] = "SCT";
  finding["Code"]["Value"] = "4147007";
  finding["Code"]["Meaning"] = "Mass";
  finding["Evidence"] = "Denser than its surroundings.";
  finding["Differential"].append("metastasis");
  finding["Differential"].append("abscess");
  finding["Verification"]["Side"] = "Right";
  finding["Verification"]["ShiftMm"] = 1.25;
  fixture.report["Narrative"]["Limitations"].append("One plane.");
  fixture.report["ImageQuality"]["Adequate"] = false;
  fixture.report["ImageQuality"]["Reason"] = "Motion.";
  const Json::Value read = ReadBack(fixture);
  ExpectAlike(Kept(read), Kept(fixture.report), "");
  EXPECT_EQ(read["Timing"]["CompletedAt"], fixture.report["Timing"]["CompletedAt"]);
  EXPECT_EQ(read["Warnings"].size(), 1U);
}

TEST(StructuredReportReading, GivesPixelsBackWhereMillimetresAreUnknown)
{
  ResultFixture fixture = FixtureOf({SampleFile("us-busi-10080")}, 1);
  Json::Value& measurements = fixture.report["Findings"][0]["Measurements"];
  for (const char* key : {"LongAxisMm", "ShortAxisMm", "AreaMm2"})
  {
    measurements[key] = Json::Value();
  }
  const Json::Value read = ReadBack(fixture)["Findings"][0]["Measurements"];
  EXPECT_NEAR(read["AreaPx2"].asDouble(), 251.3, 1e-6);
  EXPECT_TRUE(read["AreaMm2"].isNull());
}

TEST(StructuredReportReading, GivesBackThatNothingWasFoundOrJudged)
{
  EXPECT_TRUE(ReadBack(FixtureOf(Series(), 0))["NoAbnormality"].asBool());
  ResultFixture fixture = FixtureOf(Series(), 0);
  fixture.report["Status"] = "Abstained";
  fixture.report["Reason"] = "Burned-in text.";
  fixture.report["NoAbnormality"] = false;
  fixture.report["Images"][1]["Examined"] = false;
  fixture.report["Images"][1]["Reason"] = "Text.";
  const Json::Value read = ReadBack(fixture);
  EXPECT_EQ(read["Status"], "Abstained");
  EXPECT_EQ(read["Reason"], "Burned-in text.");
  EXPECT_EQ(read["Images"][1]["Examined"], false);
  EXPECT_FALSE(read["NoAbnormality"].asBool());
}

TEST(StructuredReportReading, GivesFramesBack)
{
  ResultFixture fixture = FixtureOf({UltrasoundLoop(5)}, 1);
  fixture.report["Images"][0]["Frame"] = 3;
  EXPECT_EQ(ReadBack(fixture)["Images"][0]["Frame"], 3);
}

TEST(StructuredReportReading, LeavesOutAnImageThatIsGone)
{
  ResultFixture fixture = FixtureOf(Series(), 3);
  fixture.sources[1].reset();
  const Json::Value read = ReadBack(fixture);
  ASSERT_EQ(read["Images"].size(), 2U);
  ASSERT_EQ(read["Findings"].size(), 3U);
  EXPECT_EQ(read["Findings"][0]["Image"], 0);
  EXPECT_EQ(read["Findings"][1]["Image"], 2);  // none
  EXPECT_TRUE(read["Findings"][1]["Box"].isNull());
  EXPECT_EQ(read["Findings"][2]["Image"], 1);
}

TEST(StructuredReportReading, KnowsOurOwnAlone)
{
  const ResultFixture fixture = FixtureOf(Series(), 1);
  const std::string dicom = StructuredReportOf(fixture.Context()).Value().dicom;
  EXPECT_EQ(AnalysisOfStructuredReport(dicom), fixture.report["AnalysisId"].asString());
  const std::string renamed = Changed(
      dicom, [](DcmDataset& dataset) { dataset.putAndInsertString(DCM_SOPInstanceUID, "1.2.3"); });
  for (const std::string& other :
       {renamed, SampleFile("ct-head-phantom-05"), std::string("text"), std::string()})
  {
    EXPECT_FALSE(AnalysisOfStructuredReport(other).has_value());
    EXPECT_FALSE(ReadStructuredReport(other).HasValue());
  }
}

TEST(StructuredReportReading, SurvivesTruncationAnywhere)
{
  const std::string dicom = StructuredReportOf(FixtureOf(Series(), 3).Context()).Value().dicom;
  for (std::size_t size = 0; size < dicom.size(); size += 97)
  {
    const auto read = ReadStructuredReport(dicom.substr(0, size));
    EXPECT_TRUE(!read.HasValue() || FindingsByImage(read.Value()).HasValue()) << size;
  }
}

TEST(StructuredReportReading, SurvivesDamageAnywhere)
{
  const std::string dicom = StructuredReportOf(FixtureOf(Series(), 3).Context()).Value().dicom;
  for (std::size_t place = 132; place < dicom.size(); place += 61)
  {
    std::string damaged = dicom;
    damaged[place] = static_cast<char>(damaged[place] ^ 0x55);
    const auto read = ReadStructuredReport(damaged);
    EXPECT_TRUE(!read.HasValue() || FindingsByImage(read.Value()).HasValue()) << place;
  }
}

}  // namespace vlm
