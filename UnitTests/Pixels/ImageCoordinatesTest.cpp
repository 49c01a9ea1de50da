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

void ExpectBox(const BoundingBox& box, const BoundingBox& expected)
{
  EXPECT_NEAR(box.left, expected.left, 1e-9);
  EXPECT_NEAR(box.top, expected.top, 1e-9);
  EXPECT_NEAR(box.width, expected.width, 1e-9);
  EXPECT_NEAR(box.height, expected.height, 1e-9);
}

// A stored image of 200 x 100 sent as 400 x 300. The box is columns 50 to 70 and rows 20 to 60 of
// it, counted from the outer edges: 100 to 140 and 60 to 180 of the picture sent.
TEST(ImageCoordinates, ReadEveryFormatOfTheSameBox)
{
  const ImageCoordinates coordinates(cv::Size(200, 100), cv::Size(400, 300));
  const BoundingBox expected{49.5, 19.5, 20, 40};
  const auto read = [&coordinates](const char* format, const std::array<double, 4>& numbers)
  { return coordinates.FromModelBox(*BoxFormatFromName(format), numbers); };
  ExpectBox(read("yxyx-1000", {200, 250, 600, 350}), expected);
  ExpectBox(read("xyxy-1000", {250, 200, 350, 600}), expected);
  ExpectBox(read("xyxy-pixels", {100, 60, 140, 180}), expected);
  ExpectBox(read("yxyx-pixels", {60, 100, 180, 140}), expected);
  ExpectBox(read("xyxy-unit", {0.25, 0.2, 0.35, 0.6}), expected);
  ExpectBox(read("yxyx-unit", {0.2, 0.25, 0.6, 0.35}), expected);
}

// The picture shows columns 50 to 70 of 200 at its columns 130 to 150.
TEST(ImageCoordinates, UndoTheMirroringOfBoxes)
{
  const ImageCoordinates coordinates(BoundingBox{-0.5, -0.5, 200, 100}, cv::Size(400, 300),
                                     ImageCoordinates::Mirror::LeftRight);
  EXPECT_TRUE(coordinates.IsMirrored());
  const BoundingBox expected{49.5, 19.5, 20, 40};
  ExpectBox(coordinates.FromThousandths({200, 650, 600, 750}), expected);
  ExpectBox(coordinates.FromModelBox(*BoxFormatFromName("xyxy-pixels"), {260, 60, 300, 180}),
            expected);
  const std::array<double, 4> back = coordinates.ToThousandths(expected);
  EXPECT_NEAR(back[1], 650, 1e-9);
  EXPECT_NEAR(back[3], 750, 1e-9);
}

// An edge pixel of the picture sent is the other edge's of the stored image.
TEST(ImageCoordinates, UndoTheMirroringOfPoints)
{
  const ImageCoordinates coordinates(BoundingBox{-0.5, -0.5, 200, 100}, cv::Size(200, 100),
                                     ImageCoordinates::Mirror::LeftRight);
  EXPECT_NEAR(coordinates.FromSentPixel({0, 7}).x, 199, 1e-9);
  EXPECT_NEAR(coordinates.FromSentPixel({0, 7}).y, 7, 1e-9);
  EXPECT_NEAR(coordinates.ToSentPixel({199, 7}).x, 0, 1e-9);
}

// 200 x 100 padded below to a square of 200, sent as 400 x 400: rows are counted over the padding.
TEST(ImageCoordinates, OfAPaddedPictureCountThePadding)
{
  const ImageCoordinates coordinates(BoundingBox{-0.5, -0.5, 200, 200}, cv::Size(400, 400));
  const BoundingBox expected{49.5, 19.5, 20, 40};
  ExpectBox(coordinates.FromThousandths({100, 250, 300, 350}), expected);
  ExpectBox(coordinates.FromModelBox(*BoxFormatFromName("xyxy-pixels"), {100, 40, 140, 120}),
            expected);
}

// Padded on all sides, the stored image starts within the picture.
TEST(ImageCoordinates, OfPaddingBeforeTheImageAreNegative)
{
  const ImageCoordinates coordinates(BoundingBox{-0.5, -50.5, 200, 200}, cv::Size(200, 200));
  ExpectBox(coordinates.FromThousandths({0, 0, 250, 1000}), {-0.5, -50.5, 200, 50});
  EXPECT_NEAR(coordinates.FromSentPixel({3, 50}).y, 0, 1e-9);
}

TEST(ImageCoordinates, KeepInvertedAndOutsideBoxesAsTheyAre)
{
  const ImageCoordinates coordinates(cv::Size(200, 100), cv::Size(200, 100));
  ExpectBox(coordinates.FromModelBox(*BoxFormatFromName("xyxy-pixels"), {70, 60, 50, 20}),
            {69.5, 59.5, -20, -40});
  ExpectBox(coordinates.FromModelBox(*BoxFormatFromName("xyxy-unit"), {-1, 0, 2, 1}),
            {-200.5, -0.5, 600, 100});
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
