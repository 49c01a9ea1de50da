// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "Foundation/Json.h"
#include "Report/JsonReport.h"
#include "Report/SampleReport.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;

Json::Value Stored()
{
  return ParseJson(WriteJson(ReportToJson(SampleReport()))).Value();
}

TEST(FindingsFromJson, ReadsBackWhatWasWritten)
{
  const auto read = FindingsFromJson(Stored(), 0);

  ASSERT_TRUE(read.HasValue()) << read.Failure().message;
  ASSERT_EQ(read.Value().size(), 1U);
  const ModelledFinding original = SampleReport().findings[0];
  const ModelledFinding& finding = read.Value()[0];
  EXPECT_EQ(finding.finding.id, original.finding.id);
  EXPECT_EQ(finding.finding.statement.differential, original.finding.statement.differential);
  EXPECT_EQ(finding.extent.value().Mean(), original.extent.value().Mean());
  EXPECT_EQ(finding.extent.value().Covariance(), original.extent.value().Covariance());
  EXPECT_EQ(finding.weight, original.weight);
  EXPECT_EQ(finding.ellipses.size(), 3U);
  EXPECT_NEAR((*finding.ellipses[1].semiAxesMm)[0], (*original.ellipses[1].semiAxesMm)[0], 1e-9);
}

// What is read, written again, is the same JSON.
TEST(FindingsFromJson, LosesNothingOnTheWay)
{
  for (const int image : {0, 1})
  {
    const auto read = FindingsFromJson(Stored(), image);
    ASSERT_TRUE(read.HasValue());
    AnalysisReport report = SampleReport();
    report.findings = read.Value();

    EXPECT_EQ(WriteJson(ReportToJson(report)["Findings"][0]),
              WriteJson(Stored()["Findings"][image]));
  }
}

// What a version before location, outline and sightings stored.
TEST(FindingsFromJson, ReadsAReportThatIsOlderThanSomeKeys)
{
  Json::Value old = Stored();
  old.removeMember("Volumes");
  for (Json::Value& image : old["Images"])
  {
    image.removeMember("BackgroundWeight");
  }
  for (Json::Value& finding : old["Findings"])
  {
    finding.removeMember("Location");
    finding.removeMember("Outline");
    finding["Measurements"].removeMember("LongAxisPx");
    finding["Measurements"].removeMember("ShortAxisPx");
    finding["Measurements"].removeMember("AreaPx2");
    finding["Verification"].removeMember("Sightings");
    finding["Verification"].removeMember("Looks");
  }
  const auto read = FindingsFromJson(old, 0);

  ASSERT_TRUE(read.HasValue()) << read.Failure().message;
  const ModelledFinding& finding = read.Value()[0];
  EXPECT_TRUE(finding.extent.has_value());
  EXPECT_EQ(finding.ellipses.size(), 3U);
  EXPECT_FALSE(finding.location.has_value());
  EXPECT_TRUE(finding.locationEllipses.empty());
  EXPECT_TRUE(finding.finding.outline.empty());
  EXPECT_TRUE(finding.finding.verification.sightings.empty());
  EXPECT_EQ(finding.finding.measurements.longAxisMm, 18.0);
  EXPECT_FALSE(finding.finding.measurements.longAxisPx.has_value());
}

TEST(FindingsFromJson, RefusesAnImageThatIsNotThere)
{
  for (const int image : {-1, 2, 2147483647})
  {
    const auto read = FindingsFromJson(Stored(), image);
    ASSERT_FALSE(read.HasValue());
    EXPECT_EQ(read.Failure().kind, ErrorKind::BadInput);
  }
}

TEST(FindingsFromJson, RefusesWhatIsNoReport)
{
  for (const char* text : {"null", "[]", "{}", "7", "\"x\"", R"({"SchemaVersion": 1})"})
  {
    const auto read = FindingsFromJson(ParseJson(text).Value(), 0);
    ASSERT_FALSE(read.HasValue()) << text;
    EXPECT_EQ(read.Failure().kind, ErrorKind::BadInput);
  }
}

void ExpectRefusal(const std::function<void(Json::Value&)>& edit, const std::string& explanation)
{
  Json::Value report = Stored();
  edit(report);
  const auto read = FindingsFromJson(report, 0);
  ASSERT_FALSE(read.HasValue()) << explanation;
  EXPECT_EQ(read.Failure().kind, ErrorKind::BadInput);
  EXPECT_THAT(read.Failure().message, HasSubstr(explanation));
}

TEST(FindingsFromJson, NamesWhatWasEditedWrongly)
{
  ExpectRefusal([](Json::Value& report) { report["SchemaVersion"] = 2; }, "/SchemaVersion");
  ExpectRefusal([](Json::Value& report) { report["Findings"] = "none"; },
                "/Findings: expected a list");
  ExpectRefusal([](Json::Value& report) { report["Findings"][0]["Box"]["Left"] = "x"; },
                "/Findings/0/Box/Left: expected a number");
  ExpectRefusal([](Json::Value& report) { report["Findings"][0]["ModelScore"] = 82; },
                "/Findings/0/ModelScore");
  ExpectRefusal([](Json::Value& report) { report["Findings"][0]["Image"] = -1; },
                "/Findings/0/Image");
  ExpectRefusal([](Json::Value& report) { report["Findings"][0]["Gaussian"]["Mean"].append(1); },
                "/Findings/0/Gaussian/Mean: expected 2 numbers");
  ExpectRefusal([](Json::Value& report)
                { report["Findings"][0]["CredibleEllipses"][0]["Mass"] = 1.0; },
                "/Findings/0/CredibleEllipses/0/Mass");
  ExpectRefusal([](Json::Value& report) { report["Findings"][0]["Outline"][2].append(3); },
                "/Findings/0/Outline/2: expected 2 numbers");
  ExpectRefusal([](Json::Value& report)
                { report["Findings"][0]["Verification"]["Sightings"][0]["Reading"] = -1; },
                "/Findings/0/Verification/Sightings/0/Reading");
  ExpectRefusal([](Json::Value& report) { report["Volumes"][0]["MeanMm"].append(1); },
                "/Volumes/0/MeanMm: expected 3 numbers");
}

TEST(FindingsFromJson, RefusesACovarianceThatIsNone)
{
  ExpectRefusal([](Json::Value& report)
                { report["Findings"][0]["Gaussian"]["Covariance"][0][0] = -1.0; },
                "variance");
  ExpectRefusal([](Json::Value& report)
                { report["Findings"][0]["Gaussian"]["Covariance"][0][1] = 1e300; },
                "symmetric");
  ExpectRefusal([](Json::Value& report) { report["Findings"][0]["Gaussian"]["Mean"][0] = 1e300; },
                "mean");
  ExpectRefusal([](Json::Value& report)
                { report["Findings"][0]["Location"]["Covariance"][1][1] = 0.0; },
                "Location: A variance");
}

TEST(FindingsFromJson, RefusesListsWithoutBound)
{
  ExpectRefusal([](Json::Value& report) { report["Images"].resize(10001); }, "more than 10000");
}

// Every value of the report is replaced by two kinds of nonsense, in turn.
void Visit(Json::Value& part, const std::function<void(Json::Value&)>& visit)
{
  visit(part);
  for (Json::Value& child : part)
  {
    Visit(child, visit);
  }
}

TEST(FindingsFromJson, SurvivesAnyEdit)
{
  Json::Value report = Stored();
  const std::vector<Json::Value> nonsense = {Json::Value(),
                                             Json::Value("\xff\x1b"),
                                             Json::Value(1e300),
                                             Json::Value(-1),
                                             Json::Value(true),
                                             Json::Value(Json::arrayValue),
                                             Json::Value(Json::objectValue),
                                             Json::Value(Json::UInt64(18446744073709551615U))};
  int read = 0;
  std::size_t turn = 0;
  Visit(report,
        [&](Json::Value& part)
        {
          const Json::Value before = part;
          for (int i = 0; i < 2; ++i)
          {
            part = nonsense[turn++ % nonsense.size()];
            read += FindingsFromJson(report, 0).HasValue() ? 1 : 0;
          }
          part = before;
        });
  EXPECT_GT(read, 0);
}

}  // namespace
}  // namespace vlm
