// SPDX-License-Identifier: GPL-3.0-or-later
// What a radiologist reads in each sentence is the oracle.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "Findings/ProseFindings.h"
#include "Findings/ProseLexicon.h"
#include "Findings/Requests.h"
#include "Findings/Sides.h"

namespace vlm
{
namespace
{

struct Sentence
{
  const char* text;
  // "label, side; ..." ; "normal"; "denied": understood, but not said of the whole; "nothing"
  const char* stated;
};

std::ostream& operator<<(std::ostream& stream, const Sentence& sentence)
{
  return stream << sentence.text;
}

std::string Summary(const std::optional<ParsedReply>& reply)
{
  if (!reply)
  {
    return "nothing";
  }
  std::string summary;
  for (const CandidateFinding& finding : reply->findings)
  {
    summary += summary.empty() ? "" : "; ";
    summary += finding.label;
    if (finding.laterality != Laterality::Unknown)
    {
      summary += ", " + std::string(WordOf(finding.laterality));
    }
    if (!finding.anatomy.empty())
    {
      summary += ", " + finding.anatomy;
    }
  }
  return summary.empty() && reply->noAbnormality ? "normal" : summary;
}

class ProseSentences : public testing::TestWithParam<Sentence>
{
};

TEST_P(ProseSentences, AreReadAsARadiologistReadsThem)
{
  if (std::string(GetParam().stated) == "denied")
  {
    EXPECT_EQ(Summary(ReadProse(GetParam().text, RequestOf(1))), "nothing");
    const std::string together = std::string(GetParam().text) + "\nNormal study.";
    EXPECT_EQ(Summary(ReadProse(together, RequestOf(1))), "normal");
    return;
  }
  EXPECT_EQ(Summary(ReadProse(GetParam().text, RequestOf(1))), GetParam().stated);
}

const Sentence Sentences[] = {
    {"There is a 2.3 cm mass in the left upper lobe.", "Mass, left, upper lobe"},
    {"There is no change in the known 2 cm nodule in the right upper lobe.",
     "Nodule, right, upper lobe"},
    {"No mass or effusion.", "denied"},
    {"No mass, effusion, or pneumothorax is seen.", "denied"},
    {"No acute infarct, hemorrhage, mass.", "denied"},
    {"The mass is not enhancing.", "Mass"},
    {"Without midline shift but with a left subdural hematoma.", "Subdural hematoma, left"},
    {"No pneumothorax, small left pleural effusion.", "Pleural effusion, left"},
    {"No pneumothorax, there is a small right effusion.", "Effusion, right"},
    {"No left pleural effusion, right pleural effusion, or pneumothorax.", "denied"},
    {"No evidence of acute intracranial haemorrhage.", "denied"},
    {"The lungs are clear.", "denied"},
    {"The brain parenchyma is unremarkable.", "denied"},
    {"Heart size is within normal limits.", "denied"},
    {"No acute cardiopulmonary abnormality.", ""},
    {"Pneumothorax is not seen.", "denied"},
    {"Pleural effusion and consolidation are not identified.", "denied"},
    {"Negative for fracture or dislocation.", "denied"},
    {"The previously seen effusion has resolved.", "nothing"},
    {"The effusion has not resolved.", "Effusion"},
    {"Left-sided pneumothorax with midline shift.", "Pneumothorax, left; Midline shift"},
    {"Bilateral pleural effusions.", "Pleural effusion, both sides"},
    {"Consolidation in the right lower lobe and a small left pleural effusion.",
     "Consolidation, right, lower lobe; Pleural effusion, left"},
    {"Mass and edema in the left frontal lobe.",
     "Mass, left, frontal lobe; Edema, left, frontal lobe"},
    {"Possible fracture of the distal radius.", "Fracture, distal radius"},
    {"A pneumothorax cannot be excluded.", "Pneumothorax"},
    {"Right upper lobe opacity suspicious for malignancy.", "Opacity, right, upper lobe"},
    {"Patchy opacity at the left lung base, which may represent pneumonia or atelectasis.",
     "Opacity, left, lung base; Pneumonia; Atelectasis"},
    {"The heart is enlarged.", "Cardiomegaly"},
    {"Right pleural effusion, left lung is clear.", "Pleural effusion, right"},
    {"Unremarkable liver except for a 15 x 12 mm cyst.", "Cyst, liver"},
    {"No significant mass effect.", "denied"},
    {"No abnormality other than a small nodule in the right thyroid lobe.",
     "Nodule, right, thyroid lobe"},
    {"History of lung cancer. The lungs are clear.", "denied"},
    {"CT of the chest is recommended to exclude a mass. Otherwise normal study.", ""},
    {"A 6 mm nodule in the left lower lobe, recommend follow-up CT to exclude malignancy.",
     "Nodule, left, lower lobe"},
    {"Normal bone density. No fracture.", "denied"},
    {"Non-displaced fracture of the right clavicle.", "Fracture, right, clavicle"},
    {"There are multiple gallstones in the gallbladder.", "Stone, gallbladder"},
    {"Multiple hepatic metastases are present.", "Metastasis"},
    {"I don't see any fracture.", "denied"},
    {"I cannot identify a pneumothorax\xe2\x80\x94there is a small effusion.", "Effusion"},
    {"Lungs: no consolidation. Pleura: left effusion.", "Effusion, left, pleura"},
    {"Mass in the left breast measuring 15\xc3\x97"
     "12 mm.",
     "Mass, left, breast"},
    {"No fracture and no dislocation.", "denied"},
    {"Neither mass nor hemorrhage is present.", "denied"},
    {"I cannot provide a diagnosis, but there is a left pleural effusion.",
     "Pleural effusion, left"},
    {"There is a zorgblat in the left frontal lobe. The skull is normal.", "nothing"},
    {"I'm sorry, I can't help with medical images.", "nothing"},
    {"I'm sorry, but I can't analyze medical images. A radiologist can check for fractures, tumors "
     "or infections.",
     "nothing"},
    {"I am unable to interpret this X-ray. It could show a fracture.", "nothing"},
    {"Hello! How can I help you today?", "nothing"},
    {"Would you like me to look for a fracture?", "nothing"},
    {"This is an axial picture of the head.", "nothing"},
    {"Thank you for sharing this picture with me.", "nothing"},
    {"Kein Nachweis einer Raumforderung. Kein Tumor im linken Lappen.", "nothing"},
    {"\xe5\xb7\xa6\xe8\x82\xba\xe4\xb8\x8a\xe5\x8f\xb6\xe6\x9c\x89\xe7\xbb\x93\xe8\x8a\x82\xe3\x80"
     "\x82",
     "nothing"},
    {"", "nothing"},
    {"<think>There may be a mass in the left lung.", "nothing"},
    {"<think>Is there a mass?</think>No mass is seen.", "denied"},
};

INSTANTIATE_TEST_SUITE_P(ReadProse, ProseSentences, testing::ValuesIn(Sentences));

TEST(ProseLexicon, KnowsManyRadiologicalTerms)
{
  EXPECT_GE(ProseLexicon::Embedded().FindingPhrases(), 80U);
}

}  // namespace
}  // namespace vlm
