// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: the phantoms' discs are where they were drawn.
#include "Model/RegionDetection.h"

#include <gtest/gtest.h>

#include "Model/Phantoms.h"

namespace vlm
{
namespace
{

std::vector<Region> StandingOut(const cv::Mat& picture, const std::string& modality)
{
  const auto ranked = RankRegions(picture, OfModality(modality), Cancellation());
  EXPECT_TRUE(ranked.HasValue()) << ranked.Failure().message;
  std::vector<Region> regions;
  for (const Region& region : ranked.Value())
  {
    if (StandsOut(region))
    {
      regions.push_back(region);
    }
  }
  return regions;
}

// Pixels of a square picture.
void ExpectDisc(const std::vector<Region>& regions, cv::Point centre, double radius, int side = 512)
{
  ASSERT_FALSE(regions.empty());
  const cv::Rect2d box = regions.front().box;
  EXPECT_NEAR((box.x + box.width / 2) * side, centre.x, 6.0 * side / 512);
  EXPECT_NEAR((box.y + box.height / 2) * side, centre.y, 6.0 * side / 512);
  EXPECT_NEAR(box.width * side, 2 * radius, 0.35 * 2 * radius);
  EXPECT_NEAR(box.height * side, 2 * radius, 0.35 * 2 * radius);
}

TEST(RegionDetection, FindsABrightDiscInsideTheSkullOnCt)
{
  cv::Mat head = HeadOnCt();
  DrawDisc(head, {200, 300}, 22, 140);
  const auto regions = StandingOut(WithNoise(head, 6), "CT");
  ExpectDisc(regions, {200, 300}, 22);
  EXPECT_NEAR(regions.front().contrast, 50, 15);
  EXPECT_NEAR(regions.front().asymmetry, 50, 20);
}

TEST(RegionDetection, FindsABrightDiscInAHeadOnMr)
{
  cv::Mat head = OvalOfTissue();
  DrawDisc(head, {320, 200}, 24, 190);
  ExpectDisc(StandingOut(WithNoise(head, 6), "MR"), {320, 200}, 24);
}

TEST(RegionDetection, FindsADarkDiscOnUltrasound)
{
  cv::Mat field = FullOfTissue();
  DrawDisc(field, {230, 210}, 40, 15);
  const auto regions = StandingOut(WithNoise(field, 20), "US");
  ExpectDisc(regions, {230, 210}, 40);
  EXPECT_LT(regions.front().contrast, 0.0);
}

TEST(RegionDetection, FindsABrightDiscOnMammography)
{
  cv::Mat breast = cv::Mat::zeros(512, 512, CV_8UC1);
  cv::ellipse(breast, {0, 256}, {300, 240}, 0, 0, 360, cv::Scalar(80), cv::FILLED);
  DrawDisc(breast, {120, 260}, 24, 200);
  ExpectDisc(StandingOut(WithNoise(breast, 8), "MG"), {120, 260}, 24);
}

TEST(RegionDetection, FindsADiscWithoutKnowingTheModality)
{
  cv::Mat field = FullOfTissue();
  DrawDisc(field, {300, 200}, 24, 230);
  ExpectDisc(StandingOut(WithNoise(field, 8), ""), {300, 200}, 24);
  ExpectDisc(StandingOut(WithNoise(field, 8), "\xff garbage"), {300, 200}, 24);
}

TEST(RegionDetection, SeesTheSameInLargeAndColourPictures)
{
  cv::Mat head = OvalOfTissue();
  DrawDisc(head, {320, 200}, 24, 190);
  head = WithNoise(head, 6);
  cv::Mat large;
  cv::resize(head, large, {4096, 4096}, 0, 0, cv::INTER_LINEAR);
  ExpectDisc(StandingOut(large, "MR"), {320 * 8, 200 * 8}, 24 * 8, 4096);
  cv::Mat colour;
  cv::cvtColor(head, colour, cv::COLOR_GRAY2BGR);
  ExpectDisc(StandingOut(colour, "MR"), {320, 200}, 24);
}

TEST(RegionDetection, FindsNothingInEmptyPhantoms)
{
  EXPECT_TRUE(StandingOut(WithNoise(HeadOnCt(), 6), "CT").empty());
  EXPECT_TRUE(StandingOut(WithNoise(OvalOfTissue(), 6), "MR").empty());
  EXPECT_TRUE(StandingOut(WithNoise(OvalOfTissue(), 6), "MG").empty());
  for (const char* modality : {"US", "DX", "CR", "", "??"})
  {
    EXPECT_TRUE(StandingOut(WithNoise(FullOfTissue(), 15), modality).empty()) << modality;
  }
}

TEST(RegionDetection, DoesNotReportLettersInACorner)
{
  for (const char* modality : {"CT", "MR", "US", "MG", "DX", ""})
  {
    cv::Mat picture = std::string(modality) == "CT" ? HeadOnCt() : OvalOfTissue();
    if (std::string(modality) == "US" || std::string(modality) == "DX")
    {
      picture = FullOfTissue();
    }
    picture = WithNoise(picture, 6);
    cv::putText(picture, "R", {30, 60}, cv::FONT_HERSHEY_SIMPLEX, 1.5, cv::Scalar(255), 3);
    cv::putText(picture, "12:34 TC", {350, 490}, cv::FONT_HERSHEY_SIMPLEX, 0.8, cv::Scalar(255), 2);
    const auto ranked = RankRegions(picture, OfModality(modality), Cancellation());
    ASSERT_TRUE(ranked.HasValue());
    for (const Region& region : ranked.Value())
    {
      const cv::Point2d centre = (region.box.tl() + region.box.br()) / 2;
      const bool isOnLetters =
          (centre.x < 0.17 && centre.y < 0.13) || (centre.x > 0.67 && centre.y > 0.9);
      EXPECT_FALSE(isOnLetters && StandsOut(region)) << modality;
    }
  }
}

TEST(RegionDetection, GivesAtMostThreeRegionsInsideThePicture)
{
  cv::Mat field = FullOfTissue();
  for (int column = 80; column < 480; column += 80)
  {
    for (int row = 80; row < 480; row += 80)
    {
      DrawDisc(field, {column, row}, 20, 240);
    }
  }
  const auto ranked = RankRegions(field, OfModality(""), Cancellation());
  ASSERT_TRUE(ranked.HasValue());
  EXPECT_EQ(ranked.Value().size(), 3u);
  for (const Region& region : ranked.Value())
  {
    EXPECT_EQ(region.box & cv::Rect2d(0, 0, 1, 1), region.box);
  }
}

TEST(RegionDetection, SurvivesAnyShapeAndContent)
{
  cv::RNG random(99);
  for (int i = 0; i < 120; ++i)
  {
    const int type = random.uniform(0, 2) == 0 ? CV_8UC1 : CV_8UC3;
    cv::Mat picture(random.uniform(1, 400), random.uniform(1, 400), type, cv::Scalar::all(0));
    const cv::Rect part(0, 0, random.uniform(1, picture.cols + 1),
                        random.uniform(1, picture.rows + 1));
    random.fill(picture(part), cv::RNG::UNIFORM, 0, random.uniform(1, 256));
    const char* modalities[] = {"CT", "MR", "US", "MG", "DX", ""};
    const auto ranked = RankRegions(picture, OfModality(modalities[i % 6]), Cancellation());
    if (!ranked.HasValue())
    {
      EXPECT_EQ(ranked.Failure().kind, ErrorKind::BadInput);
      continue;
    }
    for (const Region& region : ranked.Value())
    {
      EXPECT_TRUE(region.score >= 0.0 && region.score <= 1.0);
      EXPECT_GT(region.box.area(), 0.0);
    }
  }
}

TEST(RegionDetection, EndsWhenCancelled)
{
  Cancellation cancellation;
  cancellation.Request();
  const auto ranked = RankRegions(HeadOnCt(), OfModality("CT"), cancellation);
  ASSERT_FALSE(ranked.HasValue());
  EXPECT_EQ(ranked.Failure().kind, ErrorKind::Canceled);
}

}  // namespace
}  // namespace vlm
