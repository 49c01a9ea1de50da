// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/LocationVerifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "Findings/Frames.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;

constexpr double NotANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double Infinity = std::numeric_limits<double>::infinity();

CandidateFinding At(const BoundingBox& box)
{
  CandidateFinding candidate;
  candidate.label = "Mass";
  candidate.box = box;
  return candidate;
}

// 200 columns, 100 rows, a square of 30 raised by 50.
Frame FrameWithLesion()
{
  Frame frame = ChessBoard(200, 100);
  Raise(frame, {60, 40, 30, 30}, 50.0);
  return frame;
}

Finding Verify(const BoundingBox& box)
{
  return VerifyLocation(At(box), FrameWithLesion(), "id");
}

void ExpectRejectedBy(const Finding& finding, const std::string& check)
{
  EXPECT_EQ(finding.verification.status, VerificationStatus::Rejected);
  EXPECT_FALSE(finding.box.has_value());
  ASSERT_FALSE(finding.verification.checks.empty());
  const Check& last = finding.verification.checks.back();
  EXPECT_EQ(last.name, check);
  EXPECT_FALSE(last.passed);
  EXPECT_EQ(last.detail.back(), '.');
}

// The check before the last, which asks for a second reading.
const Check& PixelContrastOf(const Finding& finding)
{
  const auto& checks = finding.verification.checks;
  return checks.at(checks.size() - 2);
}

TEST(VerifyLocation, KeepsAGoodBoxButDoesNotTrustOneReading)
{
  const BoundingBox box{59.5, 39.5, 30.0, 30.0};
  const Finding finding = Verify(box);

  EXPECT_EQ(finding.id, "id");
  EXPECT_EQ(finding.statement.label, "Mass");
  EXPECT_EQ(finding.verification.status, VerificationStatus::Unverified);
  EXPECT_EQ(finding.verification.shiftPx, 0.0);
  const char* names[] = {"Finite",        "InsideImage",   "NotDegenerate",
                         "NotWholeImage", "PixelContrast", "ReadingsAgree"};
  ASSERT_EQ(finding.verification.checks.size(), std::size(names));
  for (std::size_t i = 0; i < std::size(names); ++i)
  {
    EXPECT_EQ(finding.verification.checks[i].name, names[i]);
    EXPECT_EQ(finding.verification.checks[i].passed, names[i] != std::string("ReadingsAgree"));
  }
  EXPECT_EQ(finding.box.value().left, box.left);
  EXPECT_EQ(finding.rawBox.value().width, box.width);
  EXPECT_NEAR(finding.measurements.meanInside.value(), 50.0, 1.0);
}

TEST(VerifyLocation, SaysThatAModelDidNotSayWhere)
{
  const Finding finding = VerifyLocation(CandidateFinding(), FrameWithLesion(), "id");

  EXPECT_EQ(finding.verification.status, VerificationStatus::Unverified);
  ASSERT_EQ(finding.verification.checks.size(), 1U);
  EXPECT_EQ(finding.verification.checks[0].name, "HasLocation");
  EXPECT_FALSE(finding.verification.checks[0].passed);
  EXPECT_FALSE(finding.box.has_value());
}

TEST(VerifyLocation, RejectsABoxThatIsNotFinite)
{
  for (const BoundingBox& box :
       {BoundingBox{NotANumber, 1.0, 2.0, 2.0}, BoundingBox{1.0, Infinity, 2.0, 2.0},
        BoundingBox{1.0, 1.0, -Infinity, 2.0}, BoundingBox{1.0, 1.0, 2.0, 1e300}})
  {
    const Finding finding = Verify(box);
    ExpectRejectedBy(finding, "Finite");
    EXPECT_FALSE(finding.rawBox.has_value());  // such numbers are no place to report
  }
}

TEST(VerifyLocation, RejectsABoxOutsideTheImage)
{
  for (const BoundingBox& box :
       {BoundingBox{-30.0, 10.0, 20.0, 20.0}, BoundingBox{200.0, 10.0, 20.0, 20.0},
        BoundingBox{10.0, -30.0, 20.0, 20.0}, BoundingBox{10.0, 100.0, 20.0, 20.0}})
  {
    const Finding finding = Verify(box);
    ExpectRejectedBy(finding, "InsideImage");
    EXPECT_THAT(finding.verification.checks.back().detail, HasSubstr("200 columns and 100 rows"));
    EXPECT_TRUE(finding.rawBox.has_value());
  }
}

TEST(VerifyLocation, RejectsEveryBoxOfAFrameWithoutPixels)
{
  ExpectRejectedBy(VerifyLocation(At({0.0, 0.0, 5.0, 5.0}), Frame(), "id"), "InsideImage");
}

TEST(VerifyLocation, RejectsADegenerateBox)
{
  ExpectRejectedBy(Verify({50.0, 50.0, 0.0, 20.0}), "NotDegenerate");
  ExpectRejectedBy(Verify({50.0, 50.0, 20.0, 0.5}), "NotDegenerate");
  ExpectRejectedBy(Verify({50.0, 50.0, -20.0, -20.0}), "NotDegenerate");  // inverted
  ExpectRejectedBy(Verify({199.0, 50.0, 20.0, 20.0}), "NotDegenerate");   // half a pixel is inside
}

TEST(VerifyLocation, RejectsTheWholeImageAsALocation)
{
  ExpectRejectedBy(Verify({-0.5, -0.5, 200.0, 100.0}), "NotWholeImage");
  ExpectRejectedBy(Verify({-5e3, -5e3, 1e4, 1e4}), "NotWholeImage");
  EXPECT_NE(Verify({-0.5, -0.5, 178.0, 100.0}).verification.status, VerificationStatus::Rejected);
}

TEST(VerifyLocation, ClipsABoxThatReachesOverTheBorder)
{
  Frame frame = FrameWithLesion();
  frame.spacing = PixelSpacing{0.5, 0.5, PixelSpacing::Source::PixelSpacing};
  const Finding finding = VerifyLocation(At({-10.5, 19.5, 30.0, 100.0}), frame, "id");

  EXPECT_EQ(finding.verification.status, VerificationStatus::Unverified);
  EXPECT_EQ(finding.box.value().left, -0.5);
  EXPECT_EQ(finding.box.value().width, 20.0);
  EXPECT_EQ(finding.box.value().Bottom(), 99.5);
  EXPECT_EQ(finding.rawBox.value().left, -10.5);
  // The centre moves by 5 columns and -10 rows.
  EXPECT_NEAR(finding.verification.shiftPx, 11.1803398875, 1e-9);
  EXPECT_NEAR(finding.verification.shiftMm.value(), 5.59016994375, 1e-9);
  EXPECT_THAT(finding.verification.checks[1].detail, HasSubstr("cut off"));
}

TEST(VerifyLocation, ReportsPlainSurroundingsWithoutRejecting)
{
  const Finding finding = Verify({119.5, 39.5, 30.0, 30.0});

  EXPECT_EQ(finding.verification.status, VerificationStatus::Unverified);
  EXPECT_TRUE(finding.box.has_value());
  EXPECT_EQ(PixelContrastOf(finding).name, "PixelContrast");
  EXPECT_FALSE(PixelContrastOf(finding).passed);
}

TEST(VerifyLocation, FindsNoContrastWhereNothingIsAround)
{
  Frame frame = ChessBoard(20, 20);
  frame.modalityValues = std::numeric_limits<float>::quiet_NaN();
  const Finding finding = VerifyLocation(At({2.0, 2.0, 5.0, 5.0}), frame, "id");

  EXPECT_FALSE(PixelContrastOf(finding).passed);
  EXPECT_THAT(PixelContrastOf(finding).detail, HasSubstr("no pixels"));
}

TEST(VerifyLocation, SeesContrastInColourPicturesToo)
{
  Frame frame;
  frame.display = cv::Mat(100, 200, CV_8UC3, cv::Scalar(10, 10, 10));
  frame.display(cv::Rect(60, 40, 30, 30)) = cv::Scalar(0, 0, 250);

  const Finding onLesion = VerifyLocation(At({59.5, 39.5, 30.0, 30.0}), frame, "id");
  EXPECT_TRUE(PixelContrastOf(onLesion).passed);
  EXPECT_FALSE(onLesion.measurements.meanInside.has_value());
  const Finding elsewhere = VerifyLocation(At({119.5, 9.5, 30.0, 30.0}), frame, "id");
  EXPECT_FALSE(PixelContrastOf(elsewhere).passed);
  const Finding corner = VerifyLocation(At({170.0, 80.0, 60.0, 60.0}), frame, "id");
  EXPECT_TRUE(corner.box.has_value());
}

}  // namespace
}  // namespace vlm
