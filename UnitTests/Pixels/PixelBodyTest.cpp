// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: the layout written down in PixelBody.h, read byte by byte.
#include "Pixels/PixelBody.h"

#include <gtest/gtest.h>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

struct Body
{
  Json::Value header;
  std::string pixels;
};

Body Parsed(const std::string& bytes)
{
  EXPECT_GE(bytes.size(), 8U);
  std::uint32_t length = 0;
  for (int i = 3; i >= 0; --i)
  {
    length = length * 256 + static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
  }
  EXPECT_EQ((4 + length) % 8, 0U);
  std::string text = bytes.substr(4, length);
  text.erase(text.find_last_not_of(' ') + 1);
  const auto header = ParseJson(text);
  EXPECT_TRUE(header.HasValue()) << text;
  return {header.HasValue() ? header.Value() : Json::Value(), bytes.substr(4 + length)};
}

DicomAttributes Attributes(int rows, int columns)
{
  DicomAttributes attributes;
  attributes.rows = rows;
  attributes.columns = columns;
  attributes.transforms.resize(1);
  return attributes;
}

TEST(PixelBody, IsAHeaderAndRowsInLittleEndian)
{
  ViewerPixels viewer;
  viewer.pixels = (cv::Mat_<std::int16_t>(2, 2) << 1, -2, 256, 0x1234);
  viewer.slope = 0.1;
  viewer.intercept = -1024;
  viewer.window = {40, 400, VoiWindow::Function::LinearExact};
  viewer.isInverted = true;
  DicomAttributes attributes = Attributes(20, 30);
  attributes.frames = 7;
  attributes.transforms[0].spacing = PixelSpacing{0.5, 0.25, PixelSpacing::Source::PixelSpacing};
  attributes.transforms[0].rescaleType = "HU";
  const auto [header, pixels] = Parsed(PixelBodyOf(viewer, attributes, 0));
  EXPECT_EQ(pixels, std::string("\x01\x00\xFE\xFF\x00\x01\x34\x12", 8));
  EXPECT_EQ(header["Format"], "Int16");
  EXPECT_EQ(header["Columns"], 2);
  EXPECT_EQ(header["Rows"], 2);
  EXPECT_EQ(header["StoredColumns"], 30);
  EXPECT_EQ(header["StoredRows"], 20);
  EXPECT_EQ(header["Slope"].asDouble(), 0.1);
  EXPECT_EQ(header["Intercept"], -1024.0);
  EXPECT_EQ(header["Window"]["Center"], 40.0);
  EXPECT_EQ(header["Window"]["Width"], 400.0);
  EXPECT_EQ(header["Window"]["Function"], "LinearExact");
  EXPECT_EQ(header["Inverted"], true);
  EXPECT_EQ(header["PixelSpacingMm"][0], 0.5);
  EXPECT_EQ(header["PixelSpacingMm"][1], 0.25);
  EXPECT_EQ(header["Frames"], 7);
  EXPECT_EQ(header["Unit"], "HU");
}

TEST(PixelBody, NamesEveryFormatAndFollowsTheRowsOfAPart)
{
  ViewerPixels viewer;
  const cv::Mat wide = (cv::Mat_<std::uint8_t>(2, 4) << 1, 2, 3, 4, 5, 6, 7, 8);
  viewer.pixels = wide(cv::Rect(1, 0, 2, 2));  // rows that do not touch
  const Body part = Parsed(PixelBodyOf(viewer, Attributes(2, 4), 0));
  EXPECT_EQ(part.header["Format"], "Uint8");
  EXPECT_EQ(part.pixels, "\x02\x03\x06\x07");
  EXPECT_TRUE(part.header["PixelSpacingMm"].isNull());
  viewer.pixels = cv::Mat(1, 1, CV_16UC1, cv::Scalar(0x0102));
  const Body word = Parsed(PixelBodyOf(viewer, Attributes(1, 1), 0));
  EXPECT_EQ(word.header["Format"], "Uint16");
  EXPECT_EQ(word.pixels, "\x02\x01");
  viewer.pixels = cv::Mat(1, 1, CV_8UC3, cv::Scalar(1, 2, 3));
  const Body colour = Parsed(PixelBodyOf(viewer, Attributes(1, 1), 0));
  EXPECT_EQ(colour.header["Format"], "Rgb8");
  EXPECT_EQ(colour.pixels, "\x01\x02\x03");
}

TEST(PixelBody, KnowsHounsfieldUnitsOnly)
{
  const auto unitOf = [](const char* modality, const char* type)
  {
    ViewerPixels viewer;
    viewer.pixels = cv::Mat(1, 1, CV_8UC1, cv::Scalar(0));
    DicomAttributes attributes = Attributes(1, 1);
    attributes.acquisition.modality = modality;
    attributes.transforms[0].rescaleType = type;
    return Parsed(PixelBodyOf(viewer, attributes, 0)).header["Unit"].asString();
  };
  EXPECT_EQ(unitOf("CT", ""), "HU");
  EXPECT_EQ(unitOf("CT", "HU"), "HU");
  EXPECT_EQ(unitOf("CT", "US"), "");
  EXPECT_EQ(unitOf("MR", ""), "");
  EXPECT_EQ(unitOf("MR", "<script>"), "");
}

}  // namespace
}  // namespace vlm
