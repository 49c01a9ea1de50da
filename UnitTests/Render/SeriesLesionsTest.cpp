// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/SeriesLesions.h"

#include <gtest/gtest.h>

#include "Render/RenderFixtures.h"
#include "Render/SliceScale.h"

namespace vlm
{

namespace
{

ModelledFinding Numbered(int number, VerificationStatus status = VerificationStatus::Verified,
                         double longAxisMm = 10.0)
{
  ModelledFinding finding = FindingAt({10, 10, 20, 20});
  finding.number = number;
  finding.finding.verification.status = status;
  finding.finding.measurements.longAxisMm = longAxisMm;
  return finding;
}

Frame At(double mm, bool isSagittal = false)
{
  Frame frame = GreyFrame(8, 8);
  frame.imageOrientationPatient = isSagittal ? std::array<double, 6>{0, 1, 0, 0, 0, -1}
                                             : std::array<double, 6>{1, 0, 0, 0, 1, 0};
  frame.imagePositionPatient = std::array<double, 3>{mm, 0, mm};
  return frame;
}

}  // namespace

TEST(SeriesLesions, AreFindingsThatShareANumber)
{
  const Frame frame = GreyFrame(64, 64);
  const std::vector<ModelledFinding> first = {Numbered(2), Numbered(1)};
  const std::vector<ModelledFinding> second = {Numbered(1, VerificationStatus::Verified, 30.0)};
  const std::vector<ModelledFinding> third = {Numbered(7, VerificationStatus::Rejected)};
  const auto lesions = LesionsOf({{frame, first}, {frame, second}, {frame, third}});
  ASSERT_EQ(lesions.size(), 2U);
  EXPECT_EQ(lesions[0].number, 1);
  EXPECT_EQ(lesions[0].images, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(&LargestSliceOf(lesions[0]), &second[0].finding);
  EXPECT_EQ(lesions[1].images, (std::vector<std::size_t>{0}));
  EXPECT_EQ(CountOf({frame, third}), 0U);
}

TEST(SeriesLesions, WithoutANumberStandAlone)
{
  const Frame frame = GreyFrame(64, 64);
  const std::vector<ModelledFinding> found = {Numbered(0)};
  EXPECT_EQ(LesionsOf({{frame, found}, {frame, found}}).size(), 2U);
}

TEST(SeriesLesions, HaveTheStatusOfMostSlicesAndInDoubtTheLessCertain)
{
  const Frame frame = GreyFrame(64, 64);
  const std::vector<ModelledFinding> a = {Numbered(1, VerificationStatus::Verified)};
  const std::vector<ModelledFinding> b = {Numbered(1, VerificationStatus::Unverified)};
  const CommonStatus even = CommonStatusOf(LesionsOf({{frame, a}, {frame, b}}).front());
  EXPECT_EQ(even.status, VerificationStatus::Unverified);
  const CommonStatus most = CommonStatusOf(LesionsOf({{frame, a}, {frame, a}, {frame, b}}).front());
  EXPECT_EQ(most.status, VerificationStatus::Verified);
  EXPECT_EQ(most.count, 2U);
}

TEST(SeriesLesions, NameTheirImagesInRanges)
{
  EXPECT_EQ(RangesOf({}), "");
  EXPECT_EQ(RangesOf({1}), "1");
  EXPECT_EQ(RangesOf({1, 2}), "1, 2");
  EXPECT_EQ(RangesOf({2, 3, 4, 7, 9, 10, 11}), "2\u20134, 7, 9\u201311");
}

TEST(ChooseImages, KeepsThoseWithFindingsInTheirOrder)
{
  const Frame frame = GreyFrame(8, 8);
  const std::vector<ModelledFinding> none;
  const std::vector<ModelledFinding> some = {Numbered(1)};
  const std::vector<KeyImage> images = {
      {frame, none}, {frame, some}, {frame, none}, {frame, none}, {frame, some}};
  EXPECT_EQ(ChooseImages(images, 3), (std::vector<std::size_t>{0, 1, 4}));
  EXPECT_EQ(ChooseImages(images, 1), (std::vector<std::size_t>{1}));
  EXPECT_EQ(ChooseImages(images, 24).size(), 5U);
}

TEST(SliceScale, IsSignedAlongThePatientsAxis)
{
  const std::vector<ModelledFinding> none;
  const Frame foot = At(-20.0);
  const Frame middle = At(0.0);
  const Frame head = At(60.0);
  const Frame nowhere = GreyFrame(8, 8);
  const auto scale = SliceScaleOf({{head, none}, {nowhere, none}, {middle, none}, {foot, none}});
  ASSERT_TRUE(scale);
  EXPECT_EQ(scale->first, "F 20.0 mm");
  EXPECT_EQ(scale->last, "H 60.0 mm");
  EXPECT_FALSE(scale->mm[1]);
  EXPECT_DOUBLE_EQ(scale->ShareOf(*scale->mm[2]), 0.25);
}

TEST(SliceScale, IsNoneWithoutTwoPositionsOnOneAxis)
{
  const std::vector<ModelledFinding> none;
  const Frame axial = At(5.0);
  const Frame other = At(9.0);
  const Frame sagittal = At(9.0, true);
  const Frame nowhere = GreyFrame(8, 8);
  EXPECT_FALSE(SliceScaleOf({{axial, none}}));
  EXPECT_FALSE(SliceScaleOf({{axial, none}, {axial, none}}));
  EXPECT_FALSE(SliceScaleOf({{axial, none}, {nowhere, none}}));
  EXPECT_FALSE(SliceScaleOf({{axial, none}, {other, none}, {sagittal, none}}));
}

}  // namespace vlm
