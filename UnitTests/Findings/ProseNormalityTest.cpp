// SPDX-License-Identifier: GPL-3.0-or-later
// "No abnormality" is the answer that ends the search: only who says so of the whole has said it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "Findings/ProseFindings.h"
#include "Findings/Requests.h"

namespace vlm
{
namespace
{

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

enum class Outcome
{
  Nothing,  // no reading at all
  Normal,
  Open,        // no finding, but no "no abnormality", either
  PoorQuality  // the same, the picture being poor
};

struct Prose
{
  const char* text;
  Outcome outcome;
};

std::ostream& operator<<(std::ostream& stream, const Prose& prose)
{
  return stream << prose.text;
}

Outcome OutcomeOf(const std::optional<ParsedReply>& reply)
{
  if (!reply)
  {
    return Outcome::Nothing;
  }
  EXPECT_THAT(reply->findings, IsEmpty());
  EXPECT_FALSE(reply->noAbnormality && !reply->imageQuality.adequate);
  if (!reply->imageQuality.adequate)
  {
    EXPECT_THAT(reply->imageQuality.reason, testing::Not(IsEmpty()));
    return Outcome::PoorQuality;
  }
  if (!reply->noAbnormality)
  {
    EXPECT_THAT(reply->warnings, testing::AnyOf(Contains(HasSubstr("could not be read completely")),
                                                Contains(HasSubstr("not all of it"))));
  }
  return reply->noAbnormality ? Outcome::Normal : Outcome::Open;
}

class ProseOfTheWhole : public testing::TestWithParam<Prose>
{
};

TEST_P(ProseOfTheWhole, IsNormalOnlyIfItSaysSo)
{
  EXPECT_EQ(OutcomeOf(ReadProse(GetParam().text, RequestOf(1))), GetParam().outcome);
}

const Prose Explicit[] = {
    {"No abnormality.", Outcome::Normal},
    {"No abnormalities are seen in this image.", Outcome::Normal},
    {"I do not see any abnormality.", Outcome::Normal},
    {"There is no evidence of abnormality.", Outcome::Normal},
    {"Normal study.", Outcome::Normal},
    {"Normal chest radiograph.", Outcome::Normal},
    {"This is a normal frontal chest X-ray.", Outcome::Normal},
    {"Unremarkable CT of the head.", Outcome::Normal},
    {"The MRI of the brain is unremarkable.", Outcome::Normal},
    {"The study is within normal limits.", Outcome::Normal},
    {"The chest radiograph appears normal.", Outcome::Normal},
    {"Impression: Normal.", Outcome::Normal},
    {"Based on the image provided, the chest X-ray appears normal.", Outcome::Normal},
    {"No pathological findings.", Outcome::Normal},
    {"The lungs are clear. The heart size is normal. No pleural effusion or pneumothorax. Normal "
     "chest radiograph.",
     Outcome::Normal},
    {"**Technique:** Portable AP view, patient rotated.\n\n**Findings:**\n- Lungs: clear.\n- "
     "Heart: "
     "normal size.\n- No pneumothorax.\n\n**Impression:**\nNo abnormality detected.",
     Outcome::Normal},
    {"The brain parenchyma shows normal gray-white matter differentiation. The ventricles and "
     "sulci "
     "are normal in size. There is no hemorrhage, mass effect, or midline shift. Normal CT of the "
     "head.",
     Outcome::Normal},
    {"The cardiac silhouette is normal in size and contour. Both lungs are well expanded and "
     "clear. "
     "The costophrenic angles are sharp. The trachea is midline. No pneumothorax, consolidation, "
     "or "
     "pleural effusion is identified.\n## Impression\nNo radiographic abnormality.",
     Outcome::Normal},
    {"Normal study. Please consult a qualified radiologist for a professional interpretation.",
     Outcome::Normal},
};

const Prose OfParts[] = {
    {"The lungs are clear.", Outcome::Nothing},
    {"No pneumothorax is seen.", Outcome::Nothing},
    {"The bones are normal.", Outcome::Nothing},
    {"Lungs: no abnormality.", Outcome::Nothing},
    {"No abnormality of the liver.", Outcome::Nothing},
    {"The image is clear.", Outcome::Nothing},
    {"Normal position of the heart on this radiograph.", Outcome::Nothing},
    {"The lungs are normal on this study.", Outcome::Nothing},
    {"Lungs: clear. No abnormality.", Outcome::Open},
    {"**Lungs**\n- No abnormality seen.", Outcome::Open},
    {"No acute abnormality.", Outcome::Open},
    {"No acute cardiopulmonary process.", Outcome::Open},
    {"No other abnormality.", Outcome::Open},
    {"Otherwise normal study.", Outcome::Open},
    {"No abnormality visible at this resolution.", Outcome::Open},
    {"Essentially normal chest radiograph.", Outcome::Open},
};

const Prose WithMore[] = {
    {"The lungs are clear. The heart is markedly bigger than it should be and the aorta is torn.",
     Outcome::Nothing},
    {"The endotracheal tube is in the right main bronchus. No pneumothorax.", Outcome::Nothing},
    {"The endotracheal tube is in the right main bronchus. No pneumothorax is present in this "
     "image.",
     Outcome::Nothing},
    {"Normal chest radiograph. The aorta is torn.", Outcome::Open},
    {"No abnormality. The heart is large.", Outcome::Open},
    {"No abnormality, and the aorta is torn.", Outcome::Nothing},
    {"Normal study with a tube in the right main bronchus.", Outcome::Nothing},
    {"Normal study except for the aorta.", Outcome::Nothing},
    {"No abnormality other than a torn aorta.", Outcome::Nothing},
    {"Normal study. The aorta is not intact.", Outcome::Open},
    {"Normal study, but the heart is not.", Outcome::Nothing},
    {"Normal study. The trachea is in the right hemithorax.", Outcome::Open},
    {"Normal study. Urgent surgery is recommended.", Outcome::Open},
    {"Normal study. Is it?", Outcome::Open},
    {"Normal study. Displaced rib.", Outcome::Open},
    {"Normal study. No large effusion.", Outcome::Open},
    {"Normal study. No pneumothorax except on the left.", Outcome::Open},
    {"Normal study. Small bowel in the chest.", Outcome::Open},
    {"Normal study. Contrast in the pleural space.", Outcome::Open},
    {"Normal study. Acute abdomen.", Outcome::Open},
    {"Normal study. Heart: right.", Outcome::Open},
    {"Normal study. Absent left kidney.", Outcome::Open},
    {"No abnormality was found before.", Outcome::Nothing},
    {"Technique: AP view.\nThe aorta is torn.\nImpression: Normal study.", Outcome::Open},
    {"The study is not normal.", Outcome::Nothing},
    {"The study is far from normal.", Outcome::Nothing},
    {"Probably normal study.", Outcome::Nothing},
    {"It is not true that there is no abnormality.", Outcome::Nothing},
    {"If the study is normal, no treatment.", Outcome::Nothing},
    {"No abnormality is absent.", Outcome::Nothing},
    {"No normal lung.", Outcome::Nothing},
    {"Normal study. No normal flow in the aorta.", Outcome::Open},
};

const Prose OfQuality[] = {
    {"I see no pneumothorax, but the image quality is too poor to say more about the lungs.",
     Outcome::PoorQuality},
    {"The image is too blurry to interpret.", Outcome::PoorQuality},
    {"Non-diagnostic study.", Outcome::PoorQuality},
    {"The study is limited by motion. No fracture is seen.", Outcome::PoorQuality},
    {"Limited study. Normal chest radiograph.", Outcome::PoorQuality},
    {"No fracture on this poor quality image.", Outcome::PoorQuality},
    {"The quality of this image is not adequate.", Outcome::PoorQuality},
    {"Evaluation of the lung bases is limited.", Outcome::PoorQuality},
    {"The image is degraded by motion artifact.", Outcome::PoorQuality},
    {"No motion artifact. Normal study.", Outcome::Normal},
    {"The image quality is adequate. Normal study.", Outcome::Normal},
    {"The image quality is good.", Outcome::Nothing},
    {"The disease would be limited to the lung.", Outcome::Nothing},
};

const Prose OfOtherLanguages[] = {
    {"Geen pneumothorax.", Outcome::Nothing},
    {"Kein Pneumothorax.", Outcome::Nothing},
    {"Pneumothorax links.", Outcome::Nothing},
    {"Nessun pneumothorax.", Outcome::Nothing},
    {"Ingen pneumothorax.", Outcome::Nothing},
    {"Fracture du radius distal.", Outcome::Nothing},
    {"Fracture radius gauche.", Outcome::Nothing},
    {"Sem pneumothorax ou fibrosis.", Outcome::Nothing},
    {"No se observa pneumothorax ni atelectasis.", Outcome::Nothing},
    {"Atelectasis basal izquierda.", Outcome::Nothing},
    {"Normal studie. Geen mass.", Outcome::Nothing},
};

INSTANTIATE_TEST_SUITE_P(Explicit, ProseOfTheWhole, testing::ValuesIn(Explicit));
INSTANTIATE_TEST_SUITE_P(OfParts, ProseOfTheWhole, testing::ValuesIn(OfParts));
INSTANTIATE_TEST_SUITE_P(WithMore, ProseOfTheWhole, testing::ValuesIn(WithMore));
INSTANTIATE_TEST_SUITE_P(OfQuality, ProseOfTheWhole, testing::ValuesIn(OfQuality));
INSTANTIATE_TEST_SUITE_P(OfOtherLanguages, ProseOfTheWhole, testing::ValuesIn(OfOtherLanguages));

TEST(ReadProse, GivesTheSentenceOfPoorQualityAsTheReason)
{
  const auto reply =
      ReadProse("No fracture. The image quality is too poor to say more.", RequestOf(1));
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->imageQuality.reason, "The image quality is too poor to say more.");
}

TEST(ReadProse, KeepsFindingsOfAPoorPicture)
{
  const auto reply = ReadProse("Limited study. There is a left pneumothorax.", RequestOf(1));
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->findings.size(), 1U);
  EXPECT_FALSE(reply->imageQuality.adequate);
}

TEST(ReadProse, DoesNotTakeOneOfSeveralImagesForAll)
{
  EXPECT_EQ(OutcomeOf(ReadProse("This image is normal.", RequestOf(2))), Outcome::Open);
  EXPECT_EQ(OutcomeOf(ReadProse("This image is normal.", RequestOf(1))), Outcome::Normal);
  EXPECT_EQ(OutcomeOf(ReadProse("The images are normal.", RequestOf(2))), Outcome::Normal);
}

}  // namespace
}  // namespace vlm
