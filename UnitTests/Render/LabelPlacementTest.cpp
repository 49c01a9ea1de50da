// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/LabelPlacement.h"

#include <gtest/gtest.h>

#include <random>

namespace vlm
{

namespace
{

bool Overlap(const cv::Rect2d& a, const cv::Rect2d& b)
{
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

// Lesions anywhere, also at and beyond the border.
std::vector<cv::Rect2d> PlaceAmong(PictureSpace& space, int count, unsigned seed)
{
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> position(-50.0, 550.0);
  std::uniform_real_distribution<double> length(1.0, 120.0);
  std::vector<cv::Rect2d> placed;
  for (int i = 0; i < count; ++i)
  {
    const cv::Rect2d body(position(random), position(random), length(random), length(random));
    space.Avoid(body);
    if (const auto place = PlaceLabel(space, {60.0 + length(random), 20.0}, body, 8.0))
    {
      space.Take(*place);
      placed.push_back(*place);
    }
  }
  return placed;
}

}  // namespace

TEST(LabelPlacement, NeverOverlapsAndStaysInThePicture)
{
  for (unsigned seed = 0; seed < 10; ++seed)
  {
    PictureSpace space({512.0, 512.0});
    space.TakeBottom(24.0);
    const std::vector<cv::Rect2d> placed = PlaceAmong(space, 40, seed);
    EXPECT_GT(placed.size(), 15U);
    for (std::size_t i = 0; i < placed.size(); ++i)
    {
      EXPECT_GE(placed[i].x, 0.0);
      EXPECT_GE(placed[i].y, 0.0);
      EXPECT_LE(placed[i].x + placed[i].width, 512.0);
      EXPECT_LE(placed[i].y + placed[i].height, 512.0 - 24.0);
      for (std::size_t j = 0; j < i; ++j)
      {
        EXPECT_FALSE(Overlap(placed[i], placed[j])) << "seed " << seed;
      }
    }
  }
}

TEST(LabelPlacement, StaysBesideALoneLesion)
{
  const PictureSpace space({512.0, 512.0});
  const cv::Rect2d body(200.0, 200.0, 60.0, 40.0);
  const auto place = PlaceLabel(space, {120.0, 20.0}, body, 10.0);
  ASSERT_TRUE(place.has_value());
  EXPECT_FALSE(Overlap(*place, body));
  const cv::Rect2d neighbourhood(185.0 - 120.0, 185.0 - 20.0, 90.0 + 240.0, 70.0 + 40.0);
  EXPECT_TRUE(neighbourhood.contains(place->tl()) && neighbourhood.contains(place->br()));
}

TEST(LabelPlacement, IsRefusedByAFullPicture)
{
  PictureSpace space({100.0, 100.0});
  space.Take({0.0, 0.0, 100.0, 100.0});
  EXPECT_FALSE(PlaceLabel(space, {20.0, 10.0}, {40.0, 40.0, 5.0, 5.0}, 3.0).has_value());
}

TEST(LabelPlacement, IsRefusedWhenTheLabelIsLargerThanThePicture)
{
  const PictureSpace space({100.0, 100.0});
  EXPECT_FALSE(PlaceLabel(space, {120.0, 10.0}, {40.0, 40.0, 5.0, 5.0}, 3.0).has_value());
}

TEST(LabelPlacement, PrefersTheEmptyBackgroundToAnatomy)
{
  PictureSpace space({512.0, 512.0});
  cv::Mat picture = cv::Mat::zeros(512, 512, CV_8UC1);
  picture.colRange(200, 420).setTo(180);  // anatomy is the minority; background lies left and right
  space.SetInterest(InterestOf(picture));
  const auto place = PlaceLabel(space, {120.0, 20.0}, {215.0, 250.0, 20.0, 20.0}, 10.0);
  ASSERT_TRUE(place.has_value());
  EXPECT_LE(place->x + place->width, 205.0);
}

TEST(PictureSpace, CountsWhatALineCrosses)
{
  PictureSpace space({100.0, 100.0});
  space.Take({40.0, 0.0, 10.0, 100.0});
  space.Avoid({70.0, 0.0, 10.0, 100.0});
  space.AvoidLine({20.0, 0.0}, {20.0, 100.0});
  EXPECT_EQ(space.Crossings({5.0, 50.0}, {95.0, 60.0}), 2);
  EXPECT_EQ(space.CrossedLesions({5.0, 50.0}, {95.0, 60.0}), 1);
  EXPECT_EQ(space.Crossings({5.0, 50.0}, {30.0, 60.0}), 1);
  EXPECT_EQ(space.Crossings({52.0, 50.0}, {65.0, 60.0}), 0);
}

TEST(PictureSpace, KnowsALabelThatLinesObstruct)
{
  PictureSpace space({100.0, 100.0});
  space.AvoidLine({20.0, 0.0}, {20.0, 100.0});
  EXPECT_TRUE(space.IsObstructed({10.0, 10.0, 20.0, 5.0}, {30.0, 12.0}, {60.0, 12.0}));
  EXPECT_TRUE(space.IsObstructed({2.0, 10.0, 10.0, 5.0}, {12.0, 12.0}, {60.0, 12.0}));
  EXPECT_FALSE(space.IsObstructed({30.0, 10.0, 20.0, 5.0}, {50.0, 12.0}, {60.0, 12.0}));
}

TEST(PictureSpace, HidesALesionOnlyWhereMuchOfItIsCovered)
{
  PictureSpace space({100.0, 100.0});
  space.Avoid({10.0, 10.0, 10.0, 10.0});
  space.Avoid({0.0, 0.0, 100.0, 100.0});  // a lesion that fills the picture stays visible
  EXPECT_TRUE(space.DoesHide({8.0, 8.0, 30.0, 8.0}));
  EXPECT_FALSE(space.DoesHide({18.0, 18.0, 30.0, 8.0}));
}

TEST(PictureSpace, GivesTheCornerThatCoversLeast)
{
  PictureSpace space({100.0, 100.0});
  space.TakeBottom(10.0);
  EXPECT_EQ(space.TakeCorner({20.0, 10.0}, 2.0, CornerSide::Left),
            cv::Rect2d(2.0, 2.0, 20.0, 10.0));
  space.Avoid({90.0, 0.0, 10.0, 50.0});
  EXPECT_EQ(space.TakeCorner({20.0, 10.0}, 2.0, CornerSide::Right),
            cv::Rect2d(2.0, 78.0, 20.0, 10.0) + cv::Point2d(76.0, 0.0));
  EXPECT_EQ(space.TakeCorner({120.0, 10.0}, 2.0, CornerSide::Left), std::nullopt);
}

TEST(PictureSpace, GivesAPlaceAtTheBorderThatHidesNoLesion)
{
  PictureSpace space({100.0, 100.0});
  EXPECT_EQ(space.TakeClearBorder({20.0, 10.0}, 2.0, CornerSide::Right),
            cv::Rect2d(78.0, 2.0, 20.0, 10.0));
  for (const cv::Point2d corner : {cv::Point2d(2, 2), {78, 2}, {2, 88}, {78, 88}})
  {
    space.Avoid({corner, cv::Size2d(20.0, 10.0)});
  }
  EXPECT_EQ(space.TakeClearBorder({20.0, 10.0}, 2.0, CornerSide::Left),
            cv::Rect2d(2.0, 45.0, 20.0, 10.0));
  EXPECT_EQ(space.TakeClearBorder({90.0, 90.0}, 2.0, CornerSide::Left), std::nullopt);
}

}  // namespace vlm
