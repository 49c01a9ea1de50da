// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of findings in the report's JSON: written, read, reduced and collected.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Foundation/Json.h"
#include "Report/JsonReport.h"
#include "Report/NarrativeSentences.h"
#include "Report/ReportViews.h"
#include "Report/SampleReport.h"
#include "Report/ValidReport.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;

using Section = NarrativeSentence::Section;
using Origin = NarrativeSentence::Origin;

// The sample with sentences: of finding 1 on image 0 and finding 2 on image 1.
AnalysisReport Sentenced()
{
  AnalysisReport report = SampleReport();
  report.sentences = {
      {Section::Findings, Origin::Model, "A nodule and an effusion.", {1, 2}, "It is smaller."},
      {Section::Findings, Origin::Structured, "Pleural effusion; not located.", {2}, ""},
      {Section::Impression, Origin::Model, "Suspicious nodule.", {1}, ""}};
  report.narrative.findings = TextOf(report.sentences, Section::Findings);
  report.narrative.impression = TextOf(report.sentences, Section::Impression);
  report.images[0].slice = SlicePosition{"H", 42.5};
  report.findings[0].finding.verification.side = Laterality::Right;
  return report;
}

Json::Value Series()
{
  return ReportToJson(Sentenced());
}

TEST(ReportToJson, WritesNumbersSidesSlicesAndSentences)
{
  const Json::Value json = Series();

  ExpectValid(json);
  EXPECT_EQ(json["Findings"][1]["Number"], 2);
  EXPECT_EQ(json["Findings"][0]["Verification"]["Side"], "Right");
  EXPECT_EQ(json["Findings"][1]["Verification"]["Side"], "");
  EXPECT_EQ(WriteJson(json["Images"][0]["SlicePosition"]), R"({"Mm":42.5,"Towards":"H"})");
  EXPECT_TRUE(json["Images"][1]["SlicePosition"].isNull());
  EXPECT_EQ(WriteJson(json["Narrative"]["Sentences"][0]),
            R"({"Findings":[1,2],"Note":"It is smaller.","Origin":"Model","Section":"Findings",)"
            R"("Text":"A nodule and an effusion."})");
  EXPECT_EQ(
      json["Narrative"]["Findings"],
      "A nodule and an effusion. (1, 2) [It is smaller.]\nPleural effusion; not located. (2)");
}

TEST(ReduceToInstance, DropsOurSentencesOfFindingsElsewhere)
{
  const Json::Value reduced = ReduceToInstance(Series(), "instance-1");

  EXPECT_EQ(reduced["Narrative"]["Findings"], "A nodule and an effusion. (1) [It is smaller.]");
  EXPECT_EQ(reduced["Narrative"]["Sentences"].size(), 2U);
  EXPECT_EQ(ReduceToInstance(Series(), "instance-2")["Narrative"]["Sentences"].size(), 3U);
}

TEST(FindingsFromJson, ReadsTheNumberAndTheSide)
{
  const auto findings = FindingsFromJson(Series(), 0);
  ASSERT_TRUE(findings.HasValue());
  EXPECT_EQ(findings.Value()[0].number, 1);
  EXPECT_EQ(findings.Value()[0].finding.verification.side, Laterality::Right);
}

TEST(FindingsFromJson, ReadsReportsOlderThanNumbers)
{
  Json::Value old = Series();
  old["Narrative"].removeMember("Sentences");
  for (Json::Value& finding : old["Findings"])
  {
    finding.removeMember("Number");
    finding["Verification"].removeMember("Side");
  }
  for (Json::Value& image : old["Images"])
  {
    image.removeMember("SlicePosition");
  }
  const auto findings = FindingsFromJson(old, 0);

  ASSERT_TRUE(findings.HasValue()) << findings.Failure().message;
  EXPECT_EQ(findings.Value()[0].number, 0);
  EXPECT_EQ(findings.Value()[0].finding.verification.side, Laterality::Unknown);
  EXPECT_TRUE(SentencesFromJson(old["Narrative"]).empty());
}

TEST(SentencesFromJson, ReadsBackWhatWasWritten)
{
  const Json::Value narrative = Series()["Narrative"];
  EXPECT_EQ(SentencesToJson(SentencesFromJson(narrative)), narrative["Sentences"]);
}

TEST(SentencesFromJson, LeavesOutWhatIsNoSentence)
{
  const auto json = ParseJson(
      R"({"Sentences": [3, null, {}, {"Text": "A.", "Findings": [1, -2, "3", 1e300, 4], "Note": 7},
                        {"Section": "Impression", "Origin": "x"}]})");
  const auto sentences = SentencesFromJson(json.Value());

  ASSERT_EQ(sentences.size(), 3U);
  EXPECT_EQ(sentences[1].text, "A.");
  EXPECT_THAT(sentences[1].findings, testing::ElementsAre(1, 4));
  EXPECT_EQ(sentences[2].section, Section::Impression);
  EXPECT_TRUE(SentencesFromJson(Json::Value("x")).empty());
}

TEST(ReduceToInstance, KeepsTheNumbersOfTheSeries)
{
  const Json::Value reduced = ReduceToInstance(Series(), "instance-2");

  ExpectValid(reduced);
  EXPECT_EQ(reduced["Findings"][0]["Number"], 2);
  EXPECT_EQ(WriteJson(reduced["Narrative"]["Sentences"][0]["Findings"]), "[2]");
  EXPECT_EQ(WriteJson(reduced["Narrative"]["Sentences"][2]["Findings"]), "[]");
  EXPECT_EQ(reduced["Narrative"]["Sentences"][0]["Text"], "A nodule and an effusion.");
  EXPECT_THAT(reduced["Narrative"]["Findings"].asString(),
              HasSubstr("A nodule and an effusion. (2)"));
}

TEST(CollectReports, NumbersFindingsThroughItsParts)
{
  AnalysisReport second = Sentenced();
  second.findings[1].number = 1;  // one lesion over both images
  second.sentences = {{Section::Findings, Origin::Model, "A nodule.", {1}, ""}};
  const Json::Value study =
      CollectReports({Series(), ReportToJson(second), Series()}, "Study", "study-1");

  ExpectValid(study);
  std::string numbers;
  for (const Json::Value& finding : study["Findings"])
  {
    numbers += finding["Number"].asString() + " ";
  }
  EXPECT_EQ(numbers, "1 2 3 3 4 5 ");
  std::string spoken;
  for (const Json::Value& sentence : study["Narrative"]["Sentences"])
  {
    spoken += sentence["Findings"].empty() ? "" : WriteJson(sentence["Findings"]);
  }
  EXPECT_THAT(spoken, HasSubstr("[1,2]"));
  EXPECT_THAT(spoken, HasSubstr("[3]"));
  EXPECT_THAT(spoken, HasSubstr("[4,5]"));
  EXPECT_EQ(study["Findings"][4]["NumberInPart"], 1);
  EXPECT_EQ(study["Findings"][5]["NumberInPart"], 2);
  EXPECT_THAT(study["Narrative"]["Findings"].asString(), HasSubstr("CHEST): A nodule. (3)\n"));
  EXPECT_THAT(study["Narrative"]["Findings"].asString(), HasSubstr("effusion. (4, 5) [It is"));
  EXPECT_EQ(study["Parts"][2]["Impression"], "Suspicious nodule. (4)");
}

TEST(CollectReports, NumbersFindingsOfOlderReports)
{
  Json::Value old = Series();
  old["Narrative"].removeMember("Sentences");
  old["Findings"][0].removeMember("Number");
  old["Findings"][1].removeMember("Number");
  const Json::Value study = CollectReports({old, Series()}, "Study", "study-1");

  ExpectValid(study);
  EXPECT_EQ(study["Findings"][1]["Number"], 2);
  EXPECT_EQ(study["Findings"][2]["Number"], 3);
  EXPECT_THAT(study["Narrative"]["Impression"].asString(), HasSubstr("Suspicious nodule. (3)"));
}

}  // namespace
}  // namespace vlm
