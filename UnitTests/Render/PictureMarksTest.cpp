// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>

#include "Render/FindingLabels.h"
#include "Render/Numbers.h"
#include "Render/OrientationMarks.h"
#include "Render/RenderFixtures.h"
#include "Render/ScaleBar.h"

namespace vlm
{

namespace
{

std::string LettersOf(const Frame& frame)
{
  const EdgeLetters letters = EdgeLettersOf(frame);
  return letters.left + "|" + letters.right + "|" + letters.top + "|" + letters.bottom;
}

Frame Oriented(const std::array<double, 6>& cosines)
{
  Frame frame = GreyFrame(64, 64);
  frame.imageOrientationPatient = cosines;
  return frame;
}

}  // namespace

// Oracle: the customary display of the three planes.
TEST(OrientationMarks, NamesTheEdgesOfTheThreePlanes)
{
  EXPECT_EQ(LettersOf(Oriented({1, 0, 0, 0, 1, 0})), "R|L|A|P");   // axial
  EXPECT_EQ(LettersOf(Oriented({1, 0, 0, 0, 0, -1})), "R|L|H|F");  // coronal
  EXPECT_EQ(LettersOf(Oriented({0, 1, 0, 0, 0, -1})), "A|P|H|F");  // sagittal
}

TEST(OrientationMarks, NamesObliqueDirectionsByTheirNearestAxisFirst)
{
  const double s = std::sin(CV_PI / 6.0);
  const double c = std::cos(CV_PI / 6.0);
  EXPECT_EQ(LettersOf(Oriented({c, s, 0, 0, 0, -1})), "RA|LP|H|F");
  const double small = std::sin(0.1);
  EXPECT_EQ(LettersOf(Oriented({std::cos(0.1), small, 0, 0, 0, -1})), "R|L|H|F");
}

TEST(OrientationMarks, FallsBackToPatientOrientation)
{
  Frame frame = GreyFrame(64, 64);
  frame.patientOrientation = {"A", "FR"};
  EXPECT_EQ(LettersOf(frame), "P|A|HL|FR");
}

TEST(OrientationMarks, ShowsNothingThatIsNotAnOrientation)
{
  Frame frame = GreyFrame(64, 64);
  EXPECT_EQ(LettersOf(frame), "|||");
  frame.patientOrientation = {"<b>", "LEFTWARDS"};
  EXPECT_EQ(LettersOf(frame), "|||");
  EXPECT_EQ(LettersOf(Oriented({NAN, 0, 0, 0, INFINITY, 0})), "|||");
  EXPECT_EQ(LettersOf(Oriented({0, 0, 0, 0, 0, 0})), "|||");
}

TEST(ScaleBar, HasARoundLengthOfATenthToAQuarterOfTheWidth)
{
  EXPECT_DOUBLE_EQ(ScaleBarMm(0.5, 512), 50.0);    // a quarter: 64 mm
  EXPECT_DOUBLE_EQ(ScaleBarMm(0.1, 1024), 20.0);   // 25.6 mm
  EXPECT_DOUBLE_EQ(ScaleBarMm(0.001, 5000), 1.0);  // 1.25 mm
}

TEST(Numbers, AreWrittenForPeople)
{
  EXPECT_EQ(FormatDecimals(0.825, 1), "0.8");
  EXPECT_EQ(FormatLength(22.6), "23");
  EXPECT_EQ(FormatLength(9.97), "10");
  EXPECT_EQ(FormatLength(4.04), "4");
  EXPECT_EQ(FormatLength(0.5), "0.5");
}

TEST(FindingLabels, GiveScoreAndSizeAsFarAsKnown)
{
  Finding finding;
  EXPECT_EQ(DetailsOf(finding), "");
  finding.statement.modelScore = 0.82;
  EXPECT_EQ(DetailsOf(finding), "0.82");
  finding.measurements.longAxisMm = 23.2;
  finding.measurements.shortAxisMm = 8.26;
  EXPECT_EQ(DetailsOf(finding), "0.82 \u00B7 23 \u00D7 8.3 mm");
  finding.statement.modelScore = NAN;
  EXPECT_EQ(DetailsOf(finding), "23 \u00D7 8.3 mm");
  finding.verification.side = Laterality::Left;
  EXPECT_EQ(DetailsOf(finding), "L \u00B7 23 \u00D7 8.3 mm");
}

TEST(FindingLabels, GiveTheSizeInPixelsWhereTheSpacingIsUnknown)
{
  Finding finding;
  finding.measurements.longAxisPx = 61.4;
  finding.measurements.shortAxisPx = 30.0;
  EXPECT_EQ(DetailsOf(finding), "61 \u00D7 30 px");
}

TEST(SideMark, IsTheSideAndTheViewAsATechnologistMarksThem)
{
  Acquisition acquisition;
  EXPECT_EQ(SideMarkOf(acquisition), "");
  acquisition.laterality = "R";
  EXPECT_EQ(SideMarkOf(acquisition), "R");
  acquisition.viewPosition = "MLO";
  EXPECT_EQ(SideMarkOf(acquisition), "R MLO");
  acquisition.viewPosition = "<script>";
  EXPECT_EQ(SideMarkOf(acquisition), "R");
  acquisition.laterality = "B";
  EXPECT_EQ(SideMarkOf(acquisition), "");
}

}  // namespace vlm
