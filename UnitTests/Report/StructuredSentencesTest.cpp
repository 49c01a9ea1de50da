// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/StructuredSentences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <regex>
#include <set>

#include "Report/JsonReport.h"
#include "Report/Lesions.h"
#include "Report/NarrativeCompletion.h"
#include "Report/NarrativeFrame.h"
#include "Report/ToldReport.h"

namespace vlm
{
namespace
{

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

const Phrasebook& English()
{
  return Phrasebook::Of("en");
}

const Phrasebook& Chinese()
{
  return Phrasebook::Of("zh");
}

TEST(DescribeLesion, SaysWhatTheFieldsHold)
{
  const AnalysisReport report = ToldReport({LeftMass(), RightNodule()});
  const auto lesions = LesionsOf(report);

  EXPECT_EQ(DescribeLesion(lesions[0], report, English()),
            "Mass, severe, left upper lobe; 30 x 20 mm; place verified by 2 of 3 readings.");
  EXPECT_EQ(DescribeLesion(lesions[1], report, English()),
            "Nodule, right side; 12 x 9 mm; place verified by 2 of 3 readings.");
  EXPECT_EQ(DescribeLesion(lesions[1], report, Chinese()),
            "Nodule，右侧；12 x 9 mm；位置经核验，3次读片中2次一致。");
}

TEST(DescribeLesion, SaysWhyAPlaceIsUnverified)
{
  ModelledFinding nodule = RightNodule();
  nodule.finding.verification.status = VerificationStatus::Unverified;
  nodule.finding.verification.checks = {
      {"PixelContrast", false, "0.1"}, {"Finite", true, ""}, {"CheckOfTomorrow", false, ""}};
  const AnalysisReport report = ToldReport({nodule, Unlocated("")});
  const auto lesions = LesionsOf(report);

  EXPECT_EQ(DescribeLesion(lesions[0], report, English()),
            "Nodule, right side; 12 x 9 mm; place unverified: nothing stands out there in the "
            "image, CheckOfTomorrow.");
  EXPECT_EQ(DescribeLesion(lesions[1], report, English()), "Finding; not located.");
}

TEST(DescribeLesion, SaysHowFarThePlaceWasMoved)
{
  ModelledFinding nodule = RightNodule();
  nodule.finding.verification.status = VerificationStatus::Adjusted;
  nodule.finding.verification.shiftPx = 3.4;
  AnalysisReport report = ToldReport({nodule});
  EXPECT_THAT(DescribeLesion(LesionsOf(report)[0], report, English()),
              HasSubstr("2 of 3 readings after a shift of 3.4 px."));
  report.findings[0].finding.verification.shiftMm = 12.3;
  EXPECT_THAT(DescribeLesion(LesionsOf(report)[0], report, English()),
              HasSubstr("after a shift of 12 mm."));
}

// A nodule in the images 3, 4 and 5 of 5; largest in image 4.
AnalysisReport OverImages()
{
  std::vector<ModelledFinding> slices;
  AnalysisReport report;
  report.volumes.resize(1);
  for (const int image : {2, 3, 4})
  {
    slices.push_back(RightNodule());
    slices.back().finding.id = "slice" + std::to_string(image);
    slices.back().finding.statement.image = image;
    slices.back().finding.measurements.longAxisMm = image == 3 ? 14.0 : 11.0;
    report.volumes[0].findingIds.push_back(slices.back().finding.id);
  }
  AnalysisReport told = ToldReport({});
  told.level = "Series";
  told.images.resize(5, told.images[0]);
  told.findings = slices;
  told.volumes = report.volumes;
  for (ModelledFinding& finding : told.findings)
  {
    finding.number = 1;
  }
  return told;
}

TEST(DescribeLesion, IsOneSentenceForALesionOverSeveralImages)
{
  const AnalysisReport report = OverImages();
  const auto lesions = LesionsOf(report);

  ASSERT_EQ(lesions.size(), 1U);
  EXPECT_THAT(DescribeLesion(lesions[0], report, English()), HasSubstr("over 3 images; 14 x 9 mm"));
  EXPECT_THAT(DescribeLesion(lesions[0], report, Chinese()), HasSubstr("跨3幅图像；14 x 9 mm"));
}

TEST(DescribeLesion, SaysNothingOfImagesForALesionInOne)
{
  AnalysisReport report = OverImages();
  report.findings.resize(1);
  EXPECT_THAT(DescribeLesion(LesionsOf(report)[0], report, English()), Not(HasSubstr("image")));
}

TEST(MainOfALesion, IsLargestInMmThoughAnotherHasMorePixels)
{
  AnalysisReport report = OverImages();
  report.findings[0].finding.measurements = {};
  report.findings[0].finding.measurements.longAxisPx = 400.0;
  report.findings[0].finding.measurements.areaPx2 = 90000.0;
  EXPECT_EQ(LesionsOf(report)[0].Main().id, "slice3");
  report.findings[2].finding.measurements.areaMm2 = 95.0;
  EXPECT_EQ(LesionsOf(report)[0].Main().id, "slice4");
  // The printed report, which reads the JSON, chooses the same.
  EXPECT_EQ(LesionsOf(ReportToJson(report))[0].key, 2U);
}

TEST(CompleteNarrative, NotesWhereTheStatedSideIsNotThePlaces)
{
  ModelledFinding nodule = RightNodule();
  nodule.finding.statement.laterality = Laterality::Left;
  const AnalysisReport report = Told({nodule}, "");

  EXPECT_THAT(report.sentences[0].text, HasSubstr("right side"));
  EXPECT_EQ(report.sentences[0].note,
            "The model stated left; the verified place is on the patient's right.");
}

TEST(CompleteNarrative, NotesWhereTheSideInAnatomyOrLabelIsNotThePlaces)
{
  ModelledFinding nodule = RightNodule();
  nodule.finding.statement.anatomy = "LUL";
  EXPECT_THAT(Told({nodule}, "").sentences[0].note, HasSubstr("stated left"));
  nodule.finding.statement.anatomy = "Lung";
  nodule.finding.statement.label = "Left nodule";
  EXPECT_THAT(Told({nodule}, "").sentences[0].note, HasSubstr("stated left"));
  nodule.finding.statement.label = "Nodule of the left and right lung";
  EXPECT_EQ(Told({nodule}, "").sentences[0].note, "");
}

// All numbers of the JSON, as they are and counted from 1 (images), rounded as lengths are.
std::set<double> NumbersOf(const Json::Value& json)
{
  std::set<double> numbers;
  const std::function<void(const Json::Value&)> visit = [&](const Json::Value& part)
  {
    if (part.isNumeric())
    {
      const double number = part.asDouble();
      numbers.insert({number, std::round(number), std::round(number * 10.0) / 10.0});
    }
    for (const Json::Value& child : part)
    {
      visit(child);
    }
  };
  visit(json);
  return numbers;
}

TEST(CompleteNarrative, WritesOnlyNumbersThatFieldsHold)
{
  AnalysisReport report = OverImages();
  report.findings.push_back(LeftMass());
  report.findings.back().number = 2;
  report.findings.back().finding.verification.status = VerificationStatus::Adjusted;
  report.findings.back().finding.verification.shiftMm = 7.32;
  Json::Value fields = ReportToJson(report);
  std::set<double> known = NumbersOf(fields);
  for (const Json::Value& finding : fields["Findings"])
  {
    known.insert(finding["Image"].asInt() + 1);
  }
  // Sightings that are no outliers, of all; images; readings: lengths of lists.
  known.insert({2.0, 3.0, static_cast<double>(fields["Images"].size())});
  for (const char* language : {"en", "zh"})
  {
    report.narrative = {};
    report.narrative.language = language;
    CompleteNarrative(report);
    const std::string text = report.narrative.findings + report.narrative.impression;
    const std::regex number("[0-9]+(\\.[0-9]+)?");
    for (std::sregex_iterator i(text.begin(), text.end(), number); i != std::sregex_iterator(); ++i)
    {
      EXPECT_THAT(known, Contains(std::stod(i->str()))) << text;
    }
  }
}

TEST(TechniqueOf, TellsTheAcquisitionAndTheReadings)
{
  AnalysisReport report = ToldReport({});
  EXPECT_EQ(TechniqueOf(report, English()),
            "CT, CHEST; 1 image; pixel spacing 0.9 x 0.9 mm; read 3 times by gemini-2.5-flash "
            "(prompt-7).");
  report.level = "Series";
  report.images.resize(8, report.images[0]);
  report.servedModel = "gemini-2.5-flash-001";
  EXPECT_EQ(TechniqueOf(report, English()),
            "CT, CHEST; 8 key images of the series; pixel spacing 0.9 x 0.9 mm; read 3 times by "
            "gemini-2.5-flash-001 (prompt-7).");
  EXPECT_EQ(TechniqueOf(report, Chinese()),
            "CT，CHEST；该序列8幅关键图像；像素间距0.9 x 0.9 mm；由gemini-2.5-flash-001 "
            "(prompt-7)读片3次。");
  report.images[1].spacing->rowMm = 0.7031;
  EXPECT_THAT(TechniqueOf(report, English()), HasSubstr("pixel spacing 0.703 to 0.9 mm"));
  EXPECT_EQ(TechniqueOf(AnalysisReport(), English()), "");
}

TEST(LimitationsOf, TellsWhatIsTrueOfThisReport)
{
  AnalysisReport report = ToldReport({});
  EXPECT_EQ(LimitationsOf(report, English()).size(), 1U);
  report.model.type = "Offline";
  report.images.resize(3, report.images[0]);
  report.images[1].spacing.reset();
  report.images[2].whyNotExamined = "Only air.";
  const auto limits = LimitationsOf(report, English());
  ASSERT_EQ(limits.size(), 4U);
  EXPECT_THAT(limits[1], HasSubstr("not a vision-language model"));
  EXPECT_EQ(limits[2], "1 of 3 images were not examined.");
  EXPECT_THAT(limits[3], HasSubstr("not known in 1 of 3 images"));
}

TEST(CompleteNarrative, RepeatsNoLimitationWordForWord)
{
  AnalysisReport report = ToldReport({});
  report.narrative.limitations = LimitationsOf(report, English());
  CompleteNarrative(report);
  EXPECT_EQ(report.narrative.limitations.size(), 1U);
}

TEST(CompleteNarrative, NeverSaysMoreThanTheModelOfWhatIsNotThere)
{
  AnalysisReport report = ToldReport({});
  CompleteNarrative(report);
  EXPECT_EQ(report.narrative.findings, "No finding was located.");
  EXPECT_EQ(report.narrative.impression, "No finding was located.");

  report = ToldReport({});
  report.noAbnormality = true;
  report.narrative.findings = "The lungs are clear.";
  CompleteNarrative(report);
  EXPECT_EQ(report.narrative.findings, "The lungs are clear.");
  EXPECT_EQ(report.narrative.impression, "The model stated that it saw no abnormality.");

  report = ToldReport({});
  report.noAbnormality = true;
  report.model.type = "Offline";
  CompleteNarrative(report);
  EXPECT_THAT(report.narrative.impression, HasSubstr("does not exclude disease"));
  EXPECT_THAT(report.narrative.impression, Not(HasSubstr("no abnormality")));
}

}  // namespace
}  // namespace vlm
