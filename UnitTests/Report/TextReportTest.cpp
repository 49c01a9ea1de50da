// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReportDocument.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "Foundation/CleanText.h"
#include "Foundation/Json.h"
#include "Report/JsonReport.h"
#include "Report/SampleReport.h"
#include "Report/TextWrapping.h"

namespace vlm
{
namespace
{

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string Text(const AnalysisReport& report)
{
  return ReportToText(ReportToJson(report), Phrasebook::Of("en"));
}

void ExpectLinesFit(const std::string& text)
{
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line))
  {
    EXPECT_LE(ColumnsOf(line), TextColumns) << line;
    EXPECT_EQ(CleanText("x" + line + "x", 1000, LineBreaks::Keep), "x" + line + "x");
  }
}

TEST(TextReport, StartsAndEndsWithTheDisclaimer)
{
  const std::string disclaimer(DisclaimerText);

  EXPECT_THAT(Text(SampleReport()), StartsWith(disclaimer + "\n"));
  EXPECT_THAT(Text(SampleReport()), EndsWith("\n" + disclaimer + "\n"));
  EXPECT_THAT(ReportToText(Json::Value(), Phrasebook::Of("en")), StartsWith(disclaimer + "\n"));
}

TEST(TextReport, NamesModelVersionImpressionAndFindings)
{
  const std::string text = Text(SampleReport());

  EXPECT_THAT(text, HasSubstr("gemini (Gemini, gemini-2.5-flash, served by gemini-2.5-flash-001)"));
  EXPECT_THAT(text, HasSubstr("Prompt or rules version: prompt-7\n"));
  EXPECT_THAT(text, HasSubstr("Impression\n----------\nSuspicious nodule.\n"));
  EXPECT_THAT(text, HasSubstr("1. Nodule, Upper lobe, Left, Moderate"));
  EXPECT_THAT(text, HasSubstr("score: 0.82 (not a probability)"));
  EXPECT_THAT(text, HasSubstr("column 120, row 60 px of image 1, extent 36 × 20 px"));
  EXPECT_THAT(text, HasSubstr("Size: 18.0 × 10.0 mm\n"));
  EXPECT_THAT(text, HasSubstr("Verification of the location: Adjusted"));
  EXPECT_THAT(text, HasSubstr("2. Pleural effusion\n"));
  EXPECT_THAT(text, HasSubstr("Model's own score: none"));
  EXPECT_THAT(text, HasSubstr("Position: not located"));
  EXPECT_THAT(text, HasSubstr("Doubts: the model did not say where it is"));
  EXPECT_THAT(text, HasSubstr("Rejected because of their location: 1"));
  EXPECT_THAT(text, HasSubstr("- Follow up."));
  EXPECT_THAT(text, HasSubstr("Warnings\n--------\nNo window is given.\n"));
  EXPECT_THAT(text, Not(HasSubstr("heuristic")));
  ExpectLinesFit(text);
}

TEST(TextReport, SaysHowWellThePlaceIsKnown)
{
  AnalysisReport report = SampleReport();
  EXPECT_THAT(Text(report), HasSubstr("Verification of the location: Adjusted, placed here by 1 of "
                                      "3 readings, moved by 2 px (1.0 mm)\n"));
  EXPECT_THAT(Text(report), HasSubstr("known to within 14.7 × 7.3 px (95 %), 7.3 × 3.7 mm\n"));

  report.findings[0] = ModelFindings({report.findings[0]}, {}).front();
  report.findings[0].finding.verification.shiftPx = 0.0;
  report.findings[0].finding.verification.looks = 1;
  EXPECT_THAT(Text(report), HasSubstr("Verification of the location: Adjusted\n"));
  EXPECT_THAT(Text(report), HasSubstr("known to within 14.7 × 7.3 px (95 %)\n"));
}

TEST(TextReport, SaysDoubtsInPlainWords)
{
  AnalysisReport report = SampleReport();
  report.findings[0].finding.verification.checks = {{"ReadingsAgree", false, "x"},
                                                    {"InsideTissue", true, "x"},
                                                    {"PixelContrast", false, "x"},
                                                    {"NewerCheck", false, "x"}};
  EXPECT_THAT(Text(report), HasSubstr("Doubts: too few readings agree on the place; nothing "
                                      "stands out there in the image; NewerCheck\n"));
}

TEST(TextReport, SaysThatThereAreNoMillimetres)
{
  AnalysisReport report = SampleReport();
  report.findings[0].finding.measurements.longAxisMm.reset();
  EXPECT_THAT(Text(report), HasSubstr("Size: 36 × 20 px; the image does not tell the size of its "
                                      "pixels in mm\n"));
}

TEST(TextReport, SaysThatTheDetectorIsNoVlm)
{
  AnalysisReport report = SampleReport();
  report.model.type = "Offline";

  EXPECT_THAT(Text(report), HasSubstr("heuristic baseline"));
  EXPECT_THAT(Text(report), HasSubstr("not a vision-language model"));
}

TEST(TextReport, SaysPlainlyThatNobodyLooked)
{
  AnalysisReport report = SampleReport();
  report.reason = "Burned-in text was found.";
  report.status = ReportStatus::Abstained;
  EXPECT_THAT(Text(report), HasSubstr("ABSTAINED"));
  EXPECT_THAT(Text(report), HasSubstr("Reason: Burned-in text was found."));
  EXPECT_THAT(Text(report), HasSubstr("not a negative result"));
  EXPECT_THAT(Text(report), Not(HasSubstr("Impression")));

  report.status = ReportStatus::Failed;
  report.reason.clear();
  EXPECT_THAT(Text(report), HasSubstr("FAILED"));
  EXPECT_THAT(Text(report), HasSubstr("Reason: not stated"));
}

TEST(TextReport, TellsNothingSeenFromNothingUsable)
{
  AnalysisReport report = SampleReport();
  report.findings.clear();
  EXPECT_THAT(Text(report),
              HasSubstr("Findings\n--------\nNone with a location that can be used.\n"));
  report.rejected.clear();
  EXPECT_THAT(Text(report), HasSubstr("Findings\n--------\nNone in these images.\n"));
  report.noAbnormality = true;
  EXPECT_THAT(Text(report), HasSubstr("Nothing stood out to the model"));
}

TEST(TextReport, NamesSizesOfTheDetectorPlane)
{
  AnalysisReport report = SampleReport();
  report.images[0].spacing->source = PixelSpacing::Source::ImagerPixelSpacing;

  EXPECT_THAT(Text(report), HasSubstr("mm in the detector plane"));
}

TEST(TextReport, SpeaksChinese)
{
  AnalysisReport report = SampleReport();
  const std::string text = ReportToText(ReportToJson(report), Phrasebook::Of("zh-CN"));

  EXPECT_THAT(text, StartsWith("仅供研究使用。由机器生成，未经核实，不得用于诊断。\n"));
  EXPECT_THAT(text, HasSubstr("侧别：左侧\n"));
  EXPECT_THAT(text, HasSubstr("位置：第 1 幅图像，列 120、行 60 像素，范围 36 × 20 像素\n"));
  EXPECT_THAT(text, HasSubstr("影像所见\n--------\n"));
  ExpectLinesFit(text);
}

TEST(TextReport, NamesNoPatientAndNoFigures)
{
  EXPECT_THAT(Text(SampleReport()), Not(HasSubstr("Patient")));
  EXPECT_THAT(Text(SampleReport()), Not(HasSubstr("Figure")));
}

TEST(TextReport, MentionsInadequatePictures)
{
  AnalysisReport report = SampleReport();
  report.imageQuality = {false, "Motion."};

  EXPECT_THAT(Text(report), HasSubstr("quality inadequate. Motion."));
}

TEST(TextReport, WrapsAnyScriptByColumns)
{
  AnalysisReport report = SampleReport();
  report.narrative.impression.clear();
  report.narrative.findings.clear();
  for (int i = 0; i < 150; ++i)
  {
    report.narrative.impression += "肺";
    report.narrative.findings += "опухоль ";
  }
  const std::string text = Text(report);

  ExpectLinesFit(text);
  std::string whole;
  for (int i = 0; i < 50; ++i)
  {
    whole += "肺";
  }
  EXPECT_THAT(text, HasSubstr("Impression\n----------\n" + whole + "\n"));
}

TEST(TextReport, SurvivesWhatIsNoReport)
{
  for (const char* text :
       {"null", "[]", "7", "{}", R"({"Status": "Completed", "Findings": [1, null, {"Box": []}]})",
        R"({"Status": "Completed", "Volumes": [3, {"Findings": ["", 1]}], "Findings": [
            {"Location": {"CredibleEllipses": [3, {"Mass": 0.95, "SemiAxesPx": [1, "x"]}]},
             "Verification": {"Looks": 3, "Checks": [1], "Sightings": [1, null]}}, {}]})",
        R"({"Status": "Completed", "Model": 3, "Findings": {"a": 1}, "Rejected": "x"})",
        R"({"Status": "Completed", "Findings": [{"Label": "\u0007", "ModelScore": 1e300,
            "Box": {"Left": 1e308, "Top": 1e308, "Width": 1e308, "Height": 1e308}}]})"})
  {
    ExpectLinesFit(ReportToText(ParseJson(text).Value(), Phrasebook::Of("en")));
  }
}

TEST(WrapText, IndentsEveryLineAndKeepsLineBreaks)
{
  EXPECT_EQ(WrapText("a\nb", 2), "  a\n  b\n");
  EXPECT_EQ(WrapText("", 2), "\n");
  const std::string word(60, 'x');
  EXPECT_EQ(WrapText(word + " " + word, 3), "   " + word + "\n   " + word + "\n");
}

TEST(WrapText, BreaksChineseBetweenCharactersButNotBeforeAFullStop)
{
  std::string fifty;
  std::string fortyNine;
  for (int i = 0; i < 50; ++i)
  {
    fifty += "肺";
    fortyNine += i == 0 ? "" : "肺";
  }
  EXPECT_EQ(WrapText(fifty + "肺。", 0), fifty + "\n肺。\n");
  EXPECT_EQ(WrapText(fifty + "。", 0), fortyNine + "\n肺。\n");
}

TEST(ColumnsOf, CountsWideCharactersTwiceAndCombiningOnesNot)
{
  EXPECT_EQ(ColumnsOf("ab"), 2U);
  EXPECT_EQ(ColumnsOf("肺叶，"), 6U);
  EXPECT_EQ(ColumnsOf("a\u0301"), 1U);
  EXPECT_EQ(ColumnsOf(""), 0U);
}

}  // namespace
}  // namespace vlm
