// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/FrameAssembly.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Pixels/StoredAttributes.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;
using ::testing::IsEmpty;

Frame Assembled(const DicomAttributes& attributes, const cv::Mat& stored, int frame = 0)
{
  Result<Frame> result = AssembleFrame(attributes, stored, frame, "id");
  EXPECT_TRUE(result.HasValue()) << (result.HasValue() ? "" : result.Failure().message);
  return result.HasValue() ? std::move(result).Value() : Frame{};
}

std::vector<int> DisplayOf(const Frame& frame)
{
  return {frame.display.begin<std::uint8_t>(), frame.display.end<std::uint8_t>()};
}

std::vector<float> ValuesOf(const Frame& frame)
{
  return {frame.modalityValues.begin<float>(), frame.modalityValues.end<float>()};
}

// The window -50 to 49 of PS3.3 C.11.2.1.2.1 over HU = stored - 1024.
TEST(FrameAssembly, RescalesThenWindows)
{
  const cv::Mat stored = (cv::Mat_<std::uint16_t>(1, 4) << 0, 974, 975, 1073);
  DicomAttributes attributes = Attributes(stored, 12);
  attributes.transforms[0].rescaleIntercept = -1024;
  attributes.transforms[0].window = VoiWindow{0, 100, VoiWindow::Function::Linear};
  const Frame frame = Assembled(attributes, stored);
  EXPECT_EQ(ValuesOf(frame), (std::vector<float>{-1024, -50, -49, 49}));
  EXPECT_EQ(DisplayOf(frame), (std::vector<int>{0, 0, 3, 255}));
  EXPECT_THAT(frame.warnings, IsEmpty());
}

TEST(FrameAssembly, TellsWhereItsFrameLies)
{
  const cv::Mat stored(2, 3, CV_8UC1, cv::Scalar(7));
  DicomAttributes attributes = Attributes(stored, 8);
  attributes.frames = 2;
  attributes.transforms.resize(2);
  attributes.transforms[1].imagePositionPatient = {1.0, 2.0, 3.0};
  EXPECT_FALSE(Assembled(attributes, stored, 0).imagePositionPatient);
  EXPECT_EQ(Assembled(attributes, stored, 1).imagePositionPatient,
            (std::array<double, 3>{1.0, 2.0, 3.0}));
}

TEST(FrameAssembly, InvertsMonochrome1AfterTheWindow)
{
  const cv::Mat stored = (cv::Mat_<std::uint16_t>(1, 3) << 0, 1024, 4095);
  DicomAttributes attributes = Attributes(stored, 12);
  attributes.transforms[0].window = VoiWindow{2048, 4096, VoiWindow::Function::Linear};
  attributes.acquisition.photometricInterpretation = "MONOCHROME1";
  const Frame frame = Assembled(attributes, stored);
  EXPECT_EQ(DisplayOf(frame), (std::vector<int>{255, 191, 0}));
  EXPECT_EQ(ValuesOf(frame), (std::vector<float>{0, 1024, 4095}));
}

TEST(FrameAssembly, DropsOverlayBitsAboveBitsStored)
{
  const cv::Mat stored = (cv::Mat_<std::uint16_t>(1, 2) << 0xF123, 0x8000);
  const Frame frame = Assembled(Attributes(stored, 12), stored);
  EXPECT_EQ(ValuesOf(frame), (std::vector<float>{0x123, 0}));
}

TEST(FrameAssembly, ExtendsTheSignFromBitsStored)
{
  const cv::Mat stored = (cv::Mat_<std::uint16_t>(1, 3) << 0x0FFF, 0x0800, 0x07FF);
  DicomAttributes attributes = Attributes(stored, 12);
  attributes.isSigned = true;
  EXPECT_EQ(ValuesOf(Assembled(attributes, stored)), (std::vector<float>{-1, -2048, 2047}));
}

TEST(FrameAssembly, ReadsSignedSixteenBits)
{
  const cv::Mat stored = (cv::Mat_<std::int16_t>(1, 3) << -32768, -1, 32767);
  DicomAttributes attributes = Attributes(stored, 16);
  attributes.isSigned = true;
  EXPECT_EQ(ValuesOf(Assembled(attributes, stored)), (std::vector<float>{-32768, -1, 32767}));
}

TEST(FrameAssembly, AppliesTheModalityTableInsteadOfRescale)
{
  const cv::Mat stored = (cv::Mat_<std::uint8_t>(1, 3) << 0, 5, 6);
  DicomAttributes attributes = Attributes(stored, 8);
  attributes.transforms[0].rescaleSlope = 99;
  attributes.transforms[0].modalityLut =
      std::make_shared<const LookupTable>(LookupTable{5, 16, {1000, 2000}});
  EXPECT_EQ(ValuesOf(Assembled(attributes, stored)), (std::vector<float>{1000, 1000, 2000}));
}

TEST(FrameAssembly, AppliesTheVoiTableIfThereIsNoWindow)
{
  const cv::Mat stored = (cv::Mat_<std::uint8_t>(1, 3) << 0, 1, 2);
  DicomAttributes attributes = Attributes(stored, 8);
  attributes.transforms[0].voiLut =
      std::make_shared<const LookupTable>(LookupTable{0, 8, {7, 200, 90}});
  EXPECT_EQ(DisplayOf(Assembled(attributes, stored)), (std::vector<int>{7, 200, 90}));
}

// 1000 values 0 to 999: 0.5 % below 5 and above 994, by counting.
TEST(FrameAssembly, GuessesAWindowFromPercentilesAndSaysSo)
{
  cv::Mat stored(1, 1000, CV_16UC1);
  for (int i = 0; i < 1000; ++i)
  {
    stored.at<std::uint16_t>(i) = static_cast<std::uint16_t>(i);
  }
  const Frame frame = Assembled(Attributes(stored, 16), stored);
  EXPECT_EQ(frame.display.at<std::uint8_t>(5), 0);
  EXPECT_GT(frame.display.at<std::uint8_t>(7), 0);
  EXPECT_LT(frame.display.at<std::uint8_t>(992), 255);
  EXPECT_EQ(frame.display.at<std::uint8_t>(994), 255);
  ASSERT_EQ(frame.warnings.size(), 1U);
  EXPECT_THAT(frame.warnings[0], HasSubstr("No usable window is given"));
}

TEST(FrameAssembly, LeavesPaddingOutOfThePercentiles)
{
  cv::Mat stored(1, 200, CV_16SC1, cv::Scalar(-2000));
  for (int i = 0; i < 100; ++i)
  {
    stored.at<std::int16_t>(i) = static_cast<std::int16_t>(i);
  }
  DicomAttributes attributes = Attributes(stored, 16);
  attributes.isSigned = true;
  attributes.pixelPaddingValue = -2000;
  const Frame frame = Assembled(attributes, stored);
  EXPECT_EQ(frame.display.at<std::uint8_t>(0), 0);
  EXPECT_EQ(frame.display.at<std::uint8_t>(99), 255);
  EXPECT_EQ(frame.display.at<std::uint8_t>(199), 0);
}

TEST(FrameAssembly, IgnoresAWindowThatShowsOneShade)
{
  const cv::Mat stored = (cv::Mat_<std::uint16_t>(1, 2) << 100, 300);
  DicomAttributes attributes = Attributes(stored, 16);
  attributes.transforms[0].window = VoiWindow{50000, 100, VoiWindow::Function::Linear};
  const Frame frame = Assembled(attributes, stored);
  EXPECT_EQ(DisplayOf(frame), (std::vector<int>{0, 255}));
  ASSERT_EQ(frame.warnings.size(), 2U);
  EXPECT_THAT(frame.warnings[0], HasSubstr("center 50000"));
}

TEST(FrameAssembly, IgnoresAWindowThatTellsOnlyPaddingFromImage)
{
  const cv::Mat stored = (cv::Mat_<std::uint16_t>(1, 4) << 0, 7, 1000, 2000);
  DicomAttributes attributes = Attributes(stored, 16);
  attributes.pixelPaddingValue = 0;
  attributes.pixelPaddingRangeLimit = 10;
  attributes.transforms[0].window = VoiWindow{50, 100, VoiWindow::Function::Linear};
  const Frame frame = Assembled(attributes, stored);
  EXPECT_EQ(DisplayOf(frame), (std::vector<int>{0, 0, 0, 255}));
  EXPECT_EQ(frame.warnings.size(), 2U);
}

TEST(FrameAssembly, KeepsTheWindowOfAConstantPicture)
{
  const cv::Mat stored(2, 2, CV_16UC1, cv::Scalar(9000));
  DicomAttributes attributes = Attributes(stored, 16);
  attributes.transforms[0].window = VoiWindow{50, 100, VoiWindow::Function::Linear};
  const Frame frame = Assembled(attributes, stored);
  EXPECT_EQ(frame.display.at<std::uint8_t>(0), 255);
  EXPECT_THAT(frame.warnings, IsEmpty());
}

TEST(FrameAssembly, ShowsEightBitsWithoutWindowAsTheyAre)
{
  const cv::Mat stored = (cv::Mat_<std::uint8_t>(1, 3) << 10, 100, 200);
  const Frame frame = Assembled(Attributes(stored, 8), stored);
  EXPECT_EQ(DisplayOf(frame), (std::vector<int>{10, 100, 200}));
  EXPECT_THAT(frame.warnings, IsEmpty());
}

TEST(FrameAssembly, KeepsTheShadeOfAConstantPicture)
{
  const cv::Mat black(4, 4, CV_16UC1, cv::Scalar(0));
  EXPECT_EQ(Assembled(Attributes(black, 16), black).display.at<std::uint8_t>(0), 0);
  const cv::Mat white(1, 1, CV_8UC1, cv::Scalar(255));
  EXPECT_EQ(DisplayOf(Assembled(Attributes(white, 8), white)), std::vector<int>{255});
}

TEST(FrameAssembly, ShowsRgbInBgrOrder)
{
  const cv::Mat stored(1, 1, CV_8UC3, cv::Scalar(10, 20, 30));
  const Frame frame = Assembled(Attributes(stored, 8), stored);
  ASSERT_EQ(frame.display.type(), CV_8UC3);
  EXPECT_EQ(frame.display.at<cv::Vec3b>(0), cv::Vec3b(30, 20, 10));
  EXPECT_TRUE(frame.modalityValues.empty());
}

TEST(FrameAssembly, ScalesSixteenBitColourByBitsStored)
{
  const cv::Mat deep(1, 1, CV_16UC3, cv::Scalar(65535, 32768, 0));
  EXPECT_EQ(Assembled(Attributes(deep, 16), deep).display.at<cv::Vec3b>(0), cv::Vec3b(0, 128, 255));
  const cv::Mat twelve(1, 1, CV_16UC3, cv::Scalar(4095, 2048, 0));
  EXPECT_EQ(Assembled(Attributes(twelve, 12), twelve).display.at<cv::Vec3b>(0),
            cv::Vec3b(0, 128, 255));
}

TEST(FrameAssembly, UsesTheTransformOfItsFrame)
{
  const cv::Mat stored(2, 2, CV_16UC1, cv::Scalar(10));
  DicomAttributes attributes = Attributes(stored, 16);
  attributes.frames = 2;
  attributes.transforms.resize(2);
  attributes.transforms[1].rescaleSlope = 3;
  attributes.transforms[1].rescaleType = "MGML";
  EXPECT_EQ(Assembled(attributes, stored, 0).modalityValues.at<float>(0), 10);
  EXPECT_EQ(Assembled(attributes, stored, 1).modalityValues.at<float>(0), 30);
  EXPECT_EQ(Assembled(attributes, stored, 1).identity.frame, 1);
  EXPECT_EQ(Assembled(attributes, stored, 0).acquisition.rescaleType, "");
  EXPECT_EQ(Assembled(attributes, stored, 1).acquisition.rescaleType, "MGML");
}

TEST(FrameAssembly, RefusesWhatContradictsTheHeader)
{
  const cv::Mat stored(2, 2, CV_16UC1, cv::Scalar(10));
  DicomAttributes attributes = Attributes(stored, 16);
  EXPECT_EQ(AssembleFrame(attributes, stored, 1, "").Failure().kind, ErrorKind::BadInput);
  EXPECT_EQ(AssembleFrame(attributes, stored, -1, "").Failure().kind, ErrorKind::BadInput);
  EXPECT_EQ(AssembleFrame(attributes, cv::Mat(), 0, "").Failure().kind, ErrorKind::CorruptDicom);
  attributes.rows = 3;
  const Result<Frame> sizes = AssembleFrame(attributes, stored, 0, "");
  EXPECT_EQ(sizes.Failure().kind, ErrorKind::CorruptDicom);
  EXPECT_THAT(sizes.Failure().message, HasSubstr("3 rows"));
  const cv::Mat real(2, 2, CV_32FC1, cv::Scalar(1));
  EXPECT_EQ(AssembleFrame(Attributes(real, 16), real, 0, "").Failure().kind,
            ErrorKind::UndecodablePixels);
}

TEST(ExplainUndecodable, NamesTheSyntaxAndWhatDecodesIt)
{
  DicomAttributes attributes;
  attributes.bitsAllocated = 16;
  std::string& uid = attributes.acquisition.transferSyntaxUid;
  uid = UID_JPEG2000LosslessOnlyTransferSyntax;
  EXPECT_THAT(ExplainUndecodable(attributes), HasSubstr("(1.2.840.10008.1.2.4.90)"));
  EXPECT_THAT(ExplainUndecodable(attributes), HasSubstr("orthanc-gdcm"));
  uid = "1.2.840.10008.1.2.4.201";
  EXPECT_THAT(ExplainUndecodable(attributes), HasSubstr("recent"));
  uid = UID_MPEG4HighProfileLevel4_1TransferSyntax;
  EXPECT_THAT(ExplainUndecodable(attributes), HasSubstr("Video is not supported"));
  uid = UID_JPEGLSLosslessTransferSyntax;
  EXPECT_THAT(ExplainUndecodable(attributes), HasSubstr("damaged"));
  uid = "1.2.3";
  EXPECT_THAT(ExplainUndecodable(attributes), HasSubstr("unknown (1.2.3)"));
  uid = "";
  EXPECT_THAT(ExplainUndecodable(attributes), HasSubstr("unknown"));
}

TEST(ExplainUndecodable, KnowsUncompressedYbrAndOddBits)
{
  DicomAttributes attributes;
  attributes.bitsAllocated = 8;
  attributes.acquisition.transferSyntaxUid = UID_LittleEndianExplicitTransferSyntax;
  EXPECT_THAT(ExplainUndecodable(attributes), HasSubstr("damaged"));
  attributes.acquisition.photometricInterpretation = "YBR_FULL";
  EXPECT_THAT(ExplainUndecodable(attributes), HasSubstr("orthanc-gdcm"));
  attributes.bitsAllocated = 1;
  EXPECT_THAT(ExplainUndecodable(attributes), HasSubstr("BitsAllocated is 1"));
}

}  // namespace
}  // namespace vlm
