// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: distances and discs drawn here.
#include "Pixels/KeyFrameChoice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <set>

namespace vlm
{
namespace
{

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Not;
using ::testing::SizeIs;

// A body of this radius in air, with some structure that differs from slice to slice.
FrameThumbnail Body(int radius, int seed = 0, int structures = 6)
{
  FrameThumbnail thumbnail{cv::Mat(96, 96, CV_32FC1, cv::Scalar(-1000)), true};
  if (radius > 0)
  {
    cv::circle(thumbnail.values, {48, 48}, radius, cv::Scalar(40), cv::FILLED);
  }
  for (int i = 0; i < structures && radius > 8; ++i)
  {
    const cv::Point centre(48 - radius / 2 + (i * 13 + seed * 7) % radius,
                           48 - radius / 2 + (i * 5 + seed * 11) % radius);
    cv::circle(thumbnail.values, centre, 3, cv::Scalar(i % 2 == 0 ? 300 : -100), cv::FILLED);
  }
  return thumbnail;
}

std::vector<KeyFrameCandidate> Candidates(const std::vector<FrameThumbnail>& thumbnails,
                                          double spacing = 1.0)
{
  std::vector<KeyFrameCandidate> candidates;
  for (auto& content : JudgeContents(thumbnails))
  {
    candidates.push_back({spacing * static_cast<double>(candidates.size()), std::move(content)});
  }
  return candidates;
}

// 60 slices: air, a cap that grows, a body, a cap that shrinks, air.
std::vector<FrameThumbnail> Head()
{
  std::vector<FrameThumbnail> slices;
  for (int i = 0; i < 60; ++i)
  {
    const bool isAir = i < 10 || i >= 50;
    const int fromEnd = std::min(i - 10, 49 - i);
    slices.push_back(Body(isAir ? 0 : std::min(40, 6 + 5 * fromEnd), i));
  }
  return slices;
}

TEST(JudgeContents, CallsAirAndSmallCapsEmpty)
{
  const auto contents = JudgeContents(Head());
  EXPECT_TRUE(contents[0].isEmpty);
  EXPECT_TRUE(contents[10].isEmpty);   // radius 6 of 40: 2 % of the area
  EXPECT_TRUE(contents[12].isEmpty);   // radius 16: 16 %
  EXPECT_FALSE(contents[14].isEmpty);  // radius 26: 42 %
  EXPECT_FALSE(contents[30].isEmpty);
  EXPECT_NEAR(contents[30].tissue, 3.14159 * 40 * 40 / (96 * 96), 0.02);
}

// Air with noise and a table must not be stretched until it looks like a body.
TEST(JudgeContents, SeesThroughNoiseInAir)
{
  cv::RNG random(3);
  std::vector<FrameThumbnail> slices;
  for (int i = 0; i < 12; ++i)
  {
    FrameThumbnail slice{cv::Mat(96, 96, CV_32FC1), false};
    random.fill(slice.values, cv::RNG::NORMAL, 20.0, 5.0);
    if (i >= 4)
    {
      cv::circle(slice.values, {48, 48}, 35, cv::Scalar(600 + 10 * i), cv::FILLED);
    }
    slices.push_back(slice);
  }
  const auto contents = JudgeContents(slices);
  for (int i = 0; i < 12; ++i)
  {
    EXPECT_EQ(contents[static_cast<std::size_t>(i)].isEmpty, i < 4) << i;
  }
}

TEST(JudgeContents, CallsNoneEmptyWhereAllAre)
{
  for (const auto& content : JudgeContents({Body(0), Body(0)}))
  {
    EXPECT_FALSE(content.isEmpty);
  }
  EXPECT_THAT(JudgeContents({}), IsEmpty());
}

TEST(ChooseKeyFrames, CoversTheBodyEvenlyAndNotItsEnds)
{
  const auto choice = ChooseKeyFrames(Candidates(Head()), 8, Sequence::Slices);
  ASSERT_THAT(choice.chosen, SizeIs(8));
  EXPECT_THAT(choice.chosen, Each(Ge(14)));
  EXPECT_THAT(choice.chosen, Each(Le(45)));
  for (std::size_t i = 1; i < choice.chosen.size(); ++i)
  {
    const int step = choice.chosen[i] - choice.chosen[i - 1];
    EXPECT_GE(step, 2);  // the body has 34 slices: a part is 4.2, and half of it 2.1
    EXPECT_LE(step, 7);
  }
  EXPECT_GT(choice.empty, 20);
}

TEST(ChooseKeyFrames, OfOneIsNearTheMiddle)
{
  const auto choice = ChooseKeyFrames(Candidates(Head()), 1, Sequence::Slices);
  ASSERT_THAT(choice.chosen, SizeIs(1));
  EXPECT_GE(choice.chosen.front(), 21);
  EXPECT_LE(choice.chosen.front(), 38);
}

TEST(ChooseKeyFrames, TakesTheNeighbourThatShowsMost)
{
  std::vector<FrameThumbnail> slices;
  for (int i = 0; i < 40; ++i)
  {
    slices.push_back(Body(40, i, i == 11 || i == 29 ? 12 : 1));
  }
  const auto choice = ChooseKeyFrames(Candidates(slices), 2, Sequence::Slices);
  EXPECT_THAT(choice.chosen, ElementsAre(11, 29));
}

TEST(ChooseKeyFrames, TakesAllThatHaveContentIfThereAreFew)
{
  const auto choice = ChooseKeyFrames(Candidates({Body(0), Body(40, 1), Body(40, 2), Body(40, 3)}),
                                      8, Sequence::Slices);
  EXPECT_THAT(choice.chosen, ElementsAre(1, 2, 3));
  EXPECT_EQ(choice.empty, 1);
}

// Two acquisitions with a gap: what is missing in the middle is made up for elsewhere.
TEST(ChooseKeyFrames, BridgesAGap)
{
  auto candidates = Candidates({Body(40, 1), Body(40, 2), Body(40, 3), Body(40, 4), Body(40, 5),
                                Body(40, 6), Body(40, 7), Body(40, 8)});
  for (std::size_t i = 4; i < candidates.size(); ++i)
  {
    candidates[i].place += 500.0;
  }
  const auto choice = ChooseKeyFrames(candidates, 4, Sequence::Slices);
  EXPECT_THAT(choice.chosen, Contains(Le(3)));
  EXPECT_THAT(choice.chosen, Contains(Ge(4)));
  const std::set<int> different(choice.chosen.begin(), choice.chosen.end());
  EXPECT_EQ(different.size(), choice.chosen.size());
}

TEST(ChooseKeyFrames, OfACineAreFramesThatDiffer)
{
  std::vector<FrameThumbnail> frames;
  for (int i = 0; i < 30; ++i)
  {
    frames.push_back(Body(40, i / 10));  // the heart stands still three times
  }
  const auto choice = ChooseKeyFrames(Candidates(frames), 8, Sequence::Cine);
  EXPECT_THAT(choice.chosen, ElementsAre(0, 10, 20));
  EXPECT_THAT(ChooseKeyFrames(Candidates({Body(40), Body(40)}), 8, Sequence::Slices).chosen,
              SizeIs(2));
}

TEST(ChooseKeyFrames, BearsNothingAndNonsense)
{
  EXPECT_THAT(ChooseKeyFrames({}, 8, Sequence::Slices).chosen, IsEmpty());
  const auto candidates = Candidates({Body(40, 1), Body(40, 2)});
  EXPECT_THAT(ChooseKeyFrames(candidates, 0, Sequence::Slices).chosen, IsEmpty());
  auto same = Candidates({Body(40, 1), Body(40, 2), Body(40, 3)}, 0.0);
  EXPECT_THAT(ChooseKeyFrames(same, 2, Sequence::Slices).chosen, Not(IsEmpty()));
}

}  // namespace
}  // namespace vlm
