// SPDX-License-Identifier: GPL-3.0-or-later
// Texts and lists that nobody meant well. Bounds are those of the output, not of time.
#include <gtest/gtest.h>

#include <limits>

#include "Foundation/CleanText.h"
#include "Report/JsonReport.h"
#include "Report/NarrativeCompletion.h"
#include "Report/ToldReport.h"
#include "Report/ValidReport.h"

namespace vlm
{
namespace
{

std::string Repeated(const std::string& text, std::size_t bytes)
{
  std::string repeated;
  while (repeated.size() < bytes)
  {
    repeated += text;
  }
  return repeated;
}

AnalysisReport Many(int count)
{
  std::vector<ModelledFinding> findings;
  for (int i = 0; i < count; ++i)
  {
    findings.push_back(RightNodule());
    findings.back().finding.id = std::to_string(i);
  }
  return ToldReport(std::move(findings));
}

TEST(CompleteNarrative, IsBoundedWithThousandsOfFindingsAndLetters)
{
  for (const char* text : {"Nodule. ", "Left nodule of 3 cm. It is 5 cm. ", "左侧结节，3厘米。",
                           "nodule left 3 cm ", "[1] finding 2 ", "1 ", "no ", "\xff\x80", "(((["})
  {
    AnalysisReport report = Many(5000);
    report.narrative.findings = report.narrative.impression = Repeated(text, 20000);
    CompleteNarrative(report);

    EXPECT_EQ(report.findings.back().number, 5000);
    EXPECT_LT(report.sentences.size(), 2200U) << text;
    EXPECT_LT(report.warnings.size(), 30U) << text;
    for (const NarrativeSentence& sentence : report.sentences)
    {
      ASSERT_LE(sentence.findings.size(), 64U) << text;
      ASSERT_LT(sentence.note.size(), 1000U) << text;
    }
  }
}

TEST(CompleteNarrative, SurvivesLabelsOfAnyKind)
{
  for (const std::string& label :
       {std::string(), std::string("\x01\x1b[31m<script>"), Repeated("肺", 20000),
        Repeated("a b ", 20000), std::string("\xe2\x80\xaetfel"), std::string("\xff\xfe"),
        std::string("No nodule"), std::string("the"), std::string("12 mm")})
  {
    ModelledFinding odd = RightNodule();
    odd.finding.statement.label = odd.finding.statement.anatomy = label;
    odd.finding.statement.severity = odd.finding.statement.description = label;
    odd.finding.statement.differential = std::vector<std::string>(50, label);
    AnalysisReport report = Many(3);
    report.findings.push_back(odd);
    report.narrative.findings = label;
    report.narrative.findings.append(". ").append(label);
    CompleteNarrative(report);

    const Json::Value json = ReportToJson(report);
    ExpectValid(json);
    for (const NarrativeSentence& sentence : report.sentences)
    {
      EXPECT_EQ(sentence.text, CleanText(sentence.text, 20000, LineBreaks::ReplaceBySpaces));
    }
  }
}

TEST(CompleteNarrative, SurvivesFindingsThatPointNowhere)
{
  AnalysisReport report = Many(2);
  report.images.clear();
  report.findings[0].finding.statement.image = -7;
  report.findings[1].finding.statement.image = 2000000000;
  report.findings[0].finding.measurements.longAxisMm = std::numeric_limits<double>::quiet_NaN();
  report.findings[1].finding.measurements.longAxisMm = std::numeric_limits<double>::infinity();
  report.narrative = {"", "A left nodule of 3 cm.", "", {}, {}, "\xff-??"};
  CompleteNarrative(report);
  EXPECT_EQ(report.sentences.front().origin, NarrativeSentence::Origin::Model);

  AnalysisReport nothing;
  CompleteNarrative(nothing);
  EXPECT_EQ(nothing.narrative.impression, "No finding was located.");
}

}  // namespace
}  // namespace vlm
