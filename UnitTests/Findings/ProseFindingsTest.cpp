// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/ProseFindings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "Findings/Requests.h"
#include "Foundation/CleanText.h"

namespace vlm
{
namespace
{

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const char* const Report =
    "**Technique:** Frontal chest radiograph.\n\n"
    "**Findings:**\n"
    "- There is a moderate left pleural effusion.\n"
    "- A 2.3 cm nodule is seen in the right upper lobe. The lesion has irregular margins.\n"
    "- No pneumothorax.\n\n"
    "## Impression\n"
    "1. Left pleural effusion.\n"
    "2. Right upper lobe nodule, suspicious for malignancy.\n"
    "Recommend CT of the chest.\n\n"
    "Please consult a qualified radiologist.";

ParsedReply Read(const std::string& text, const ModelRequest& request = RequestOf(1))
{
  const auto reply = ReadProse(text, request);
  EXPECT_TRUE(reply.has_value()) << text;
  return reply.value_or(ParsedReply());
}

TEST(ReadProse, ReadsAReportAndMergesWhatIsSaidTwice)
{
  const ParsedReply reply = Read(Report);

  ASSERT_THAT(reply.findings, SizeIs(2));
  const CandidateFinding& effusion = reply.findings[0];
  EXPECT_EQ(effusion.label, "Pleural effusion");
  EXPECT_EQ(effusion.laterality, Laterality::Left);
  EXPECT_EQ(effusion.severity, "moderate");
  const CandidateFinding& nodule = reply.findings[1];
  EXPECT_EQ(nodule.label, "Nodule");
  EXPECT_EQ(nodule.laterality, Laterality::Right);
  EXPECT_EQ(nodule.anatomy, "upper lobe");
  EXPECT_THAT(nodule.description, HasSubstr("2.3 cm"));
  EXPECT_THAT(nodule.description, HasSubstr("irregular margins"));
  EXPECT_THAT(nodule.differential, ElementsAre("Malignancy"));
  EXPECT_FALSE(nodule.modelScore.has_value());
  EXPECT_FALSE(nodule.box.has_value());
  EXPECT_FALSE(reply.noAbnormality);
}

TEST(ReadProse, KeepsTheNarrative)
{
  const Narrative narrative = Read(Report).narrative;

  EXPECT_EQ(narrative.technique, "Frontal chest radiograph.");
  EXPECT_THAT(narrative.findings, HasSubstr("No pneumothorax."));
  EXPECT_THAT(narrative.impression, HasSubstr("Left pleural effusion."));
  EXPECT_THAT(narrative.impression, testing::Not(HasSubstr("No pneumothorax")));
  EXPECT_THAT(narrative.recommendations, ElementsAre("Recommend CT of the chest."));
  EXPECT_THAT(narrative.limitations, ElementsAre(HasSubstr("qualified radiologist")));
  EXPECT_EQ(narrative.language, "en");
}

TEST(ReadProse, WarnsOfEveryFindingThatItWasReadFromProse)
{
  const ParsedReply reply = Read("Left pneumothorax. There is a fracture.", RequestOf(2));

  EXPECT_THAT(reply.warnings, Contains(HasSubstr("Finding 1 (Pneumothorax)")));
  EXPECT_THAT(reply.warnings, Contains(HasSubstr("Finding 2 (Fracture)")));
  EXPECT_THAT(reply.warnings, Contains(HasSubstr("which image")));
}

TEST(ReadProse, KeepsTheWordingOfCertaintyInsteadOfInventingAScore)
{
  const ParsedReply reply = Read("There is a possible fracture of the left wrist.");

  ASSERT_THAT(reply.findings, SizeIs(1));
  EXPECT_THAT(reply.findings[0].evidence, HasSubstr("possible"));
  EXPECT_FALSE(reply.findings[0].modelScore.has_value());
}

TEST(ReadProse, DoesNotCallNormalWhatItDoesNotUnderstand)
{
  const ParsedReply reply =
      Read("There is a zorgblat in the left lung. The chest radiograph is normal.");

  EXPECT_THAT(reply.findings, IsEmpty());
  EXPECT_FALSE(reply.noAbnormality);
  EXPECT_THAT(reply.warnings, Contains(HasSubstr("not understood")));
}

TEST(ReadProse, WarnsThatItReadsEnglishOnly)
{
  ModelRequest request = RequestOf(1);
  request.language = "de";
  const ParsedReply reply = Read("There is a left pneumothorax.", request);

  EXPECT_EQ(reply.narrative.language, "en");
  EXPECT_THAT(reply.warnings, Contains(HasSubstr("reads English only")));
  EXPECT_THAT(reply.warnings, Contains(HasSubstr("another language was asked for")));
}

TEST(ReadProse, TakesTheEffusionForTheOneNamedBefore)
{
  EXPECT_THAT(Read("There is a left pleural effusion. The effusion is large.").findings, SizeIs(1));
}

TEST(ReadProse, SwapsTheSidesOfAMirroredView)
{
  ModelRequest request = RequestOf(1);
  request.images[0].coordinates = ImageCoordinates({-0.5, -0.5, 1000.0, 500.0}, {1000, 500},
                                                   ImageCoordinates::Mirror::LeftRight);

  EXPECT_EQ(Read("Left pneumothorax in the lung.", request).findings.at(0).laterality,
            Laterality::Right);
}

TEST(ReadProse, KeepsSidesApart)
{
  EXPECT_THAT(Read("There is a left effusion. There is a right effusion.").findings, SizeIs(2));
}

TEST(ReadProse, StopsAtAHundredFindingsInATimeLinearInTheText)
{
  std::string text;
  for (int i = 0; i < 30000; ++i)
  {
    text += "Mass in the left lung, no effusion, small right cyst, small left cyst, and a stone.\n";
  }
  EXPECT_LE(Read(text).findings.size(), 100U);
  std::string sentence = "There is no";
  for (int i = 0; i < 100000; ++i)
  {
    sentence += " mass, small left";
  }
  EXPECT_LE(CountCharacters(Read(sentence).narrative.findings), 4000U);
}

TEST(ReadProse, SurvivesRandomWords)
{
  const char* words[] = {
      "no",  "mass", ",",  "left",           "but", ".",    "2",   "cm",
      "\n",  "and",  "x",  "seen",           "not", "with", "the", "lesion",
      "was", ":",    "or", "suspicious for", "-",   "\xff", "?",   "Impression:"};
  std::mt19937 random(11);
  const ModelRequest request = RequestOf(1);
  int understood = 0;
  for (int i = 0; i < 3000; ++i)
  {
    std::string text;
    for (auto n = random() % 30; n > 0; --n)
    {
      text += std::string(words[random() % std::size(words)]) + " ";
    }
    understood += ReadProse(text, request).has_value() ? 1 : 0;
  }
  EXPECT_GT(understood, 100);
}

}  // namespace
}  // namespace vlm
