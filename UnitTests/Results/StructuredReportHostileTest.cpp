// SPDX-License-Identifier: GPL-3.0-or-later
// Reports that somebody edited, and documents that somebody made to do harm.
#include <dcmtk/dcmsr/dsrdoc.h>
#include <gtest/gtest.h>

#include <limits>

#include "Pixels/DicomValues.h"
#include "Report/JsonReport.h"
#include "Results/ResultFixture.h"
#include "Results/StructuredReport.h"
#include "Results/StructuredReportItems.h"

namespace vlm
{
namespace
{

// Makes a document, which DCMTK's reader must take, and reads it back.
Json::Value ThereAndBack(const ResultFixture& fixture, const std::string& name)
{
  const auto made = StructuredReportOf(fixture.Context());
  EXPECT_TRUE(made.HasValue()) << name << (made.HasValue() ? "" : made.Failure().message);
  const std::string dicom = made.HasValue() ? made.Value().dicom : "";
  DSRDocument document;
  EXPECT_TRUE(document.read(*Parsed(dicom)->getDataset()).good()) << name;
  Keep("sr-" + name, dicom);
  const auto read = ReadStructuredReport(dicom);
  EXPECT_TRUE(read.HasValue()) << name;
  EXPECT_TRUE(!read.HasValue() || FindingsByImage(read.Value()).HasValue()) << name;
  return read.HasValue() ? read.Value() : Json::Value();
}

ResultFixture Fixture(int findings)
{
  return FixtureOf({SampleFile("ct-head-phantom-05"), SampleFile("ct-head-phantom-06")}, findings);
}

void SetTexts(Json::Value& finding, const std::string& text)
{
  for (const char* key : {"Label", "Category", "Anatomy", "Description", "Severity", "Evidence"})
  {
    finding[key] = text;
  }
  finding["Differential"].append(text);
  finding["Code"]["Scheme"] = "SCT";
  finding["Code"]["Value"] = "4147007";
  finding["Code"]["Meaning"] = text;
}

}  // namespace

TEST(StructuredReportHostile, TakesTextsOfAnyKind)
{
  const std::string nul("nul\0byte", 8);
  std::string chinese;
  for (int i = 0; i < 100; ++i)
  {
    chinese += "肿块";
  }
  int number = 0;
  for (const std::string& text :
       {std::string(), std::string(" "), nul, std::string(100000, 'x'), chinese,
        std::string("a\\b\\c^=~\r\n\t\x1B[31m"), std::string("\xFF\xFE\x80 not UTF-8"),
        std::string("<script>&amp;\u202Eevil\u202C")})
  {
    ResultFixture fixture = Fixture(2);
    SetTexts(fixture.report["Findings"][0], text);
    fixture.report["Narrative"]["Impression"] = text;
    fixture.report["Narrative"]["Language"] = text;
    fixture.report["Model"]["Requested"] = text;
    fixture.report["Model"]["Served"] = text;
    ThereAndBack(fixture, "text-" + std::to_string(number++));
  }
}

TEST(StructuredReportHostile, KeepsTheWholeMeaningOfSixtyFourCharacters)
{
  ResultFixture fixture = Fixture(1);
  std::string meaning;
  for (int i = 0; i < 64; ++i)
  {
    meaning += "瘤";
  }
  SetTexts(fixture.report["Findings"][0], meaning);
  EXPECT_EQ(ThereAndBack(fixture, "long-meaning")["Findings"][0]["Code"]["Meaning"], meaning);
}

TEST(StructuredReportHostile, PutsNoCodeWhereTheReportStatesNone)
{
  for (const char* value : {"", "12345678901234567", "with space", "a\\b"})
  {
    ResultFixture fixture = Fixture(1);
    SetTexts(fixture.report["Findings"][0], "Mass");
    fixture.report["Findings"][0]["Code"]["Value"] = value;
    EXPECT_TRUE(ThereAndBack(fixture, "code")["Findings"][0]["Code"].isNull()) << value;
  }
}

TEST(StructuredReportHostile, LeavesOutPlacesThatAreNotInTheImage)
{
  for (const double left : {-1e300, -1000.0, 1e6, 1e300, std::numeric_limits<double>::max()})
  {
    ResultFixture fixture = Fixture(1);
    fixture.report["Findings"][0]["Box"]["Left"] = left;
    EXPECT_TRUE(ThereAndBack(fixture, "far")["Findings"][0]["Box"].isNull()) << left;
  }
}

TEST(StructuredReportHostile, CutsRegionsToTheImage)
{
  ResultFixture fixture = Fixture(2);
  for (Json::Value& finding : fixture.report["Findings"])
  {
    finding["Box"]["Left"] = -30.0;
    finding["Box"]["Width"] = 100.0;
    for (Json::Value& point : finding["Outline"])
    {
      point[0] = point[0].asDouble() - 60.0;
    }
  }
  const auto made = StructuredReportOf(fixture.Context());
  ASSERT_TRUE(made.HasValue());
  Keep("sr-cut", made.Value().dicom);
  const auto file = Parsed(made.Value().dicom);
  for (const ContentItem& item :
       ContentItems(ContentItems(*file->getDataset()).Find(sr::Measurements)))
  {
    const auto region = ContentItems(&item).Find(sr::ImageRegion)->Region();
    ASSERT_TRUE(region.has_value());
    for (const auto& point : region->points)
    {
      EXPECT_GE(point[0], 0.0);
    }
  }
}

TEST(StructuredReportHostile, TakesMembersOfAnyType)
{
  const ResultFixture sound = Fixture(2);
  for (const std::string& key : sound.report["Findings"][0].getMemberNames())
  {
    for (const Json::Value& value :
         {Json::Value("x"), Json::Value(Json::objectValue), Json::Value(1e308)})
    {
      ResultFixture fixture = sound;
      fixture.report["Findings"][0][key] = value;
      EXPECT_TRUE(StructuredReportOf(fixture.Context()).HasValue()) << key;
    }
  }
  for (const std::string& key : sound.report.getMemberNames())
  {
    for (const Json::Value& value : {Json::Value(7), Json::Value(Json::arrayValue)})
    {
      ResultFixture fixture = sound;
      fixture.report[key] = value;
      const auto made = StructuredReportOf(fixture.Context());
      EXPECT_TRUE(made.HasValue() || made.Failure().kind == ErrorKind::BadInput) << key;
    }
  }
}

TEST(StructuredReportHostile, ReadsFiguresThatAreNoneAsNothing)
{
  const auto spoil = [](DcmDataset& dataset)
  {
    for (const ContentItem& item : ContentItems(ContentItems(dataset).Find(sr::Measurements)))
    {
      for (const ContentItem& below : ContentItems(&item))
      {
        if (DcmItem* value = FirstItemOf(below.Item(), DCM_MeasuredValueSequence))
        {
          value->putAndInsertString(DCM_NumericValue, "nan");
        }
        if (below.Region())
        {
          below.Item().putAndInsertString(DCM_GraphicType, "CIRCLE");
        }
      }
    }
  };
  const auto made = StructuredReportOf(Fixture(2).Context());
  const auto read = ReadStructuredReport(Changed(made.Value().dicom, spoil));
  ASSERT_TRUE(read.HasValue());
  EXPECT_TRUE(FindingsByImage(read.Value()).HasValue());
  EXPECT_TRUE(read.Value()["Findings"][0]["Box"].isNull());
  EXPECT_TRUE(read.Value()["Findings"][0]["ModelScore"].isNull());
}

// Sequences within sequences, as deep as a file of 200 KB can nest them.
TEST(StructuredReportHostile, RefusesDeepNesting)
{
  std::string dicom = StructuredReportOf(Fixture(1).Context()).Value().dicom;
  const std::string sequence("\x40\x00\x30\xA7SQ\0\0\xFF\xFF\xFF\xFF", 12);
  const std::string item("\xFE\xFF\x00\xE0\xFF\xFF\xFF\xFF", 8);
  for (int depth = 0; depth < 10000; ++depth)
  {
    dicom += sequence + item;
  }
  EXPECT_FALSE(ReadStructuredReport(dicom).HasValue());
  EXPECT_FALSE(AnalysisOfStructuredReport(dicom).has_value());
}

}  // namespace vlm
