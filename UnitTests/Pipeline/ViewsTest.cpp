// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/Views.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "Fakes/MemoryImageArchive.h"
#include "Pixels/CtWindows.h"

namespace vlm
{
namespace
{

using ::testing::DoubleNear;
using ::testing::HasSubstr;

// 200 columns x 100 rows with one white square: columns 120..139, rows 30..49.
constexpr int Columns = 200;
constexpr int Rows = 100;
const cv::Rect Square(120, 30, 20, 20);

Frame FrameWithSquare(const std::string& modality)
{
  Frame frame;
  frame.acquisition.modality = modality;
  frame.display = cv::Mat(Rows, Columns, CV_8UC1, cv::Scalar(40));
  cv::rectangle(frame.display, Square, cv::Scalar(250), cv::FILLED);
  frame.display.convertTo(frame.modalityValues, CV_32F);
  return frame;
}

// Where the white square is in the picture that is sent, found by looking at its pixels, and taken
// back to stored pixels by the picture's own coordinates.
BoundingBox SeenSquare(const ModelImage& image)
{
  cv::Mat gray = image.picture;
  if (gray.channels() == 3)
  {
    cv::cvtColor(gray, gray, cv::COLOR_BGR2GRAY);
  }
  const cv::Rect seen = cv::boundingRect(gray > 150);
  const BoxFormat pixels{BoxFormat::Order::Xyxy, BoxFormat::Scale::Pixels};
  return image.coordinates.FromModelBox(
      pixels,
      {static_cast<double>(seen.x), static_cast<double>(seen.y),
       static_cast<double>(seen.x + seen.width), static_cast<double>(seen.y + seen.height)});
}

void ExpectSquare(const BoundingBox& box, double tolerance)
{
  EXPECT_THAT(box.left, DoubleNear(Square.x - 0.5, tolerance));
  EXPECT_THAT(box.top, DoubleNear(Square.y - 0.5, tolerance));
  EXPECT_THAT(box.width, DoubleNear(Square.width, 2 * tolerance));
  EXPECT_THAT(box.height, DoubleNear(Square.height, 2 * tolerance));
}

TEST(Views, TheFirstFullViewIsThePictureItself)
{
  const Frame frame = FrameWithSquare("MR");
  const auto image = MakePicture(FullView(0, {0}, "id", {{frame, {}}}), {frame, {}}, {});
  EXPECT_EQ(cv::norm(image.picture, frame.display, cv::NORM_INF), 0.0);
  ExpectSquare(SeenSquare(image), 1e-9);
}

TEST(Views, EveryViewLeadsBackToTheSameStoredPixels)
{
  const Frame frame = FrameWithSquare("MR");
  for (const int maximum : {0, 150, 1024})
  {
    for (const bool isPadded : {false, true})
    {
      ViewSettings settings;
      settings.maximumImageSize = maximum;
      settings.isPaddedToSquare = isPadded;
      for (int number = 0; number < 5; ++number)
      {
        const View view = FullView(number, {0}, "some analysis", {{frame, {}}});
        ExpectSquare(SeenSquare(MakePicture(view, {frame, {}}, settings)), 1.5);
      }
      const View zoom = ZoomView(0, {130.0, 40.0}, 64.0, frame);
      ExpectSquare(SeenSquare(MakePicture(zoom, {frame, {}}, settings)), 1.5);
    }
  }
}

TEST(Views, PaddingMakesTheSentPictureSquare)
{
  const Frame frame = FrameWithSquare("MR");
  ViewSettings settings;
  settings.isPaddedToSquare = true;
  const auto image = MakePicture(FullView(0, {0}, "id", {{frame, {}}}), {frame, {}}, settings);
  EXPECT_EQ(image.picture.size(), cv::Size(Columns, Columns));
}

TEST(Views, TheLongerSideIsBounded)
{
  const Frame frame = FrameWithSquare("MR");
  ViewSettings settings;
  settings.maximumImageSize = 50;
  const auto image = MakePicture(FullView(0, {0}, "id", {{frame, {}}}), {frame, {}}, settings);
  EXPECT_EQ(image.picture.size(), cv::Size(50, 25));
}

TEST(Views, SmallRegionsAreMagnified)
{
  const Frame frame = FrameWithSquare("MR");
  const auto image = MakePicture(ZoomView(0, {130.0, 40.0}, 64.0, frame), {frame, {}}, {});
  EXPECT_EQ(image.picture.size(), cv::Size(512, 512));
}

TEST(Views, AZoomAtTheBorderStaysInTheImage)
{
  const Frame frame = FrameWithSquare("MR");
  const auto region = *ZoomView(0, {-3.0, 99.0}, 64.0, frame).region;
  EXPECT_GE(region.left, -0.5);
  EXPECT_LE(region.Bottom(), Rows - 0.5);
  EXPECT_EQ(region.width, 64.0);
  const auto all = *ZoomView(0, {10.0, 10.0}, 1e9, frame).region;
  EXPECT_EQ(all.width, Columns);
  EXPECT_EQ(all.height, Rows);
}

TEST(Views, LaterFullViewsDifferFromTheFirst)
{
  const Frame frame = FrameWithSquare("MR");
  const std::vector<ShownFrame> frames = {{frame, {}}};
  const View second = FullView(1, {0}, "id", frames);
  EXPECT_EQ(second.mirror, ImageCoordinates::Mirror::LeftRight);
  EXPECT_FALSE(second.region);
  const View third = FullView(2, {0}, "id", frames);
  EXPECT_EQ(third.mirror, ImageCoordinates::Mirror::No);
  ASSERT_TRUE(third.region);
  EXPECT_LT(third.region->width, Columns);
  EXPECT_GT(third.region->width, 0.87 * Columns);
}

TEST(Views, CtIsShownThroughThePresetsOfItsBodyPart)
{
  Frame frame = FrameWithSquare("CT");
  frame.acquisition.bodyPart = "CHEST";
  ViewSettings settings;
  settings.ctWindow = ViewSettings::CtWindow::Presets;
  settings.calls = 3;  // two of them are full views
  const std::vector<ShownFrame> frames = {{frame, {}}};
  const auto windows = CtWindowsFor("CHEST");
  ASSERT_GE(windows.size(), 2U);
  for (int number = 0; number < 2; ++number)
  {
    const View view = FullView(number, {0}, "id", frames);
    cv::Mat expected = ApplyWindow(frame.modalityValues, windows[static_cast<std::size_t>(number)]);
    if (number == 1)
    {
      cv::flip(expected, expected, 1);
    }
    const auto image = MakePicture(view, {frame, {}}, settings);
    EXPECT_EQ(cv::norm(image.picture, expected, cv::NORM_INF), 0.0);
    EXPECT_THAT(NameOf(view, frame, settings),
                HasSubstr(windows[static_cast<std::size_t>(number)].name));
  }
}

TEST(Views, CtThatIsNotInHounsfieldUnitsIsShownAsStored)
{
  Frame frame = FrameWithSquare("CT");
  const auto isAsStored = [&frame](ViewSettings::CtWindow choice)
  {
    ViewSettings settings;
    settings.ctWindow = choice;
    const View view = FullView(0, {0}, "id", {{frame, {}}});
    const cv::Mat picture = MakePicture(view, {frame, {}}, settings).picture;
    return picture.type() == frame.display.type() &&
           cv::norm(picture, frame.display, cv::NORM_INF) == 0.0;
  };
  for (const auto choice :
       {ViewSettings::CtWindow::Presets, ViewSettings::CtWindow::ThreeWindowsRgb})
  {
    frame.acquisition.imageFlavor = "AXIAL";
    for (const char* unit : {"", "HU", "HU_MOD"})
    {
      frame.acquisition.rescaleType = unit;
      EXPECT_FALSE(isAsStored(choice)) << unit;
    }
    for (const char* unit : {"US", "OD", "MGML", "Z_EFF", "ED", "EDW", "PCT", "private"})
    {
      frame.acquisition.rescaleType = unit;
      EXPECT_TRUE(isAsStored(choice)) << unit;
    }
    frame.acquisition.rescaleType = "HU";
    frame.acquisition.imageFlavor = "LOCALIZER";
    EXPECT_TRUE(isAsStored(choice));
  }
}

TEST(Views, ThreeWindowsBecomeColours)
{
  const Frame frame = FrameWithSquare("CT");
  ViewSettings settings;
  settings.ctWindow = ViewSettings::CtWindow::ThreeWindowsRgb;
  const auto image = MakePicture(FullView(0, {0}, "id", {{frame, {}}}), {frame, {}}, settings);
  EXPECT_EQ(image.picture.type(), CV_8UC3);
}

TEST(Views, WhatIsCoveredIsBlackInEveryView)
{
  const Frame frame = FrameWithSquare("CT");
  const ShownFrame shown{frame, {Square}};
  ViewSettings settings;
  settings.ctWindow = ViewSettings::CtWindow::ThreeWindowsRgb;
  for (const auto& view :
       {FullView(0, {0}, "id", {shown}), FullView(1, {0}, "id", {shown}),
        FullView(2, {0}, "id", {shown}), ZoomView(0, {130.0, 40.0}, 20.0, frame)})
  {
    for (const auto& one : {ViewSettings(), settings})
    {
      const auto image = MakePicture(view, shown, one);
      const cv::Point2d center = image.coordinates.ToSentPixel({129.5, 39.5});
      const cv::Rect around(static_cast<int>(center.x) - 2, static_cast<int>(center.y) - 2, 4, 4);
      EXPECT_EQ(cv::norm(image.picture(around), cv::NORM_INF), 0.0);
    }
  }
}

}  // namespace
}  // namespace vlm
