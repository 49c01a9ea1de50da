// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/CtWindows.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace vlm
{
namespace
{

cv::Mat Row(const std::vector<float>& values)
{
  return cv::Mat(values, true).reshape(1, 1);
}

std::vector<std::string> NamesFor(const std::string& bodyPart)
{
  std::vector<std::string> names;
  for (const CtWindow& window : CtWindowsFor(bodyPart))
  {
    names.push_back(window.name);
  }
  return names;
}

using Names = std::vector<std::string>;

TEST(CtWindows, AreThoseARadiologistChoosesForTheBodyPart)
{
  const Names head = {"brain", "subdural", "skull bone"};
  const Names chest = {"lung", "mediastinum", "bone"};
  const Names abdomen = {"soft tissue", "liver", "bone"};
  const Names skeleton = {"bone", "soft tissue"};
  EXPECT_EQ(NamesFor("HEAD"), head);
  EXPECT_EQ(NamesFor("BRAIN"), head);
  EXPECT_EQ(NamesFor("Skull"), head);
  EXPECT_EQ(NamesFor("NECK"), (Names{"neck soft tissue", "bone"}));
  EXPECT_EQ(NamesFor("CHEST"), chest);
  EXPECT_EQ(NamesFor("Thorax "), chest);
  EXPECT_EQ(NamesFor("LUNG"), chest);
  EXPECT_EQ(NamesFor("HEART"), chest);  // not EAR
  EXPECT_EQ(NamesFor("ABDOMEN"), abdomen);
  EXPECT_EQ(NamesFor("LIVER"), abdomen);
  EXPECT_EQ(NamesFor("KIDNEY"), abdomen);
  EXPECT_EQ(NamesFor("PELVIS"), (Names{"soft tissue", "bone"}));
  EXPECT_EQ(NamesFor("C-SPINE"), skeleton);
  EXPECT_EQ(NamesFor("LSPINE"), skeleton);
  EXPECT_EQ(NamesFor("KNEE"), skeleton);
  EXPECT_EQ(NamesFor("CHESTABDPELVIS"), (Names{"soft tissue", "lung", "liver", "bone"}));
}

TEST(CtWindows, AreGeneralWhereTheBodyPartIsUnknown)
{
  for (const char* bodyPart : {"", "42", "SOMETHING", "\xFF\xFE"})
  {
    EXPECT_EQ(NamesFor(bodyPart), (Names{"soft tissue", "lung", "bone"})) << bodyPart;
  }
}

// Oracle: PS3.3 C.11.2.1.3.2 by hand, ((x - 40) / 400 + 0.5) * 255.
TEST(CtWindows, ApplyTheFormulaOfTheStandard)
{
  const cv::Mat shown = ApplyWindow(Row({-1000, -160, -60, 0, 40, 140, 240, 3000}), {"", 40, 400});
  ASSERT_EQ(shown.type(), CV_8UC1);
  const std::vector<int> expected = {0, 0, 64, 102, 128, 191, 255, 255};  // 63.75, 127.5, 191.25
  for (int i = 0; i < shown.cols; ++i)
  {
    EXPECT_EQ(shown.at<uchar>(0, i), expected[static_cast<std::size_t>(i)]) << i;
  }
}

TEST(CtWindows, ShowWhatIsNotFiniteAsBlackAndWhatIsHugeAsWhite)
{
  const float infinity = std::numeric_limits<float>::infinity();
  const cv::Mat shown =
      ApplyWindow(Row({std::nanf(""), infinity, -infinity, 1e30F, -1e30F, 40}), {"", 40, 400});
  const std::vector<int> expected = {0, 0, 0, 255, 0, 128};
  for (int i = 0; i < shown.cols; ++i)
  {
    EXPECT_EQ(shown.at<uchar>(0, i), expected[static_cast<std::size_t>(i)]) << i;
  }
}

// By hand: red (x + 1024) / 2048, green (x + 135) / 350, blue x / 80, each times 255.
TEST(CtWindows, AreThreeInOneColourPicture)
{
  const cv::Mat colour = ThreeWindowsRgb(Row({-1024, 0, 20, 215, 1024}));
  ASSERT_EQ(colour.type(), CV_8UC3);
  const std::vector<cv::Vec3b> bgr = {
      {0, 0, 0}, {0, 98, 128}, {64, 113, 130}, {255, 255, 154}, {255, 255, 255}};
  for (int i = 0; i < colour.cols; ++i)
  {
    for (int channel = 0; channel < 3; ++channel)
    {
      EXPECT_NEAR(colour.at<cv::Vec3b>(0, i)[channel], bgr[static_cast<std::size_t>(i)][channel],
                  0.5)
          << i << " " << channel;
    }
  }
}

TEST(CtWindows, OfAnEmptyPictureIsEmpty)
{
  EXPECT_TRUE(ApplyWindow(cv::Mat(0, 0, CV_32FC1), {"", 40, 400}).empty());
}

}  // namespace
}  // namespace vlm
