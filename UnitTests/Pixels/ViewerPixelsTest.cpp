// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: values counted by hand, and what ShowGray makes of the same pixels.
#include "Pixels/ViewerPixels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "Pixels/FrameAssembly.h"
#include "Pixels/StoredAttributes.h"

namespace vlm
{
namespace
{

ViewerPixels Made(const DicomAttributes& attributes, const cv::Mat& stored, int frame = 0)
{
  auto made = ViewerPixelsOf(attributes, stored, frame);
  EXPECT_TRUE(made.HasValue()) << (made.HasValue() ? "" : made.Failure().message);
  return made.HasValue() ? std::move(made).Value() : ViewerPixels{};
}

template <typename T>
std::vector<int> PixelsOf(const ViewerPixels& viewer)
{
  return {viewer.pixels.begin<T>(), viewer.pixels.end<T>()};
}

// PS3.3 C.11.2.1.2.1, as a viewer would draw it.
double Shade(const ViewerPixels& viewer, double pixel)
{
  const double value = pixel * viewer.slope + viewer.intercept;
  const bool isExact = viewer.window.function == VoiWindow::Function::LinearExact;
  const double center = isExact ? viewer.window.center : viewer.window.center - 0.5;
  const double width = isExact ? viewer.window.width : viewer.window.width - 1.0;
  const double shade = std::min(1.0, std::max(0.0, (value - center) / width + 0.5)) * 255.0;
  return viewer.isInverted ? 255.0 - shade : shade;
}

TEST(ViewerPixels, KeepStoredValuesAndTheRescale)
{
  const cv::Mat stored = (cv::Mat_<std::uint16_t>(1, 4) << 0, 974, 975, 4095);
  DicomAttributes attributes = Attributes(stored, 12);
  attributes.transforms[0].rescaleSlope = 2;
  attributes.transforms[0].rescaleIntercept = -1024;
  attributes.transforms[0].window = VoiWindow{40, 400, VoiWindow::Function::Linear};
  const ViewerPixels viewer = Made(attributes, stored);
  ASSERT_EQ(viewer.pixels.type(), CV_16UC1);
  EXPECT_EQ(PixelsOf<std::uint16_t>(viewer), (std::vector<int>{0, 974, 975, 4095}));
  EXPECT_EQ(viewer.slope, 2);
  EXPECT_EQ(viewer.intercept, -1024);
  EXPECT_EQ(viewer.window.center, 40);
  EXPECT_EQ(viewer.window.width, 400);
  EXPECT_FALSE(viewer.isInverted);
}

TEST(ViewerPixels, DropForeignBitsAndExtendTheSign)
{
  const cv::Mat stored = (cv::Mat_<std::uint16_t>(1, 4) << 0xF123, 0x8000, 0x0FFF, 0x0800);
  DicomAttributes attributes = Attributes(stored, 12);
  EXPECT_EQ(PixelsOf<std::uint16_t>(Made(attributes, stored)),
            (std::vector<int>{0x123, 0, 0xFFF, 0x800}));
  attributes.isSigned = true;
  const ViewerPixels viewer = Made(attributes, stored);
  ASSERT_EQ(viewer.pixels.type(), CV_16SC1);
  EXPECT_EQ(PixelsOf<std::int16_t>(viewer), (std::vector<int>{0x123, 0, -1, -2048}));
}

TEST(ViewerPixels, AreAsNarrowAsTheValuesAllow)
{
  const cv::Mat wide = (cv::Mat_<std::uint16_t>(1, 2) << 3, 0x0A07);
  EXPECT_EQ(PixelsOf<std::uint8_t>(Made(Attributes(wide, 8), wide)), (std::vector<int>{3, 7}));
  const cv::Mat bytes = (cv::Mat_<std::uint8_t>(1, 2) << 3, 255);
  EXPECT_EQ(Made(Attributes(bytes, 8), bytes).pixels.type(), CV_8UC1);
  DicomAttributes attributes = Attributes(bytes, 8);
  attributes.isSigned = true;
  EXPECT_EQ(PixelsOf<std::int16_t>(Made(attributes, bytes)), (std::vector<int>{3, -1}));
  const cv::Mat negative = (cv::Mat_<std::int16_t>(1, 2) << -32768, 32767);
  attributes = Attributes(negative, 16);
  attributes.isSigned = true;
  EXPECT_EQ(PixelsOf<std::int16_t>(Made(attributes, negative)), (std::vector<int>{-32768, 32767}));
}

TEST(ViewerPixels, AreModalityValuesBehindATable)
{
  const cv::Mat stored = (cv::Mat_<std::uint8_t>(1, 3) << 0, 5, 6);
  DicomAttributes attributes = Attributes(stored, 8);
  attributes.transforms[0].rescaleSlope = 99;
  attributes.transforms[0].modalityLut =
      std::make_shared<const LookupTable>(LookupTable{5, 16, {1000, 65535}});
  const ViewerPixels viewer = Made(attributes, stored);
  EXPECT_EQ(PixelsOf<std::uint16_t>(viewer), (std::vector<int>{1000, 1000, 65535}));
  EXPECT_EQ(viewer.slope, 1);
  EXPECT_EQ(viewer.intercept, 0);
}

// Every kind of window: drawn by the header's words it looks as our own picture does.
TEST(ViewerPixels, AreShownAsThePluginShowsThem)
{
  cv::Mat stored(1, 1000, CV_16UC1);
  for (int i = 0; i < 1000; ++i)
  {
    stored.at<std::uint16_t>(i) = static_cast<std::uint16_t>(i);
  }
  DicomAttributes attributes = Attributes(stored, 16);
  attributes.transforms[0].rescaleIntercept = -100;
  for (const auto& window :
       {std::optional<VoiWindow>(VoiWindow{400, 300, VoiWindow::Function::Linear}),
        std::optional<VoiWindow>(VoiWindow{400, 300, VoiWindow::Function::LinearExact}),
        std::optional<VoiWindow>(VoiWindow{1e6, 10, VoiWindow::Function::Linear}),
        std::optional<VoiWindow>()})
  {
    for (const char* photometric : {"MONOCHROME1", "MONOCHROME2"})
    {
      attributes.acquisition.photometricInterpretation = photometric;
      attributes.transforms[0].window = window;
      const ViewerPixels viewer = Made(attributes, stored);
      const auto frame = AssembleFrame(attributes, stored, 0, "");
      ASSERT_TRUE(frame.HasValue());
      for (int i = 0; i < 1000; ++i)
      {
        ASSERT_NEAR(Shade(viewer, viewer.pixels.at<std::uint16_t>(i)),
                    frame.Value().display.at<std::uint8_t>(i), 0.51)
            << i << ' ' << photometric << ' ' << (window ? window->width : 0.0);
      }
    }
  }
}

TEST(ViewerPixels, HaveAWindowThatResemblesAVoiTable)
{
  const cv::Mat stored = (cv::Mat_<std::uint16_t>(1, 2) << 100, 4000);
  DicomAttributes attributes = Attributes(stored, 12);
  LookupTable line{200, 12, {}};
  LookupTable falling{200, 12, {}};
  for (int i = 0; i < 2000; ++i)
  {
    line.entries.push_back(static_cast<std::uint16_t>(2 * i));
    falling.entries.push_back(static_cast<std::uint16_t>(2 * (1999 - i)));
  }
  for (const LookupTable& table : {line, falling})
  {
    attributes.transforms[0].voiLut = std::make_shared<const LookupTable>(table);
    const VoiWindow window = Made(attributes, stored).window;
    EXPECT_NEAR(window.center, 1200, 2);
    EXPECT_NEAR(window.width, 2000, 4);
  }
  attributes.transforms[0].voiLut =
      std::make_shared<const LookupTable>(LookupTable{0, 8, {7, 7, 7}});
  EXPECT_GE(Made(attributes, stored).window.width, 1.0) << "a table of one shade";
}

TEST(ViewerPixels, OfColourAreRgb)
{
  const cv::Mat stored(2, 2, CV_8UC3, cv::Scalar(10, 20, 30));
  const ViewerPixels viewer = Made(Attributes(stored, 8), stored);
  ASSERT_EQ(viewer.pixels.type(), CV_8UC3);
  EXPECT_EQ(viewer.pixels.at<cv::Vec3b>(0), cv::Vec3b(10, 20, 30));
  const cv::Mat deep(1, 1, CV_16UC3, cv::Scalar(4095, 2048, 0));
  EXPECT_EQ(Made(Attributes(deep, 12), deep).pixels.at<cv::Vec3b>(0), cv::Vec3b(255, 128, 0));
}

TEST(ViewerPixels, UseTheTransformOfTheirFrame)
{
  const cv::Mat stored(2, 2, CV_16UC1, cv::Scalar(10));
  DicomAttributes attributes = Attributes(stored, 16);
  attributes.frames = 2;
  attributes.transforms.resize(2);
  attributes.transforms[1].rescaleSlope = 3;
  EXPECT_EQ(Made(attributes, stored, 0).slope, 1);
  EXPECT_EQ(Made(attributes, stored, 1).slope, 3);
}

TEST(ViewerPixels, RefuseWhatContradictsTheHeader)
{
  const cv::Mat stored(2, 2, CV_16UC1, cv::Scalar(10));
  DicomAttributes attributes = Attributes(stored, 16);
  EXPECT_EQ(ViewerPixelsOf(attributes, stored, 1).Failure().kind, ErrorKind::BadInput);
  EXPECT_EQ(ViewerPixelsOf(attributes, cv::Mat(), 0).Failure().kind, ErrorKind::CorruptDicom);
  attributes.rows = 3;
  EXPECT_EQ(ViewerPixelsOf(attributes, stored, 0).Failure().kind, ErrorKind::CorruptDicom);
}

TEST(ShrunkTo, AveragesAndNeverEnlarges)
{
  const cv::Mat pixels = (cv::Mat_<std::int16_t>(2, 4) << -4, 0, 10, 20, -8, 0, 30, 40);
  const auto half = ShrunkTo(pixels, 2);
  ASSERT_TRUE(half.HasValue());
  ASSERT_EQ(half.Value().size(), cv::Size(2, 1));
  EXPECT_EQ(half.Value().at<std::int16_t>(0), -3);
  EXPECT_EQ(half.Value().at<std::int16_t>(1), 25);
  EXPECT_EQ(ShrunkTo(pixels, 4096).Value().size(), cv::Size(4, 2));
  const cv::Mat flat(1, 5000, CV_8UC1, cv::Scalar(9));
  EXPECT_EQ(ShrunkTo(flat, 16).Value().size(), cv::Size(16, 1)) << "a row is left";
}

}  // namespace
}  // namespace vlm
