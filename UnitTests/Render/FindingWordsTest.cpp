// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/FindingWords.h"

#include <gtest/gtest.h>

#include <limits>

#include "Render/RenderFixtures.h"

namespace vlm
{

namespace
{

const Phrasebook& English()
{
  return Phrasebook::Of("en");
}

const Phrasebook& Chinese()
{
  return Phrasebook::Of("zh-CN");
}

Finding Measured()
{
  Finding finding = FindingAt({10, 10, 20, 20}).finding;
  finding.measurements.longAxisPx = 46.0;
  finding.measurements.shortAxisPx = 28.0;
  finding.measurements.longAxisMm = 23.0;
  finding.measurements.shortAxisMm = 9.31;
  finding.measurements.areaMm2 = 245.4;
  finding.measurements.meanInside = -12.3;
  finding.measurements.meanAround = 40.6;
  return finding;
}

}  // namespace

TEST(FindingWords, TellSizeAndAreaInMillimetresOrPixels)
{
  Frame frame = GreyFrame(64, 64);
  Finding finding = Measured();
  EXPECT_EQ(SizeOf(finding, frame, English()), "23 \u00D7 9.3 mm");
  EXPECT_EQ(AreaOf(finding), "245 mm\u00B2");
  frame.spacing = PixelSpacing{0.5, 0.5, PixelSpacing::Source::ImagerPixelSpacing};
  EXPECT_EQ(SizeOf(finding, frame, English()), "23 \u00D7 9.3 mm (in the detector plane)");
  finding.measurements.longAxisMm.reset();
  EXPECT_EQ(SizeOf(finding, frame, English()), "46 \u00D7 28 px");
}

TEST(FindingWords, TellMeansWithTheUnitOfTheModality)
{
  Acquisition acquisition;
  EXPECT_EQ(MeansOf(Measured(), acquisition, English()), "\u221212 inside, 41 around");
  acquisition.modality = "CT";
  EXPECT_EQ(MeansOf(Measured(), acquisition, English()), "\u221212 inside, 41 around (HU)");
  acquisition.rescaleType = "US";
  EXPECT_EQ(MeansOf(Measured(), acquisition, English()), "\u221212 inside, 41 around");
  acquisition.rescaleType = "OD";
  EXPECT_EQ(MeansOf(Measured(), acquisition, Chinese()),
            "\u5185\u90E8 \u221212\uFF0C\u5468\u56F4 41\uFF08OD\uFF09");
}

TEST(FindingWords, TellTheVerifiedSideRatherThanTheStated)
{
  Finding finding = Measured();
  finding.statement.laterality = Laterality::Left;
  EXPECT_EQ(SideOf(finding, English()), "left side (stated)");
  finding.verification.side = Laterality::Right;
  EXPECT_EQ(SideOf(finding, English()), "right side");
  EXPECT_EQ(SideOf(finding, Chinese()), "\u53F3\u4FA7");
  finding.statement.anatomy = "lobe";
  EXPECT_EQ(PlaceOf(finding, English()), "right side \u00B7 lobe");
}

TEST(FindingWords, SayThatAnAnatomyOfTheOtherSideIsTheModels)
{
  Finding finding = Measured();
  finding.statement.anatomy = "Left upper lobe";
  EXPECT_EQ(PlaceOf(finding, English()), "Left upper lobe");
  finding.verification.side = Laterality::Left;
  EXPECT_EQ(AnatomyOf(finding, English()), "Left upper lobe");
  finding.verification.side = Laterality::Right;
  EXPECT_EQ(PlaceOf(finding, English()), "right side \u00B7 Left upper lobe (as stated)");
  finding.statement.anatomy = "left and right lobes";
  EXPECT_EQ(AnatomyOf(finding, English()), "left and right lobes");
  finding.statement.anatomy = "\u5DE6\u80BA";
  EXPECT_EQ(AnatomyOf(finding, Chinese()), "\u5DE6\u80BA\uFF08\u6A21\u578B\u6240\u8FF0\uFF09");
}

TEST(FindingWords, TellTheShift)
{
  Finding finding = Measured();
  EXPECT_EQ(MovementOf(finding, English()), "not moved");
  finding.verification.shiftPx = 12.0;
  EXPECT_EQ(MovementOf(finding, English()), "moved by 12 px");
  finding.verification.shiftMm = 5.34;
  EXPECT_EQ(MovementOf(finding, English()), "moved by 12 px (5.3 mm)");
  EXPECT_EQ(StatusOf(VerificationStatus::Adjusted, Chinese()), "\u5DF2\u6821\u6B63");
  finding.box.reset();
  EXPECT_EQ(MovementOf(finding, English()), "no location stated");
}

TEST(FindingWords, SayThatAScoreIsNoProbability)
{
  Finding finding = Measured();
  finding.statement.modelScore = 0.834;
  EXPECT_EQ(ScoreOf(finding, English()), "0.83 (not a probability)");
  finding.statement.modelScore.reset();
  EXPECT_EQ(ScoreOf(finding, English()), "");
}

TEST(FindingWords, AreSilentAboutAbsurdNumbers)
{
  for (const double number : {-1.0, 0.0, 1.0e300, std::numeric_limits<double>::infinity(),
                              std::numeric_limits<double>::quiet_NaN()})
  {
    Finding finding;
    finding.measurements.longAxisMm = number;
    finding.measurements.shortAxisMm = 4.0;
    finding.measurements.areaPx2 = number;
    finding.verification.shiftPx = number;
    EXPECT_EQ(SizeOf(finding, GreyFrame(8, 8), English()), "");
    EXPECT_EQ(AreaOf(finding), "");
    EXPECT_EQ(ShiftOf(finding), "");
  }
  Finding finding = Measured();
  finding.measurements.meanInside = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(MeansOf(finding, Acquisition(), English()), "");
}

TEST(FindingWords, NameWhatHasNoName)
{
  Finding finding;
  finding.statement.label = " \n\t ";
  EXPECT_EQ(NameOf(finding, English()), "Unnamed finding");
}

}  // namespace vlm
