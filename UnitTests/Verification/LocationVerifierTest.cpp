// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/LocationVerifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <opencv2/imgproc.hpp>
#include <set>

#include "Verification/Looks.h"

namespace vlm
{
namespace
{

using ::testing::SizeIs;

const cv::Point LesionCentre(300, 200);

// A bright disc of radius 30 in grey, slightly noisy tissue.
Frame FrameWithLesion()
{
  Frame frame = EmptyFrame();
  cv::Mat noise(frame.display.size(), CV_8UC1);
  cv::RNG random(3);
  random.fill(noise, cv::RNG::NORMAL, 20, 5);
  frame.display += noise;
  cv::circle(frame.display, LesionCentre, 30, cv::Scalar(200), cv::FILLED);
  cv::GaussianBlur(frame.display, frame.display, {}, 1.0);
  frame.display.convertTo(frame.modalityValues, CV_32F);
  return frame;
}

std::vector<ModelledFinding> Verify(const std::vector<Look>& looks, const Frame& frame,
                                    const PixelEvidence* pixels = nullptr)
{
  return VerifyFindings(looks, frame, pixels, {{}, "analysis"});
}

const Check* Named(const ModelledFinding& modelled, const std::string& name)
{
  for (const Check& check : modelled.finding.verification.checks)
  {
    if (check.name == name)
    {
      return &check;
    }
  }
  return nullptr;
}

TEST(VerifyFindings, OneReadingAloneStaysUnverified)
{
  const Frame frame = FrameWithLesion();
  const auto verified = Verify({FullLook(0, {Stated(Around(300, 200, 60))})}, frame);
  ASSERT_THAT(verified, SizeIs(1));
  EXPECT_EQ(verified[0].finding.verification.status, VerificationStatus::Unverified);
  ASSERT_NE(Named(verified[0], "ReadingsAgree"), nullptr);
  EXPECT_FALSE(Named(verified[0], "ReadingsAgree")->passed);
}

TEST(VerifyFindings, AgreeingReadingsOfSomethingThatStandsOutAreVerified)
{
  const Frame frame = FrameWithLesion();
  const PixelEvidence pixels(frame);
  const auto verified = Verify(
      {FullLook(0, {Stated(Around(302, 200, 60))}), FullLook(1, {Stated(Around(300, 203, 60))}),
       ZoomLook(2, Around(300, 200, 150), {Stated(Around(299, 199, 60))})},
      frame, &pixels);
  ASSERT_THAT(verified, SizeIs(1));
  const ModelledFinding& lesion = verified[0];
  EXPECT_EQ(lesion.finding.verification.status, VerificationStatus::Verified);
  EXPECT_THAT(lesion.finding.verification.sightings, SizeIs(3));
  EXPECT_LT(lesion.location->SquaredMahalanobis({300.0, 200.0}), 6.0);
  EXPECT_NEAR(lesion.finding.box->CentreColumn(), 300.0, 4.0);
  EXPECT_NEAR(lesion.finding.rawBox->CentreColumn(), 302.0, 1e-9);
}

TEST(VerifyFindings, AReadingThatErrsIsMovedAndSaysSo)
{
  const Frame frame = FrameWithLesion();
  const PixelEvidence pixels(frame);
  const auto verified = Verify({FullLook(0, {Stated(Around(350, 230, 60))}),
                                ZoomLook(1, Around(330, 210, 220), {Stated(Around(310, 195, 60))}),
                                ZoomLook(2, Around(310, 200, 150), {Stated(Around(303, 203, 60))})},
                               frame, &pixels);
  ASSERT_THAT(verified, SizeIs(1));
  EXPECT_EQ(verified[0].finding.verification.status, VerificationStatus::Adjusted);
  EXPECT_NEAR(verified[0].location->Mean().x(), 300.0, 6.0);
  EXPECT_GT(verified[0].finding.verification.shiftPx, 40.0);
}

TEST(VerifyFindings, WhatThreeLooksDoNotSeeAgainIsRejected)
{
  const Frame frame = FrameWithLesion();
  const auto verified = Verify(
      {FullLook(0, {Stated(Around(100, 400, 50))}), FullLook(1, {}), FullLook(2, {})}, frame);
  ASSERT_THAT(verified, SizeIs(1));
  EXPECT_EQ(verified[0].finding.verification.status, VerificationStatus::Rejected);
}

TEST(VerifyFindings, KeepsWhatOnlyALaterReadingSawBehindTheOthers)
{
  const Frame frame = FrameWithLesion();
  const auto verified = Verify({FullLook(0, {Stated(Around(300, 200, 60), "first")}),
                                FullLook(1, {Stated(Around(60, 450, 60), "second")})},
                               frame);
  ASSERT_THAT(verified, SizeIs(2));
  EXPECT_EQ(verified[0].finding.statement.label, "first");
  EXPECT_EQ(verified[1].finding.statement.label, "second");
}

TEST(VerifyFindings, NamesWhyABoxIsNoPlace)
{
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const Frame frame = FrameWithLesion();
  CandidateFinding nowhere;
  nowhere.label = "nowhere";
  const auto verified = Verify(
      {FullLook(0, {nowhere, Stated({nan, 1, 1, 1}, "nan"), Stated({900, 900, 5, 5}, "outside"),
                    Stated({-0.5, -0.5, 512, 512}, "all")})},
      frame);
  ASSERT_THAT(verified, SizeIs(4));
  EXPECT_EQ(verified[0].finding.verification.status, VerificationStatus::Unverified);
  EXPECT_NE(Named(verified[0], "HasLocation"), nullptr);
  const std::vector<std::string> failed = {"Finite", "InsideImage", "NotWholeImage"};
  for (std::size_t i = 1; i < verified.size(); ++i)
  {
    EXPECT_EQ(verified[i].finding.verification.status, VerificationStatus::Rejected);
    ASSERT_NE(Named(verified[i], failed[i - 1]), nullptr);
    EXPECT_FALSE(Named(verified[i], failed[i - 1])->passed);
    EXPECT_FALSE(verified[i].extent);
    EXPECT_FALSE(verified[i].location);
  }
}

TEST(VerifyFindings, KeepsWhatIsStatedTwiceWithoutAPlaceIfItIsNotTheSame)
{
  const Frame frame = FrameWithLesion();
  CandidateFinding left;
  left.label = "fracture";
  left.laterality = Laterality::Left;
  CandidateFinding right = left;
  right.laterality = Laterality::Right;
  const auto verified = Verify({FullLook(0, {left, right}), FullLook(1, {left, right})}, frame);
  EXPECT_THAT(verified, SizeIs(2));
}

TEST(VerifyFindings, AModelThatMeasuresPixelsIsNotMovedByThem)
{
  const Frame frame = FrameWithLesion();
  const PixelEvidence pixels(frame);
  const VerificationSettings settings{{0.02, ReadingNoise::Basis::FromPixels}, "analysis"};
  const auto verified =
      VerifyFindings({FullLook(0, {Stated(Around(310, 200, 50))})}, frame, &pixels, settings);
  ASSERT_THAT(verified, SizeIs(1));
  EXPECT_NEAR(verified[0].location->Mean().x(), 310.0, 1e-6);
}

TEST(VerifyFindings, GivesEachFindingAnIdentifierThatStays)
{
  const Frame frame = FrameWithLesion();
  const std::vector<Look> looks = {
      FullLook(0, {Stated(Around(300, 200, 60)), Stated(Around(80, 80, 30))})};
  std::set<std::string> ids;
  for (int i = 0; i < 2; ++i)
  {
    for (const auto& one : Verify(looks, frame))
    {
      ids.insert(one.finding.id);
    }
  }
  EXPECT_THAT(ids, SizeIs(2));
}

TEST(VerifyFindings, SurvivesEveryFrame)
{
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  Frame constant = EmptyFrame();
  Frame withoutNumbers = EmptyFrame();
  withoutNumbers.modalityValues = cv::Scalar(nan);
  Frame colour;
  colour.display = cv::Mat(512, 512, CV_8UC3, cv::Scalar(10, 20, 30));
  for (const Frame& frame : {constant, withoutNumbers, colour, EmptyFrame(512, 1),
                             EmptyFrame(1, 512), EmptyFrame(1, 1), Frame()})
  {
    const PixelEvidence pixels(frame);
    for (const BoundingBox& box : {Around(10, 10, 20), Around(0, 0, 1), Around(255.5, 255.5, 511),
                                   BoundingBox{-0.5, -0.5, 1.0, 1.0}})
    {
      for (const auto& one : Verify({FullLook(0, {Stated(box)}), FullLook(1, {Stated(box)}),
                                     ZoomLook(2, Around(10, 10, 30), {Stated(box)})},
                                    frame, &pixels))
      {
        EXPECT_TRUE(!one.location || one.location->Mean().allFinite());
      }
    }
  }
}

}  // namespace
}  // namespace vlm
