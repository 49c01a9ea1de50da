// SPDX-License-Identifier: GPL-3.0-or-later
// Reports over several, as people read them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "Report/JsonReport.h"
#include "Report/ReportDocument.h"
#include "Report/ReportViews.h"
#include "Report/ToldReport.h"
#include "Report/ValidReport.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;
using testing::Not;

Json::Value Part(const std::string& bodyPart, const std::string& text)
{
  AnalysisReport report = Told({RightNodule()}, text);
  report.bodyPart = bodyPart;
  return ReportToJson(report);
}

std::string Printed(const std::vector<Json::Value>& parts)
{
  const Json::Value study = CollectReports(parts, "Study", "study-1");
  ExpectValid(study);
  return ReportToText(study, Phrasebook::Of("en"));
}

TEST(ReportToText, PrintsSentencesUnderThePartThatTheyAreOf)
{
  const std::string text =
      Printed({Part("CHEST", "No pneumothorax."), Part("HEAD", "No haemorrhage is seen.")});

  const std::size_t findings = text.find("\nFindings\n");
  const std::size_t chest = text.find("Part 1 (Instance, CT, CHEST):\n", findings);
  const std::size_t pneumothorax = text.find("No pneumothorax.", findings);
  const std::size_t head = text.find("Part 2 (Instance, CT, HEAD):\n", findings);
  const std::size_t haemorrhage = text.find("No haemorrhage is seen.", findings);
  ASSERT_NE(haemorrhage, std::string::npos);
  EXPECT_LT(findings, chest);
  EXPECT_LT(chest, pneumothorax);
  EXPECT_LT(pneumothorax, head);
  EXPECT_LT(head, haemorrhage);
}

TEST(ReportToText, PrintsWhatAnOlderPartSaysBesideSentences)
{
  Json::Value old = Part("HEAD", "");
  old["Narrative"].removeMember("Sentences");
  old["Narrative"]["Findings"] = "Old words.";

  EXPECT_THAT(Printed({Part("CHEST", "No pneumothorax."), old}),
              HasSubstr("Part 2 (Instance, CT, HEAD):\nOld words."));
}

TEST(ReportToText, CallsPicturesInadequateOnlyIfAPartThatWasReadDoes)
{
  const std::string inadequate = Phrasebook::Of("en").Say("document.quality");
  Json::Value failed = Part("HEAD", "");
  failed["Status"] = "Failed";
  failed["ImageQuality"]["Adequate"] = false;
  Json::Value adequate = Part("CHEST", "");
  adequate["ImageQuality"]["Adequate"] = true;
  Json::Value poor = adequate;
  poor["ImageQuality"]["Adequate"] = false;
  poor["ImageQuality"]["Reason"] = "Moved.";

  EXPECT_THAT(Printed({adequate, failed}), Not(HasSubstr(inadequate)));
  EXPECT_THAT(Printed({adequate, poor}), HasSubstr("Part 2 (Instance, CT, CHEST): Moved."));
}

TEST(CompleteNarrative, ReadsNoDutchThoughEnglishWasAskedFor)
{
  const AnalysisReport report = Told({RightNodule()}, "Geen nodule links.", "en");

  for (const NarrativeSentence& sentence : report.sentences)
  {
    if (sentence.text == "Geen nodule links.")
    {
      EXPECT_TRUE(sentence.findings.empty());
      EXPECT_EQ(sentence.note, "");
    }
  }
}

TEST(CompleteNarrative, TakesAChineseQuestionForNoStatement)
{
  const AnalysisReport report = Told({RightNodule()}, "左肺结节？", "zh");

  const auto question =
      std::find_if(report.sentences.begin(), report.sentences.end(),
                   [](const NarrativeSentence& sentence) { return sentence.text == "左肺结节？"; });
  ASSERT_NE(question, report.sentences.end());
  EXPECT_EQ(question->note, "");
}

TEST(CompleteNarrative, UnderstandsShortWordsForLobes)
{
  const AnalysisReport report = Told({RightNodule()}, "There is a nodule in the LUL.");

  EXPECT_THAT(report.sentences[0].note, HasSubstr("on the patient's right"));
}

}  // namespace
}  // namespace vlm
