// SPDX-License-Identifier: GPL-3.0-or-later
// What makes a location Verified: contrast, agreeing readings, and the stated side.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "Findings/Frames.h"
#include "Findings/LocationVerifier.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;

const BoundingBox Lesion{59.5, 39.5, 30.0, 30.0};

// The lesion is at the image's left, which is the patient's right.
Frame AxialFrame()
{
  Frame frame = ChessBoard(200, 100);
  Raise(frame, {60, 40, 30, 30}, 50.0);
  frame.imageOrientationPatient = {{1.0, 0.0, 0.0, 0.0, 1.0, 0.0}};
  return frame;
}

Finding Verify(Laterality side, const OtherReadings& others, const BoundingBox& box = Lesion)
{
  CandidateFinding candidate;
  candidate.label = "Mass";
  candidate.laterality = side;
  candidate.box = box;
  return VerifyLocation(candidate, AxialFrame(), "id", others);
}

const Check* Named(const Finding& finding, const std::string& name)
{
  for (const Check& check : finding.verification.checks)
  {
    if (check.name == name)
    {
      return &check;
    }
  }
  return nullptr;
}

TEST(VerifyLocation, TrustsABoxThatAnotherReadingConfirms)
{
  const Finding finding = Verify(Laterality::Unknown, {{{64.5, 44.5, 30.0, 30.0}}});
  EXPECT_EQ(finding.verification.status, VerificationStatus::Verified);
  EXPECT_EQ(Named(finding, "LateralityAgrees"), nullptr);
}

// Intersection over union of two squares of side 30 that are 10 px apart: 600 / 1200 = 0.5; 20 px
// apart: 300 / 1500 = 0.2, and neither holds the other's centre.
TEST(VerifyLocation, CountsTheReadingsThatAgree)
{
  const BoundingBox near{69.5, 39.5, 30.0, 30.0};
  const BoundingBox far{79.5, 39.5, 30.0, 30.0};
  const BoundingBox broken{std::numeric_limits<double>::quiet_NaN(), 0.0, 1.0, 1.0};
  const Finding finding = Verify(Laterality::Unknown, {{near}, {far}, {broken}});
  EXPECT_THAT(Named(finding, "ReadingsAgree")->detail, HasSubstr("1 of 3"));
  EXPECT_EQ(Verify(Laterality::Unknown, {{far}}).verification.status,
            VerificationStatus::Unverified);
}

TEST(VerifyLocation, TakesASmallBoxAtTheSameCentreAsAgreement)
{
  const Finding finding = Verify(Laterality::Unknown, {{{71.5, 51.5, 6.0, 6.0}}});
  EXPECT_TRUE(Named(finding, "ReadingsAgree")->passed);
}

TEST(VerifyLocation, AReadingThatSawNothingThereDisagrees)
{
  EXPECT_EQ(Verify(Laterality::Unknown, {{}}).verification.status, VerificationStatus::Unverified);
  EXPECT_EQ(Verify(Laterality::Unknown, {{}, {Lesion}}).verification.status,
            VerificationStatus::Verified);
  EXPECT_EQ(Verify(Laterality::Unknown, {{}, {}, {Lesion}}).verification.status,
            VerificationStatus::Unverified);
}

TEST(VerifyLocation, ABoxOfTheWholeImageConfirmsNothing)
{
  const BoundingBox around{Lesion.CentreColumn() - 500.0, Lesion.CentreRow() - 500.0, 1000.0,
                           1000.0};
  EXPECT_EQ(Verify(Laterality::Unknown, {{around}}).verification.status,
            VerificationStatus::Unverified);
}

TEST(VerifyLocation, AsksForTheStatedSide)
{
  const OtherReadings others = {{Lesion}};
  const Finding right = Verify(Laterality::Right, others);
  EXPECT_EQ(right.verification.status, VerificationStatus::Verified);
  EXPECT_TRUE(Named(right, "LateralityAgrees")->passed);
  const Finding left = Verify(Laterality::Left, others);
  EXPECT_EQ(left.verification.status, VerificationStatus::Unverified);
  EXPECT_FALSE(Named(left, "LateralityAgrees")->passed);
  EXPECT_THAT(Named(left, "LateralityAgrees")->detail, HasSubstr("states left"));
  EXPECT_TRUE(left.box.has_value());
}

TEST(VerifyLocation, IsNotPersuadedByReadingsWhereNothingStandsOut)
{
  const BoundingBox plain{119.5, 39.5, 30.0, 30.0};
  EXPECT_EQ(Verify(Laterality::Unknown, {{plain}}, plain).verification.status,
            VerificationStatus::Unverified);
}

TEST(VerifyLocation, RejectsABadBoxWhateverOtherReadingsSay)
{
  const BoundingBox whole{-0.5, -0.5, 200.0, 100.0};
  EXPECT_EQ(Verify(Laterality::Unknown, {{whole}}, whole).verification.status,
            VerificationStatus::Rejected);
}

}  // namespace
}  // namespace vlm
