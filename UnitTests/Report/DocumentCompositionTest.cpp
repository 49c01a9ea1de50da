// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/DocumentComposition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "Report/AnalysisReport.h"
#include "Report/JsonReport.h"
#include "Report/PrintedReport.h"
#include "Report/SampleReport.h"

namespace vlm
{
namespace
{

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Blocks Compose(const Json::Value& report, const DocumentContext& context = {Phrasebook::Of("en")})
{
  return ComposeDocument(report, context, Edition::Illustrated);
}

template <typename Kind>
std::vector<Kind> AllOf(const Blocks& blocks)
{
  std::vector<Kind> found;
  for (const Block& block : blocks)
  {
    if (const auto* one = std::get_if<Kind>(&block))
    {
      found.push_back(*one);
    }
  }
  return found;
}

std::vector<std::string> Headings(const Blocks& blocks, int level)
{
  std::vector<std::string> titles;
  for (const Heading& heading : AllOf<Heading>(blocks))
  {
    if (heading.level == level)
    {
      titles.push_back(PlainText(heading.text));
    }
  }
  return titles;
}

std::string Fact(const Blocks& blocks, const std::string& name)
{
  for (const Table& table : AllOf<Table>(blocks))
  {
    for (const auto& row : table.rows)
    {
      if (PlainText(row.front()) == name)
      {
        return PlainText(row.back());
      }
    }
  }
  return "(none)";
}

TEST(ComposeDocument, KeepsTheOrderOfSections)
{
  EXPECT_THAT(Headings(Compose(SeriesReport()), 2),
              ElementsAre("Examination", "Warnings", "Impression", "Findings", "Figures",
                          "Recommendations", "Limitations", "Technique", "About this report"));
}

TEST(ComposeDocument, TellsTheSlicesOfOneLesionOnce)
{
  const Blocks blocks = Compose(SeriesReport());

  EXPECT_THAT(Headings(blocks, 3), ElementsAre("1. Haemorrhage, Upper lobe, Left, Moderate",
                                               "2. Fracture, Upper lobe, Left, Moderate",
                                               "Rejected because of their location: 1"));
  EXPECT_EQ(Fact(blocks, "Seen in"),
            "images 2 to 5, slice positions H 45.0 mm to H 60.0 mm, largest in image 4");
}

TEST(ComposeDocument, KeepsLesionsOfDifferentSeriesApartWhateverTheirNumbers)
{
  Json::Value report = SeriesReport();
  report["Images"][6]["SeriesInstanceUID"] = "1.2.3.9";
  report["Findings"][4]["Number"] = 1;

  EXPECT_EQ(Headings(Compose(report), 3).size(), 3U);
}

TEST(ComposeDocument, NumbersFindingsByTheirPlaceWhereTheReportHasNoNumbers)
{
  Json::Value report = ReportWithFindings(2);
  report["Findings"][0].removeMember("Number");
  report["Findings"][1]["Number"] = "2";

  EXPECT_THAT(Headings(Compose(report), 3)[1], HasSubstr("2. Lesion 2"));
}

TEST(ComposeDocument, SetsANoteRightBehindTheSentenceThatItCorrects)
{
  Json::Value report = ReportWithFindings(1);
  Json::Value& sentence = report["Narrative"]["Sentences"][0];
  sentence["Section"] = "Findings";
  sentence["Origin"] = "Model";
  sentence["Text"] = "A lesion on the left, 3 cm.";
  sentence["Findings"].append(1);
  sentence["Note"] = "It measures 18 mm.";
  const std::vector<Paragraph> paragraphs = AllOf<Paragraph>(Compose(report));

  const auto said = std::find_if(paragraphs.begin(), paragraphs.end(),
                                 [](const Paragraph& one)
                                 { return PlainText(one.text).find("3 cm") != std::string::npos; });
  ASSERT_NE(said, paragraphs.end());
  EXPECT_EQ(PlainText(said->text), "A lesion on the left, 3 cm. [1]");
  EXPECT_EQ(said->text.back().target, "lesion-1");
  ASSERT_NE(std::next(said), paragraphs.end());
  EXPECT_EQ(std::next(said)->kind, Paragraph::Kind::Note);
  EXPECT_EQ(PlainText(std::next(said)->text), "Note: It measures 18 mm.");
}

TEST(ComposeDocument, LeadsOnlyToLesionsThatThereAre)
{
  Json::Value report = ReportWithFindings(2);
  Json::Value& sentence = report["Narrative"]["Sentences"][0];
  sentence["Section"] = "Impression";
  sentence["Text"] = "Both.";
  for (const Json::Int64 number : {1LL, 2LL, 3LL, 999999999999LL, -1LL})
  {
    sentence["Findings"].append(number);
  }
  const Blocks blocks = Compose(report);
  std::set<std::string> anchors = {""};
  for (const Heading& heading : AllOf<Heading>(blocks))
  {
    anchors.insert(heading.anchor);
  }
  for (const Paragraph& paragraph : AllOf<Paragraph>(blocks))
  {
    for (const vlm::Run& run : paragraph.text)
    {
      EXPECT_EQ(anchors.count(run.target), 1U) << run.target;
    }
  }
}

TEST(ComposeDocument, SaysThatNobodyLookedAndNothingElse)
{
  AnalysisReport report = SampleReport();
  report.status = ReportStatus::Failed;
  report.reason = "The model timed out.";
  const Blocks blocks = Compose(ReportToJson(report));

  EXPECT_THAT(Headings(blocks, 2), ElementsAre("Examination", "Warnings", "About this report"));
  const std::vector<Notice> notices = AllOf<Notice>(blocks);
  EXPECT_EQ(PlainText(notices[1].paragraphs[1]), "Reason: The model timed out.");
  EXPECT_THAT(PlainText(notices[1].paragraphs[2]), HasSubstr("not a negative result"));
  EXPECT_EQ(Fact(blocks, "Images"), "0 of 2 examined by the model");
}

TEST(ComposeDocument, GivesSixtyLesionsASectionAndListsTheOthers)
{
  const Blocks blocks = Compose(ReportWithFindings(62));

  EXPECT_EQ(Headings(blocks, 3).size(), 60U + 2U);
  EXPECT_THAT(Headings(blocks, 3)[60], HasSubstr("Further findings"));
  const std::vector<Table> tables = AllOf<Table>(blocks);
  EXPECT_EQ(tables.back().rows.size(), 2U);
  EXPECT_EQ(PlainText(tables.back().rows[0][0]), "61");
}

TEST(ComposeDocument, ShowsThePatientOnlyWhereAskedTo)
{
  DocumentContext context{Phrasebook::Of("en")};
  context.patient = PatientHeader{"Doe, Jane", "P1", "", "F", "", "", "", ""};

  EXPECT_EQ(Fact(Compose(SeriesReport(), context), "Name"), "Doe, Jane");
  EXPECT_EQ(Fact(Compose(SeriesReport(), context), "Sex"), "female");
  EXPECT_EQ(Fact(Compose(SeriesReport()), "Name"), "(none)");
  EXPECT_EQ(Fact(ComposeDocument(SeriesReport(), context, Edition::WordsOnly), "Name"), "(none)");
}

TEST(ComposeDocument, NamesBothSidesWhereTheyDiffer)
{
  Json::Value report = ReportWithFindings(1);
  report["Findings"][0]["Verification"]["Side"] = "Right";

  EXPECT_EQ(Fact(Compose(report), "Side"), "Left as stated, Right where it was located");
}

TEST(Phrases, OfDocumentsAreThereInEveryLanguageWithTheSamePlaceholders)
{
  const auto placeholders = [](const std::string& phrase)
  {
    std::multiset<std::string> names;
    for (std::size_t at = phrase.find('{'); at != std::string::npos; at = phrase.find('{', at + 1))
    {
      names.insert(phrase.substr(at, phrase.find('}', at) - at));
    }
    return names;
  };
  const Phrasebook::Phrases& english = Phrasebook::Of("en").All();
  const Phrasebook::Phrases& chinese = Phrasebook::Of("zh").All();
  EXPECT_EQ(english.at("document.disclaimer"), DisclaimerText);
  for (const auto& [key, phrase] : english)
  {
    if (key.rfind("document.", 0) == 0)
    {
      ASSERT_EQ(chinese.count(key), 1U) << key;
      EXPECT_EQ(placeholders(phrase), placeholders(chinese.at(key))) << key;
    }
  }
}

}  // namespace
}  // namespace vlm
