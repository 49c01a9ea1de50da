// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/PatientHeaderReading.h"

#include <gtest/gtest.h>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

// Examples of PS3.5 section 6.2.1.1 and annex H.
TEST(PatientHeader, WritesNamesAsPeopleDo)
{
  EXPECT_EQ(PersonNameText("Adams^John Robert Quincy^^Rev.^B.A. M.Div."),
            "Adams, John Robert Quincy Rev. B.A. M.Div.");
  EXPECT_EQ(PersonNameText("Yamada^Tarou=山田^太郎=やまだ^たろう"),
            "Yamada, Tarou (山田 太郎) (やまだ たろう)");
  EXPECT_EQ(PersonNameText("=山田^太郎"), "山田, 太郎");
  EXPECT_EQ(PersonNameText("^Given"), "Given");
  EXPECT_EQ(PersonNameText("^John^M"), "John M");
  EXPECT_EQ(PersonNameText("Family^^Middle"), "Family, Middle");
  EXPECT_EQ(PersonNameText("Single"), "Single");
  EXPECT_EQ(PersonNameText(""), "");
  EXPECT_EQ(PersonNameText("^^^^"), "");
}

TEST(PatientHeader, WritesDatesWithoutAmbiguity)
{
  EXPECT_EQ(DateText("20250131"), "2025-01-31");
  EXPECT_EQ(DateText(""), "");
  EXPECT_EQ(DateText("2025"), "2025");
  EXPECT_EQ(DateText("2025013x"), "2025013x");
}

TEST(PatientHeader, ReadsOrthancsStudy)
{
  const auto study = ParseJson(
      R"({"PatientMainDicomTags": {"PatientName": "A^B", "PatientID": "7", "PatientSex": "F",
                                   "PatientBirthDate": "19600203"},
          "MainDicomTags": {"StudyDate": "20250101", "AccessionNumber": "X", "InstitutionName": 5}})");
  ASSERT_TRUE(study.HasValue());
  const PatientHeader header = PatientHeaderOf(study.Value());
  EXPECT_EQ(header.name, "A, B");
  EXPECT_EQ(header.id, "7");
  EXPECT_EQ(header.birthDate, "1960-02-03");
  EXPECT_EQ(header.studyDate, "2025-01-01");
  EXPECT_EQ(header.accessionNumber, "X");
  EXPECT_EQ(header.institution, "") << "not a text";
}

TEST(PatientHeader, ReadsNothingFromWhatIsNoStudy)
{
  for (const char* json : {"null", "[]", "{}", "{\"MainDicomTags\": 3}"})
  {
    const auto parsed = ParseJson(json);
    ASSERT_TRUE(parsed.HasValue());
    EXPECT_EQ(PatientHeaderOf(parsed.Value()).name, "");
  }
}

}  // namespace
}  // namespace vlm
