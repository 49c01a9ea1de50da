// SPDX-License-Identifier: GPL-3.0-or-later
// Codes are those of PS3.16 (FACTS.md and pydicom's tables):
// UnitTests/Integration/test_terminology.py proves every one of the file.
#include "Findings/Terminology.h"

#include <gtest/gtest.h>

#include "Findings/TerminologyWords.h"

namespace vlm
{
namespace
{

std::string FindingCode(const std::string& label, const std::string& category = "")
{
  const auto found = FindingConcept(label, category);
  return found ? found->value : "";
}

std::string SiteCode(const std::string& anatomy, const std::string& bodyPart = "")
{
  const auto found = SiteConcept(anatomy, bodyPart);
  return found ? found->value : "";
}

constexpr const char* Mass = "4147007";
constexpr const char* Nodule = "27925004";
constexpr const char* PleuralEffusion = "60046008";
constexpr const char* Hemorrhage = "50960005";
constexpr const char* Cyst = "367643001";
constexpr const char* Lung = "39607008";
constexpr const char* Brain = "12738006";
constexpr const char* Liver = "10200004";

TEST(FindingConcept, IsOfWhatTheLabelNames)
{
  const auto mass = FindingConcept("Mass", "");
  ASSERT_TRUE(mass.has_value());
  EXPECT_EQ(mass->scheme, "SCT");
  EXPECT_EQ(mass->value, Mass);
  EXPECT_EQ(mass->meaning, "Mass");
  EXPECT_EQ(FindingCode("Space-occupying lesion of the left hemisphere"), Mass);
  EXPECT_EQ(FindingCode("spiculated NODULE, 8.5 mm"), Nodule);
  EXPECT_EQ(FindingCode("Left pleural effusion"), PleuralEffusion);
  EXPECT_EQ(FindingCode("Intraventricular haemorrhage"), Hemorrhage);
}

TEST(FindingConcept, ReadsChinese)
{
  EXPECT_EQ(FindingCode("左侧胸腔积液"), PleuralEffusion);
  EXPECT_EQ(FindingCode("右肺上叶结节"), Nodule);
  EXPECT_EQ(FindingCode("肝囊肿"), Cyst);
  EXPECT_EQ(FindingCode("无回声囊肿"), Cyst);
  for (const char* doubtful : {"未见肿块", "肿块？", "疑似肿块", "肿块或囊肿", "无肿块"})
  {
    EXPECT_EQ(FindingCode(doubtful, "mass"), "") << doubtful;
  }
}

TEST(FindingConcept, IsOfTheCategoryIfTheLabelNamesNothing)
{
  EXPECT_EQ(FindingCode("Glioma", "mass"), Mass);
  EXPECT_EQ(FindingCode("Bleb", "haemorrhage"), Hemorrhage);
  EXPECT_EQ(FindingCode("Nodule", "mass"), Nodule);
  EXPECT_EQ(FindingCode("Bleb", "other"), "");
  EXPECT_EQ(FindingCode("", ""), "");
}

TEST(FindingConcept, IsNoneOfWhatIsDeniedAskedHedgedOrLeftOpen)
{
  for (const char* label :
       {"No mass", "mass?", "Mass excluded", "mass or cyst", "mass/cyst", "mass vs. cyst",
        "suspected mass", "Probable mass", "mass, likely", "rule out mass", "R/O mass",
        "without mass", "Possible metastasis", "normal nodule", "suspicious mass"})
  {
    EXPECT_EQ(FindingCode(label, "mass"), "") << label;
  }
}

TEST(FindingConcept, IsOfTheMainPartOfTheLabel)
{
  EXPECT_EQ(FindingCode("Nodule suspicious for metastasis"), Nodule);
  EXPECT_EQ(FindingCode("Mass with surrounding edema"), Mass);
  EXPECT_EQ(FindingCode("Hemorrhage and edema"), Hemorrhage);
  EXPECT_EQ(FindingCode("Edema due to pulmonary embolism"), "79654002");
  EXPECT_EQ(FindingCode("Suspicious for mass"), "");
}

TEST(FindingConcept, IsNoneOfWhatOnlySoundsLikeAFinding)
{
  for (const char* label :
       {"Non-mass enhancement", "non mass lesion", "Tumor-free", "Pseudo-tumor", "muscle mass",
        "bone mass", "Mass isn't seen", "Mass isn\u2019t seen", "Artifact mimicking nodule",
        "Concern for mass", "Suspicion for mass", "Potential nodule", "doubtful mass",
        "Resolving hematoma", "History of pneumothorax", "非肿瘤", "假性肿瘤", "占位待查",
        "肿块不明显"})
  {
    EXPECT_EQ(FindingCode(label, "mass"), "") << label;
  }
  for (const char* label : {"Catheter related infection", "导管原位癌", "导管内乳头状瘤", "胸腺瘤",
                            "结节性硬化", "动脉瘤样骨囊肿", "动脉导管未闭", "肿瘤导致梗阻"})
  {
    EXPECT_EQ(FindingCode(label), "") << label;
  }
}

TEST(FindingConcept, IsNotOfWordsWithinOthers)
{
  for (const char* label : {"导管癌", "浸润性导管癌", "瘢痕癌", "甲状腺癌", "乳腺癌"})
  {
    EXPECT_EQ(FindingCode(label), "68453008") << label;
  }
  EXPECT_EQ(FindingCode("肺腺癌"), "35917007");
  EXPECT_EQ(FindingCode("假性动脉瘤"), "22036004");
  EXPECT_EQ(FindingCode("Non-calcified nodule"), Nodule);
  EXPECT_EQ(FindingCode("中心静脉导管"), "19923001");
}

TEST(FindingConcept, IsOfWhatComesAfterItsCauseOrPlace)
{
  for (const char* label : {"肿块周围水肿", "血肿周围水肿", "肿块引起的水肿", "Mass-related edema"})
  {
    EXPECT_EQ(FindingCode(label), "79654002") << label;
  }
  EXPECT_EQ(FindingCode("Catheter-associated thrombus"), "396339007");
  EXPECT_EQ(FindingCode("Mass associated with edema"), Mass);
  EXPECT_EQ(FindingCode("Mass, associated edema"), Mass);
  EXPECT_EQ(FindingCode("结节，邻近胸膜"), Nodule);
  EXPECT_EQ(FindingCode("肿块伴周围水肿"), Mass);
}

TEST(FindingConcept, MatchesWholeWordsAndTheLongestPhrase)
{
  EXPECT_EQ(FindingCode("massive"), "");
  EXPECT_EQ(FindingCode("Mass effect"), "");
  EXPECT_EQ(FindingCode("Hemorrhage with mass effect"), Hemorrhage);
  EXPECT_EQ(FindingCode("Breast cyst"), "399294002");
  EXPECT_EQ(FindingCode("Cyst of the breast"), "399294002");
}

TEST(FindingConcept, SurvivesAnything)
{
  EXPECT_EQ(FindingCode("\xff\xfe mass \xc3"), Mass);
  EXPECT_EQ(FindingCode(std::string(10000, ',') + "mass"), Mass);
  EXPECT_EQ(FindingCode(std::string("a\0mass", 6)), Mass);
}

TEST(SiteConcept, IsOfTheAnatomyWithoutItsSide)
{
  EXPECT_EQ(SiteCode("Left frontal lobe"), "83251001");
  EXPECT_EQ(SiteCode("right upper lobe"), "45653009");
  EXPECT_EQ(SiteCode("upper lobe of the right lung"), "45653009");
  EXPECT_EQ(SiteCode("Breast, upper outer quadrant"), "76752008");
  EXPECT_EQ(SiteCode("右肺"), Lung);
  EXPECT_EQ(SiteCode("左侧侧脑室"), "66720007");
}

TEST(SiteConcept, IsNotMisledByPartsThatSoundLikeRegions)
{
  EXPECT_EQ(SiteCode("head of the pancreas"), "15776009");
  EXPECT_EQ(SiteCode("femoral neck"), "71341001");
  EXPECT_EQ(SiteCode("bladder neck"), "89837001");
  EXPECT_EQ(SiteCode("head of the caudate"), "");
  EXPECT_EQ(SiteCode("near the liver"), "");
  EXPECT_EQ(SiteCode("liver or spleen"), "");
}

TEST(SiteConcept, IsNoneWhereAPartOfOneBoneOrOrganIsCalledLikeARegion)
{
  for (const char* anatomy :
       {"桡骨头", "颈静脉", "下丘脑", "乳头肌", "手术区", "足月", "iliac spine", "fibular head",
        "metatarsal head", "caudate head", "aneurysm neck", "talar neck", "humeral neck",
        "left hand side", "left hand side of the image", "upper outer quadrant of buttock",
        "近头侧", "邻近肝脏", "肝脏旁"})
  {
    EXPECT_EQ(SiteCode(anatomy), "") << anatomy;
  }
  EXPECT_EQ(SiteCode("lower lobe of thyroid"), "69748006");
  EXPECT_EQ(SiteCode("hilum of the kidney"), "64033007");
  EXPECT_EQ(SiteCode("hilum of spleen"), "78961009");
  EXPECT_EQ(SiteCode("spine of scapula"), "79601000");
  EXPECT_EQ(SiteCode("frontal bone"), "74872008");
  EXPECT_EQ(SiteCode("left frontal sinus"), "55060009");
  EXPECT_EQ(SiteCode("splenic flexure"), "72592005");
  EXPECT_EQ(SiteCode("hepatic flexure"), "48338005");
  EXPECT_EQ(SiteCode("gall bladder"), "28231008");
  EXPECT_EQ(SiteCode("宫颈"), "71252005");
  EXPECT_EQ(SiteCode("右侧颈内动脉"), "86117002");
  for (const char* anatomy : {"胰头", "胰体", "胰尾部"})
  {
    EXPECT_EQ(SiteCode(anatomy), "15776009") << anatomy;
  }
}

TEST(SiteConcept, IsOfAShortWordThatIsTheWholeAnatomyWhereTheBodyPartAgrees)
{
  EXPECT_EQ(SiteCode("Neck, left"), "45048000");
  EXPECT_EQ(SiteCode("左侧颈部"), "45048000");
  EXPECT_EQ(SiteCode("the left hand"), "85562004");
  EXPECT_EQ(SiteCode("neck", "HIP"), "29836001");
  EXPECT_EQ(SiteCode("left upper lobe", "CHEST"), "45653009");
  EXPECT_EQ(SiteCode("lower lobe", "NECK"), "45048000");
  EXPECT_EQ(SiteCode("apical segment of the right upper lobe"), "45653009");
  EXPECT_EQ(SiteCode("upper outer quadrant", "BREAST"), "76365002");
  EXPECT_EQ(SiteCode("右侧外上象限", "BREAST"), "76365002");
  EXPECT_EQ(SiteCode("upper outer quadrant", "HIP"), "29836001");
}

TEST(SiteConcept, IsElseOfTheBodyPart)
{
  EXPECT_EQ(SiteCode("", "BRAIN"), Brain);
  EXPECT_EQ(SiteCode("segment VII", "LIVER"), Liver);
  EXPECT_EQ(SiteCode("", "LSPINE"), "122496007");
  EXPECT_EQ(SiteCode("Liver", "CHEST"), Liver);
  EXPECT_EQ(SiteCode("", "CHEST, LIVER"), "");
  EXPECT_EQ(SiteCode("", "no liver"), "");
}

TEST(TerminologyWords, PartChineseByCharacter)
{
  EXPECT_EQ(TerminologyWordsOf("T2-Hyper 肿块, 3"),
            (std::vector<std::string>{"t2", "hyper", "肿", "块", ",", "3"}));
}

}  // namespace
}  // namespace vlm
