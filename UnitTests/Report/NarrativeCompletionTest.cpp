// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/NarrativeCompletion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Report/ToldReport.h"

namespace vlm
{
namespace
{

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

using Section = NarrativeSentence::Section;
using Origin = NarrativeSentence::Origin;

constexpr const char* NotLocated = "No located finding stands behind this sentence.";

// The example of the issue.
TEST(CompleteNarrative, FlagsASideAndASizeThatDifferFromTheVerifiedOnes)
{
  const std::string text = "There is a 3 cm nodule in the left lung.";
  const AnalysisReport report = Told({RightNodule()}, text);

  const NarrativeSentence& sentence = report.sentences.front();
  EXPECT_EQ(sentence.text, text);
  EXPECT_EQ(sentence.origin, Origin::Model);
  EXPECT_THAT(sentence.findings, ElementsAre(1));
  EXPECT_EQ(sentence.note, "The verified place is on the patient's right; measured 12 x 9 mm.");
  EXPECT_EQ(report.narrative.findings, text + " (1) [" + sentence.note + "]");
  ASSERT_EQ(report.warnings.size(), 1U);
  EXPECT_THAT(report.warnings[0], HasSubstr(text));
  EXPECT_THAT(report.warnings[0], HasSubstr(sentence.note));
}

TEST(CompleteNarrative, FlagsTheChineseTwin)
{
  const std::string text = "左肺见一结节，直径3厘米。";
  const AnalysisReport report = Told({RightNodule()}, text, "zh-CN");

  const NarrativeSentence& sentence = report.sentences.front();
  EXPECT_EQ(sentence.text, text);
  EXPECT_THAT(sentence.findings, ElementsAre(1));
  EXPECT_EQ(sentence.note, "经核验的位置在患者右侧；测得12 x 9 mm。");
  ASSERT_EQ(report.warnings.size(), 1U);
}

TEST(CompleteNarrative, ReadsChineseAsARadiologistWritesIt)
{
  ModelledFinding effusion = LeftMass();
  effusion.finding.statement.label = "胸腔积液";
  effusion.finding.statement.anatomy = "左侧胸腔";
  effusion.finding.statement.severity = "中度";
  const AnalysisReport report =
      Told({RightNodule(), effusion},
           "右肺见一不规则结节影，大小约12×9mm，边界不清。左侧胸腔积液，右侧胸腔未见积液。"
           "未见气胸及骨折，心影不大。",
           "zh");

  ASSERT_EQ(report.sentences.size(), 3U + 2U);
  EXPECT_EQ(report.sentences[0].text, "左侧胸腔积液，右侧胸腔未见积液。");
  EXPECT_THAT(report.sentences[0].findings, ElementsAre(1));
  EXPECT_THAT(report.sentences[1].findings, ElementsAre(2));
  EXPECT_THAT(report.sentences[2].findings, IsEmpty());
  for (const NarrativeSentence& sentence : report.sentences)
  {
    EXPECT_EQ(sentence.note, "") << sentence.text;
  }
}

TEST(CompleteNarrative, DoesNotTakeWhatMayBeObscuredForAFinding)
{
  const AnalysisReport report =
      Told({RightNodule()}, "The breasts are dense, which may obscure small masses.");
  EXPECT_THAT(report.sentences[1].findings, IsEmpty());
  EXPECT_EQ(report.sentences[1].note, "");
}

TEST(CompleteNarrative, LeavesWhatAgreesWithoutANote)
{
  for (const char* text :
       {"A right-sided nodule of 1.2 cm.", "Nodule measuring 13 x 9 mm.", "Nodule, 12mm x 9mm.",
        "A nodule is seen in the right lung, 10 to 14 mm.", "Bilateral nodules.",
        "63-year-old patient with a nodule, seen on 5 mm slices; T2 bright, image 3 of 40.",
        "A nodule 30 mm from the pleura.", "The nodule was previously 3 cm."})
  {
    const AnalysisReport report = Told({RightNodule()}, text);
    EXPECT_THAT(report.sentences.front().findings, ElementsAre(1)) << text;
    EXPECT_EQ(report.sentences.front().note, "") << text;
    EXPECT_THAT(report.warnings, IsEmpty()) << text;
  }
}

TEST(CompleteNarrative, FlagsOnlyWhatDiffers)
{
  EXPECT_EQ(Told({RightNodule()}, "A left nodule of 12 mm.").sentences.front().note,
            "The verified place is on the patient's right.");
  EXPECT_EQ(Told({RightNodule()}, "A right nodule, 30 x 25 mm.").sentences.front().note,
            "Measured 12 x 9 mm.");
}

TEST(CompleteNarrative, SaysOnWhatItsKnowledgeOfTheSideRests)
{
  ModelledFinding unverified = RightNodule();
  unverified.finding.verification.status = VerificationStatus::Unverified;
  EXPECT_EQ(Told({unverified}, "A left nodule.").sentences.front().note,
            "The place that was found, unverified, is on the patient's right.");
  ModelledFinding stated = RightNodule();
  stated.finding.verification.side = Laterality::Unknown;
  EXPECT_EQ(Told({stated}, "A left nodule.").sentences.front().note, "");
  stated.finding.statement.laterality = Laterality::Right;
  EXPECT_EQ(Told({stated}, "A left nodule.").sentences.front().note,
            "The finding itself is stated to be on the patient's right.");
}

TEST(CompleteNarrative, SaysThatADetectorsLengthsAreTheDetectors)
{
  AnalysisReport report = ToldReport({RightNodule()});
  report.images[0].spacing->source = PixelSpacing::Source::ImagerPixelSpacing;
  report.narrative.findings = "A nodule of 3 cm.";
  CompleteNarrative(report);

  EXPECT_EQ(report.sentences.front().note, "Measured 12 x 9 mm in the detector plane.");
  EXPECT_THAT(report.narrative.limitations.back(), HasSubstr("plane of the detector"));
}

TEST(CompleteNarrative, LeavesExplicitNegativesAsTheyAre)
{
  for (const char* text : {"No nodule is seen.", "There is no left nodule larger than 3 cm.",
                           "Nodule is not seen.", "Without nodule or effusion."})
  {
    const AnalysisReport report = Told({RightNodule()}, text);
    const NarrativeSentence& last = report.sentences[1];
    EXPECT_EQ(last.text, text);
    EXPECT_THAT(last.findings, IsEmpty()) << text;
    EXPECT_EQ(last.note, "") << text;
    EXPECT_EQ(report.sentences[0].origin, Origin::Structured) << "nothing speaks of the nodule";
  }
}

TEST(CompleteNarrative, TellsSeveralFindingsOfASentenceApart)
{
  const AnalysisReport report =
      Told({RightNodule(), LeftMass()},
           "A 3 cm mass in the left upper lobe and a nodule of 12 mm on the right. No effusion.");

  ASSERT_EQ(report.sentences[0].origin, Origin::Model);
  EXPECT_THAT(report.sentences[0].findings, ElementsAre(1, 2));
  EXPECT_EQ(report.sentences[0].note, "");
}

TEST(CompleteNarrative, NamesTheFindingOfANoteIfThereAreSeveral)
{
  const AnalysisReport report =
      Told({RightNodule(), LeftMass()}, "A left mass of 3 cm, and a nodule of 4 cm on the right.");

  EXPECT_THAT(report.sentences[0].findings, ElementsAre(1, 2));
  EXPECT_EQ(report.sentences[0].note, "Nodule: Measured 12 x 9 mm.");
}

TEST(CompleteNarrative, TellsFindingsOfOneNameApartByTheirSide)
{
  ModelledFinding left = LeftMass();
  left.finding.statement.label = "Pulmonary nodule";
  const AnalysisReport report =
      Told({RightNodule(), left}, "A nodule on the right. Left lung: nodule of 30 mm.");

  ASSERT_EQ(report.sentences.size(), 2U + 2U);
  EXPECT_EQ(report.sentences[0].text, "Left lung: nodule of 30 mm.");
  EXPECT_THAT(report.sentences[0].findings, ElementsAre(1));
  EXPECT_THAT(report.sentences[1].findings, ElementsAre(2));
}

TEST(CompleteNarrative, FollowsPronounsAndNumbersAndPlaces)
{
  const AnalysisReport report =
      Told({LeftMass(), RightNodule()},
           "The lesion in the left upper lobe is irregular. It measures 8 cm. See finding 2.");

  EXPECT_THAT(report.sentences[0].findings, ElementsAre(1));
  EXPECT_THAT(report.sentences[1].findings, ElementsAre(1));
  EXPECT_EQ(report.sentences[1].note, "Measured 30 x 20 mm.");
  EXPECT_EQ(report.sentences[2].text, "See finding 2.");
  EXPECT_THAT(report.sentences[2].findings, ElementsAre(2));
}

TEST(CompleteNarrative, KnowsOtherWordsForAFinding)
{
  ModelledFinding mass = LeftMass();
  mass.finding.statement.differential = {"Pneumonia"};
  ModelledFinding effusion = Unlocated("Pleural effusion");
  effusion.finding.box = BoundingBox{1.0, 1.0, 5.0, 5.0};
  ModelledFinding odd = RightNodule();
  odd.finding.statement.label = "Intrapancreatic splenule";
  const AnalysisReport report =
      Told({mass, effusion, odd}, "A tumor. Suspected pneumonia. A small effusion. The splenule.");

  ASSERT_EQ(report.sentences.size(), 4U + 3U);
  EXPECT_THAT(report.sentences[0].findings, ElementsAre(1));
  EXPECT_THAT(report.sentences[1].findings, ElementsAre(1));
  EXPECT_EQ(report.sentences[1].text, "Suspected pneumonia.");
  EXPECT_THAT(report.sentences[2].findings, ElementsAre(2));
  EXPECT_EQ(report.sentences[2].text, "The splenule.");
  EXPECT_THAT(report.sentences[3].findings, ElementsAre(3));
}

TEST(CompleteNarrative, SaysWhatNoLocatedFindingStandsBehind)
{
  const AnalysisReport report =
      Told({RightNodule(), Unlocated("Fracture")},
           "A nodule. Pericardial effusion is present. A rib fracture. The heart is normal.");

  EXPECT_EQ(report.sentences[0].note, "");
  EXPECT_EQ(report.sentences[1].text, "A rib fracture.");
  EXPECT_THAT(report.sentences[1].findings, ElementsAre(2));
  EXPECT_EQ(report.sentences[1].note, NotLocated);
  EXPECT_THAT(report.sentences[2].findings, IsEmpty());
  EXPECT_EQ(report.sentences[2].note, NotLocated);
  EXPECT_EQ(report.sentences[3].note, "");
  EXPECT_THAT(report.warnings, ElementsAre(HasSubstr("stands: 2.")));
}

TEST(CompleteNarrative, DoesNotNoteWhatIsMerelyUnverified)
{
  ModelledFinding nodule = RightNodule();
  nodule.finding.verification.status = VerificationStatus::Unverified;
  EXPECT_EQ(Told({nodule}, "A nodule.").sentences[0].note, "");
}

TEST(CompleteNarrative, OrdersSentencesByTheirFindingsAndAddsWhatIsMissing)
{
  const AnalysisReport report =
      Told({RightNodule(), LeftMass()}, "The heart is normal. A small nodule on the right.");

  ASSERT_EQ(report.sentences.size(), 3U + 2U);
  EXPECT_EQ(report.sentences[0].text,
            "Mass, severe, left upper lobe; 30 x 20 mm; place verified by 2 of 3 readings.");
  EXPECT_EQ(report.sentences[0].origin, Origin::Structured);
  EXPECT_THAT(report.sentences[0].findings, ElementsAre(1));
  EXPECT_EQ(report.sentences[1].text, "A small nodule on the right.");
  EXPECT_EQ(report.sentences[2].text, "The heart is normal.");
  EXPECT_EQ(report.sentences[3].section, Section::Impression);
  EXPECT_EQ(report.narrative.impression,
            "Mass, severe, left upper lobe, 30 x 20 mm. (1)\nNodule, right side, 12 x 9 mm. (2)");
}

TEST(CompleteNarrative, LeavesLanguagesThatItCannotReadUnread)
{
  const AnalysisReport report =
      Told({RightNodule()}, "Geen nodule links. Er is een nodule van 3 cm.", "nl");

  EXPECT_THAT(report.sentences[0].text, StartsWith("Nodule, right side"));
  for (const NarrativeSentence& sentence : {report.sentences[1], report.sentences[2]})
  {
    EXPECT_THAT(sentence.findings, IsEmpty());
    EXPECT_EQ(sentence.note, "");
  }
  EXPECT_THAT(report.narrative.limitations.back(), HasSubstr("could not be understood here"));
}

TEST(CompleteNarrative, KeepsTheModelsWordsAndHeadings)
{
  const AnalysisReport report =
      Told({RightNodule()}, "**Comparison:** left nodule of 3 cm in 2019.\n- Nodule 12*9 mm.");

  EXPECT_EQ(report.sentences[0].text, "Nodule 12*9 mm.");
  EXPECT_EQ(report.sentences[0].note, "");
  EXPECT_EQ(report.sentences[1].text, "Comparison: left nodule of 3 cm in 2019.");
  EXPECT_THAT(report.sentences[1].findings, IsEmpty());
  EXPECT_EQ(report.sentences[1].note, "");
}

TEST(CompleteNarrative, LeavesAReportThatIsNotCompletedAsItIs)
{
  AnalysisReport report = ToldReport({});
  report.status = ReportStatus::Abstained;
  CompleteNarrative(report);

  EXPECT_THAT(report.sentences, IsEmpty());
  EXPECT_EQ(report.narrative.findings + report.narrative.impression, "");
  EXPECT_THAT(report.narrative.limitations, IsEmpty());
}

}  // namespace
}  // namespace vlm
