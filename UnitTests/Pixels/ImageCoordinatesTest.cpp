// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/ImageCoordinates.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

TEST(ImageCoordinates, TheWholeRangeIsTheWholeImageUpToItsOuterEdges)
{
  const ImageCoordinates coordinates(cv::Size(512, 256), cv::Size(1024, 1024));
  const BoundingBox box = coordinates.FromThousandths({0, 0, 1000, 1000});
  EXPECT_DOUBLE_EQ(box.left, -0.5);
  EXPECT_DOUBLE_EQ(box.top, -0.5);
  EXPECT_DOUBLE_EQ(box.Right(), 511.5);
  EXPECT_DOUBLE_EQ(box.Bottom(), 255.5);
}

TEST(ImageCoordinates, ThousandthsAreRowFirstAndEachAxisByItsOwnLength)
{
  const ImageCoordinates coordinates(cv::Size(200, 100), cv::Size(200, 100));
  const BoundingBox box = coordinates.FromThousandths({100, 500, 300, 600});
  EXPECT_DOUBLE_EQ(box.top, 9.5);
  EXPECT_DOUBLE_EQ(box.left, 99.5);
  EXPECT_DOUBLE_EQ(box.height, 20);
  EXPECT_DOUBLE_EQ(box.width, 20);
}

TEST(ImageCoordinates, ThousandthsOfAZoomLieInItsRegion)
{
  const ImageCoordinates coordinates(BoundingBox{100, 50, 40, 20}, cv::Size(640, 320));
  const BoundingBox box = coordinates.FromThousandths({500, 250, 1000, 750});
  EXPECT_DOUBLE_EQ(box.left, 110);
  EXPECT_DOUBLE_EQ(box.top, 60);
  EXPECT_DOUBLE_EQ(box.width, 20);
  EXPECT_DOUBLE_EQ(box.height, 10);
}

TEST(ImageCoordinates, ConversionsUndoEachOther)
{
  const ImageCoordinates coordinates(BoundingBox{3.25, -7, 91, 33}, cv::Size(768, 500));
  const std::array<double, 4> original = {1200, -30, 10, 999};
  const std::array<double, 4> back =
      coordinates.ToThousandths(coordinates.FromThousandths(original));
  for (std::size_t i = 0; i < 4; ++i)
  {
    EXPECT_NEAR(back[i], original[i], 1e-9);
  }
  const cv::Point2d point = coordinates.ToSentPixel(coordinates.FromSentPixel({17, 412.5}));
  EXPECT_NEAR(point.x, 17, 1e-9);
  EXPECT_NEAR(point.y, 412.5, 1e-9);
}

// Enlarged twice, each stored pixel becomes two: their centres lie a quarter pixel beside its own.
TEST(ImageCoordinates, PixelCentresAreKeptWhenThePictureIsEnlarged)
{
  const ImageCoordinates coordinates(cv::Size(10, 10), cv::Size(20, 20));
  EXPECT_DOUBLE_EQ(coordinates.FromSentPixel({0, 1}).x, -0.25);
  EXPECT_DOUBLE_EQ(coordinates.FromSentPixel({0, 1}).y, 0.25);
  const ImageCoordinates unscaled(cv::Size(10, 10), cv::Size(10, 10));
  EXPECT_EQ(unscaled.FromSentPixel({3, 4}), cv::Point2d(3, 4));
}

TEST(ImageCoordinates, MillimetresNeedASpacingAndFollowItsAxes)
{
  const PixelSpacing spacing{0.5, 2.0};               // rows 0.5 mm apart, columns 2 mm
  EXPECT_DOUBLE_EQ(*LengthMm({2, 6}, spacing), 5.0);  // 4 mm right, 3 mm down
  EXPECT_DOUBLE_EQ(*AreaMm2(7, spacing), 7.0);
  EXPECT_FALSE(LengthMm({1, 1}, std::nullopt));
  EXPECT_FALSE(AreaMm2(1, std::nullopt));
}

}  // namespace
}  // namespace vlm
