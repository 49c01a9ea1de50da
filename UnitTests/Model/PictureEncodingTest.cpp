// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: the JPEG (ITU-T T.81, Annex B) and PNG (W3C, 5.3) formats, walked by hand; OpenCV's own
// decoder for the pixels; FIPS 180-4 for the digest.
#include "Model/PictureEncoding.h"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <set>

#include "Foundation/Encoding.h"

namespace vlm
{
namespace
{

cv::Mat Noise(int type)
{
  cv::Mat picture(61, 97, type);
  cv::RNG random(3);
  random.fill(picture, cv::RNG::UNIFORM, 0, 255);
  return picture;
}

EncodedPicture Encoded(const cv::Mat& picture, ImageFormat format)
{
  auto encoded = EncodePicture(picture, format);
  EXPECT_TRUE(encoded.HasValue());
  return encoded.Value();
}

int ByteAt(const std::string& bytes, std::size_t place)
{
  return static_cast<unsigned char>(bytes.at(place));
}

struct JpegParts
{
  std::set<int> markers;             // up to the scan
  std::vector<int> samplingFactors;  // of the components
};

JpegParts PartsOf(const std::string& bytes)
{
  constexpr int startOfScan = 0xDA;
  JpegParts parts;
  std::size_t place = 2;  // after SOI
  int marker = 0;
  while (marker != startOfScan && place + 4 < bytes.size())
  {
    marker = ByteAt(bytes, place + 1);
    parts.markers.insert(marker);
    if (marker == 0xC0)  // SOF0, section B.2.2
    {
      const int components = ByteAt(bytes, place + 9);
      for (int i = 0; i < components; ++i)
      {
        parts.samplingFactors.push_back(
            ByteAt(bytes, place + 11 + 3 * static_cast<std::size_t>(i)));
      }
    }
    place +=
        2 + static_cast<std::size_t>(ByteAt(bytes, place + 2) * 256 + ByteAt(bytes, place + 3));
  }
  return parts;
}

std::set<std::string> PngChunks(const std::string& bytes)
{
  std::set<std::string> chunks;
  std::size_t place = 8;
  while (place + 8 <= bytes.size())
  {
    const std::size_t length = static_cast<std::size_t>(ByteAt(bytes, place)) << 24 |
                               static_cast<std::size_t>(ByteAt(bytes, place + 1)) << 16 |
                               static_cast<std::size_t>(ByteAt(bytes, place + 2)) << 8 |
                               static_cast<std::size_t>(ByteAt(bytes, place + 3));
    chunks.insert(bytes.substr(place + 4, 4));
    place += 12 + length;
  }
  return chunks;
}

cv::Mat Decoded(const EncodedPicture& picture)
{
  return cv::imdecode(std::vector<char>(picture.bytes.begin(), picture.bytes.end()),
                      cv::IMREAD_UNCHANGED);
}

TEST(PictureEncoding, AsPngLosesNothing)
{
  for (const int type : {CV_8UC1, CV_8UC3})
  {
    const cv::Mat picture = Noise(type);
    const EncodedPicture encoded = Encoded(picture, ImageFormat::Png);
    EXPECT_EQ(encoded.mimeType, "image/png");
    const cv::Mat decoded = Decoded(encoded);
    ASSERT_EQ(decoded.type(), type);
    EXPECT_EQ(cv::norm(decoded, picture, cv::NORM_INF), 0.0);
  }
}

TEST(PictureEncoding, AsJpegKeepsGreyInOneChannel)
{
  const EncodedPicture encoded = Encoded(Noise(CV_8UC1), ImageFormat::Jpeg);
  EXPECT_EQ(encoded.mimeType, "image/jpeg");
  EXPECT_EQ(PartsOf(encoded.bytes).samplingFactors.size(), 1U);
  EXPECT_EQ(Decoded(encoded).type(), CV_8UC1);
}

TEST(PictureEncoding, DoesNotSubsampleColour)
{
  const EncodedPicture encoded = Encoded(Noise(CV_8UC3), ImageFormat::Jpeg);
  if (encoded.mimeType == "image/png")  // OpenCV before 4.7
  {
    EXPECT_EQ(cv::norm(Decoded(encoded), Noise(CV_8UC3), cv::NORM_INF), 0.0);
    return;
  }
  const std::vector<int> full = {0x11, 0x11, 0x11};
  EXPECT_EQ(PartsOf(encoded.bytes).samplingFactors, full);
}

TEST(PictureEncoding, WritesNothingButPixels)
{
  for (const int type : {CV_8UC1, CV_8UC3})
  {
    const std::set<int> allowed = {0xE0, 0xDB, 0xC0, 0xC4, 0xDA};  // JFIF, tables, frame, scan
    const EncodedPicture encoded = Encoded(Noise(type), ImageFormat::Jpeg);
    if (encoded.mimeType == "image/jpeg")
    {
      for (const int marker : PartsOf(encoded.bytes).markers)
      {
        EXPECT_TRUE(allowed.count(marker) == 1) << std::hex << marker;
      }
    }
    EXPECT_EQ(PngChunks(Encoded(Noise(type), ImageFormat::Png).bytes),
              (std::set<std::string>{"IHDR", "IDAT", "IEND"}));
  }
}

TEST(PictureEncoding, GivesTheDigestOfWhatIsSent)
{
  const EncodedPicture encoded = Encoded(Noise(CV_8UC1), ImageFormat::Jpeg);
  EXPECT_EQ(encoded.sha256, Sha256Hex(encoded.bytes));
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(PictureEncoding, RefusesWhatIsNoPicture)
{
  for (const cv::Mat& picture : {cv::Mat(), cv::Mat(4, 4, CV_16UC1), cv::Mat(4, 4, CV_8UC4)})
  {
    const auto encoded = EncodePicture(picture, ImageFormat::Png);
    ASSERT_FALSE(encoded.HasValue());
    EXPECT_EQ(encoded.Failure().kind, ErrorKind::BadInput);
  }
  // JPEG's sides have 16 bits.
  const auto tooLong = EncodePicture(cv::Mat(1, 70000, CV_8UC1, cv::Scalar(0)), ImageFormat::Jpeg);
  EXPECT_FALSE(tooLong.HasValue());
}

}  // namespace
}  // namespace vlm
