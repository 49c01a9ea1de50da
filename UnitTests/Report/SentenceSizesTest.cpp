// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/SentenceSizes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Report/ChineseWords.h"

namespace vlm
{
namespace
{

using testing::ElementsAre;

std::vector<SaidSize> Sizes(const std::string& sentence)
{
  return SizesIn(PlainWordsOf(sentence));
}

TEST(SizesIn, ReadsLengthsInMillimetres)
{
  struct Example
  {
    const char* sentence;
    std::vector<double> mm;
  };
  const std::vector<Example> examples = {
      {"A 3 cm mass", {30.0}},         {"measuring 1.2cm", {12.0}},
      {"12 x 9 mm", {12.0, 9.0}},      {"12 mm x 9 mm", {12.0, 9.0}},
      {"1.2 × 0.9 cm", {12.0, 9.0}},   {"3.1 x 2.2 x 4.0 centimeters", {31.0, 22.0, 40.0}},
      {"a 7-millimetre focus", {7.0}}, {"直径3厘米", {30.0}},
      {"大小约12×9毫米", {12.0, 9.0}}, {"约1.2cm大小", {12.0}},
      {"12*9mm", {12.0, 9.0}}};
  for (const Example& example : examples)
  {
    const auto sizes = Sizes(example.sentence);
    ASSERT_EQ(sizes.size(), 1U) << example.sentence;
    ASSERT_EQ(sizes[0].mm.size(), example.mm.size()) << example.sentence;
    for (std::size_t i = 0; i < example.mm.size(); ++i)
    {
      EXPECT_NEAR(sizes[0].mm[i], example.mm[i], 1e-9) << example.sentence;
    }
    EXPECT_FALSE(sizes[0].isRange) << example.sentence;
  }
}

TEST(SizesIn, TellsRangesFromDimensions)
{
  for (const char* sentence : {"5 to 8 mm", "5-8 mm", "5 mm to 8 mm", "5至8毫米"})
  {
    const auto sizes = Sizes(sentence);
    ASSERT_EQ(sizes.size(), 1U) << sentence;
    EXPECT_TRUE(sizes[0].isRange) << sentence;
    EXPECT_THAT(sizes[0].mm, ElementsAre(5.0, 8.0)) << sentence;
  }
}

TEST(SizesIn, LeavesOutWhatIsNoSizeOfALesion)
{
  for (const char* sentence : {"63 years old",
                               "image 3 of 40",
                               "T2 and L4-L5",
                               "on 12.03.2024",
                               "3 nodules",
                               "20 %",
                               "slice thickness 5 mm",
                               "5 mm axial slices",
                               "5 mm thick sections",
                               "3 mm from the pleura",
                               "previously 8 mm",
                               "larger than 6 mm",
                               "area of 3 cm2",
                               "velocity 120 cm/s",
                               "120 mm Hg",
                               "50 HU",
                               "a 3 m room",
                               "0 mm",
                               "1,2 cm",
                               "层厚5毫米",
                               "距胸膜8毫米",
                               "cm",
                               "mm 5",
                               ""})
  {
    EXPECT_TRUE(Sizes(sentence).empty()) << sentence;
  }
}

TEST(SizesIn, ReadsEachOfSeveral)
{
  const auto sizes = Sizes("a mass of 3 cm, and nodules of 4 mm and 6 mm");

  ASSERT_EQ(sizes.size(), 3U);
  EXPECT_THAT(sizes[2].mm, ElementsAre(6.0));
}

}  // namespace
}  // namespace vlm
