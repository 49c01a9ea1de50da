// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/DerivedObjectSides.h"

#include <gtest/gtest.h>

#include "Results/ResultFixture.h"

namespace vlm
{
namespace
{

std::string Image(const DcmTagKey& sideTag, const char* side, const char* part)
{
  const auto change = [=](DcmDataset& dataset)
  {
    dataset.putAndInsertString(DCM_BodyPartExamined, part);
    dataset.putAndInsertString(sideTag, side);
  };
  return Changed(SampleFile("ct-head-phantom-07"), change);
}

// Laterality of an object on images, in quotes, or "absent".
std::string SideOf(const std::vector<std::string>& files)
{
  const ResultFixture fixture = FixtureOf(files, 1);
  DcmDataset dataset;
  WriteSeriesSide(fixture.Context(), *fixture.sources[0], dataset);
  return dataset.tagExists(DCM_Laterality) ? "'" + ValueOf(dataset, DCM_Laterality) + "'"
                                           : "absent";
}

// Oracle: dciodvfy, which refuses a Laterality of unpaired parts and wants one of all others.
TEST(SeriesSide, IsStatedOnlyWherePartsHaveOne)
{
  EXPECT_EQ(SideOf({Image(DCM_Laterality, "L", "HEAD")}), "absent");
  EXPECT_EQ(SideOf({Image(DCM_Laterality, "L", "KNEE")}), "'L'");
  EXPECT_EQ(SideOf({Image(DCM_Laterality, "X", "KNEE")}), "''");
  EXPECT_EQ(SideOf({Image(DCM_Laterality, "", "")}), "''");
}

TEST(SeriesSide, IsThatOfAllImagesOrOfNone)
{
  const std::string left = Image(DCM_ImageLaterality, "L", "BREAST");
  const std::string right = Image(DCM_ImageLaterality, "R", "BREAST");
  EXPECT_EQ(SideOf({left, left}), "'L'");
  EXPECT_EQ(SideOf({left, right}), "''");
}

TEST(ImageSide, TakesThePlaceOfTheSeries)
{
  const ResultFixture fixture = FixtureOf({Image(DCM_ImageLaterality, "B", "BREAST")}, 1);
  DcmDataset dataset;
  WriteSeriesSide(fixture.Context(), *fixture.sources[0], dataset);
  WriteImageSide(*fixture.sources[0], dataset);
  EXPECT_EQ(ValueOf(dataset, DCM_BodyPartExamined), "BREAST");
  EXPECT_EQ(ValueOf(dataset, DCM_ImageLaterality), "B");
  EXPECT_FALSE(dataset.tagExists(DCM_Laterality));
}

}  // namespace
}  // namespace vlm
