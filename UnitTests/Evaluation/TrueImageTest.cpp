// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/TrueImage.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "Evaluation/BoundedFile.h"
#include "Evaluation/DicomPicture.h"
#include "MadeImage.h"

namespace vlm
{
namespace
{

TEST(TrueImage, FindsTheComponentOfTheMaskThatAFindingIs)
{
  TruthEntry entry;
  entry.findings = {Disc(50, 60, 5)};
  Frame frame;
  frame.display = cv::Mat::zeros(200, 100, CV_8UC1);
  cv::Mat mask = cv::Mat::zeros(200, 100, CV_8UC1);
  cv::rectangle(mask, cv::Rect(46, 58, 9, 5), 255, cv::FILLED);
  cv::rectangle(mask, cv::Rect(10, 150, 4, 4), 255, cv::FILLED);
  const auto image = JoinTruth(entry, frame, mask);
  ASSERT_TRUE(image.HasValue());
  EXPECT_EQ(image.Value().lesions[0].rect, cv::Rect(46, 58, 9, 5));
  EXPECT_TRUE(image.Value().IsOnLesion({11.0, 151.0}));  // the mask decides, not the list
  EXPECT_FALSE(image.Value().IsOnLesion({50.0, 66.0}));
  EXPECT_FALSE(image.Value().IsOnLesion({1e300, -1e300}));
  EXPECT_FALSE(image.Value().IsOnLesion({std::nan(""), 3.0}));
}

TEST(TrueImage, TakesTheEllipseWithoutAMask)
{
  const auto image = MadeImage({Disc(30, 30, 10)});
  EXPECT_NEAR(cv::countNonZero(image.mask), 3.14159 * 100.0, 10.0);
  EXPECT_TRUE(image.IsOnLesion({39.0, 30.0}));
  EXPECT_FALSE(image.IsOnLesion({41.0, 30.0}));
}

TEST(TrueImage, RefusesWhatContradictsItself)
{
  Frame frame;
  frame.display = cv::Mat::zeros(100, 100, CV_8UC1);
  TruthEntry entry;
  entry.file = "a.png";
  entry.size = cv::Size(100, 101);
  EXPECT_FALSE(JoinTruth(entry, frame, {}).HasValue());
  entry.size.reset();
  EXPECT_FALSE(JoinTruth(entry, frame, cv::Mat::zeros(100, 99, CV_8UC1)).HasValue());
  entry.findings = {Disc(150, 50, 5)};
  EXPECT_FALSE(JoinTruth(entry, frame, {}).HasValue());
}

TEST(TrueImage, RefusesFilesThatAreNoPictures)
{
  TruthEntry entry;
  entry.file = "no.png";
  entry.picturePath = ::testing::TempDir() + "no.png";
  ASSERT_TRUE(WriteFile(entry.picturePath, "not a picture").HasValue());
  EXPECT_FALSE(LoadTrueImage(entry).HasValue());
  ASSERT_TRUE(WriteFile(entry.picturePath, "").HasValue());
  EXPECT_FALSE(LoadTrueImage(entry).HasValue());
  entry.picturePath = ::testing::TempDir();  // a folder
  EXPECT_FALSE(LoadTrueImage(entry).HasValue());
}

TEST(DicomPicture, IsReadWithoutOrthanc)
{
  const auto bytes =
      ReadFile(VLM_SOURCE "/Resources/Samples/ct-head-phantom-05.dcm", std::size_t{1} << 30);
  ASSERT_TRUE(bytes.HasValue());
  const auto frame = ReadDicomFrame(bytes.Value(), 0, "ct");
  ASSERT_TRUE(frame.HasValue()) << frame.Failure().message;
  EXPECT_EQ(frame.Value().acquisition.modality, "CT");
  EXPECT_TRUE(frame.Value().spacing);
  double lowest = 0.0;
  cv::minMaxLoc(frame.Value().modalityValues, &lowest);
  EXPECT_LE(lowest, -900.0);  // air, in HU

  EXPECT_FALSE(ReadDicomFrame(bytes.Value(), 1, "ct").HasValue());
  EXPECT_FALSE(ReadDicomFrame(bytes.Value().substr(0, 5000), 0, "ct").HasValue());
  EXPECT_FALSE(ReadDicomFrame("", 0, "ct").HasValue());
}

}  // namespace
}  // namespace vlm
