// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: stacks put together by hand.
#include "Pixels/FrameStack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::array<double, 6> Axial = {1, 0, 0, 0, 1, 0};
constexpr std::array<double, 6> Sagittal = {0, 1, 0, 0, 0, -1};  // normal (-1, 0, 0)

FrameTraits Slice(const std::string& id, const std::array<double, 6>& orientation,
                  const std::array<double, 3>& position)
{
  FrameTraits slice;
  slice.reference = {id, 0};
  slice.sopInstanceUid = "1.2." + id;
  slice.rows = slice.columns = 512;
  slice.orientation = orientation;
  slice.position = position;
  return slice;
}

FrameTraits AxialSlice(const std::string& id, double z)
{
  return Slice(id, Axial, {0, 0, z});
}

std::vector<std::string> Ids(const FrameStack& stack)
{
  std::vector<std::string> ids;
  for (const FrameTraits& frame : stack.frames)
  {
    ids.push_back(frame.reference.orthancId);
  }
  return ids;
}

// `places` times `volumes` slices, named "<place><letter of the volume>".
template <typename Mark>
std::vector<FrameTraits> Volumes(int places, int volumes, Mark mark)
{
  std::vector<FrameTraits> frames;
  for (int volume = 0; volume < volumes; ++volume)
  {
    for (int place = 0; place < places; ++place)
    {
      auto slice = AxialSlice(std::to_string(place) + static_cast<char>('a' + volume), 5.0 * place);
      slice.instanceNumber = volume * places + place;
      mark(slice, volume);
      frames.push_back(slice);
    }
  }
  return frames;
}

TEST(PreferredStack, FollowsTheNormalAndNotTheInstanceNumber)
{
  auto low = AxialSlice("low", -10);
  low.instanceNumber = 3;
  auto middle = AxialSlice("middle", 0);
  middle.instanceNumber = 1;
  auto high = AxialSlice("high", 10);
  high.instanceNumber = 2;
  const auto stack = PreferredStack({middle, high, low});
  EXPECT_THAT(Ids(stack), ElementsAre("low", "middle", "high"));
  EXPECT_THAT(stack.places, ElementsAre(-10, 0, 10));
}

TEST(PreferredStack, IsTheLargestOfSeveralOrientations)
{
  std::vector<FrameTraits> frames;
  for (int i = 0; i < 5; ++i)
  {
    frames.push_back(AxialSlice("a" + std::to_string(i), 4.0 * i));
    if (i < 4)
    {
      frames.push_back(Slice("s" + std::to_string(i), Sagittal, {4.0 * i, 0, 0}));
    }
  }
  const auto stack = PreferredStack(frames);
  EXPECT_THAT(Ids(stack), ElementsAre("a0", "a1", "a2", "a3", "a4"));
  EXPECT_EQ(stack.otherStacks, 4);
}

TEST(PreferredStack, LeavesOutLocalizersAndPages)
{
  auto scout = AxialSlice("scout", 2);
  scout.kind = FrameKind::Localizer;
  FrameTraits page;
  page.reference = {"page", 0};
  page.kind = FrameKind::Capture;
  const auto stack =
      PreferredStack({scout, AxialSlice("a", 0), page, AxialSlice("b", 5), AxialSlice("c", 10)});
  EXPECT_THAT(Ids(stack), ElementsAre("a", "b", "c"));
  EXPECT_EQ(stack.localizers, 1);
  EXPECT_EQ(stack.captures, 1);
  EXPECT_EQ(stack.otherStacks, 0);
}

TEST(PreferredStack, TakesLocalizersWhereThereIsNothingElse)
{
  auto scout = AxialSlice("scout", 2);
  scout.kind = FrameKind::Localizer;
  const auto stack = PreferredStack({scout});
  EXPECT_THAT(Ids(stack), ElementsAre("scout"));
  EXPECT_EQ(stack.localizers, 0);
}

TEST(PreferredStack, OfDiffusionHasTheHighestBValue)
{
  const auto stack = PreferredStack(Volumes(
      4, 3, [](FrameTraits& slice, int volume) { slice.diffusionBValue = 500.0 * volume; }));
  EXPECT_THAT(Ids(stack), ElementsAre("0c", "1c", "2c", "3c"));
  EXPECT_EQ(stack.otherStacks, 8);
}

TEST(PreferredStack, PrefersTracesToMapsOfThem)
{
  const auto stack = PreferredStack(Volumes(4, 2,
                                            [](FrameTraits& slice, int volume)
                                            {
                                              slice.imageType = volume == 0 ? "DIFFUSION\\TRACEW\\"
                                                                            : "DIFFUSION\\ADC\\";
                                              slice.diffusionBValue = volume == 0 ? 800.0 : 2000.0;
                                            }));
  EXPECT_THAT(Ids(stack), ElementsAre("0a", "1a", "2a", "3a"));
}

TEST(PreferredStack, HasTheLaterOfTwoEchoes)
{
  const auto stack = PreferredStack(Volumes(
      3, 2, [](FrameTraits& slice, int volume) { slice.echoTime = volume == 0 ? 90.0 : 15.0; }));
  EXPECT_THAT(Ids(stack), ElementsAre("0a", "1a", "2a"));
}

TEST(PreferredStack, OfADynamicSeriesIsTheMiddlePhase)
{
  const auto stack = PreferredStack(
      Volumes(3, 5, [](FrameTraits& slice, int volume) { slice.temporalPosition = volume + 1; }));
  EXPECT_THAT(Ids(stack), ElementsAre("0c", "1c", "2c"));
}

TEST(PreferredStack, TellsPhasesApartByTheirNumbersWhereNothingElseDoes)
{
  const auto stack = PreferredStack(Volumes(3, 3, [](FrameTraits&, int) {}));
  EXPECT_THAT(Ids(stack), ElementsAre("0b", "1b", "2b"));
}

// A trigger time of each slice's own must not take the volumes to pieces.
TEST(PreferredStack, IsNotTornByNumbersOfEachSliceItsOwn)
{
  auto frames = Volumes(4, 3, [](FrameTraits&, int) {});
  for (std::size_t i = 0; i < frames.size(); ++i)
  {
    frames[i].temporalPosition = 10.0 * static_cast<double>(i);
    frames[i].acquisitionNumber = static_cast<double>(100 - i);
  }
  EXPECT_THAT(PreferredStack(frames).frames, SizeIs(4));
}

TEST(PreferredStack, DropsTheCopiesOfAFewSlices)
{
  std::vector<FrameTraits> frames;
  for (int i = 0; i < 10; ++i)
  {
    frames.push_back(AxialSlice(std::to_string(i), 5.0 * i));
  }
  frames.push_back(AxialSlice("copy", 15.0));
  frames.back().instanceNumber = 99;
  const auto stack = PreferredStack(frames);
  EXPECT_THAT(stack.frames, SizeIs(10));
  EXPECT_EQ(stack.otherStacks, 1);
}

TEST(PreferredStack, OfDifferentSizesOrStackIdsIsOneOfThem)
{
  auto frames =
      Volumes(3, 2, [](FrameTraits& slice, int volume) { slice.stack = volume == 0 ? "1" : "2"; });
  frames.push_back(AxialSlice("more", 99));
  frames.back().stack = "2";
  EXPECT_THAT(Ids(PreferredStack(frames)), ElementsAre("0b", "1b", "2b", "more"));
  auto sizes =
      Volumes(3, 2, [](FrameTraits& slice, int volume) { slice.rows = volume == 0 ? 256 : 512; });
  EXPECT_THAT(PreferredStack(sizes).frames, SizeIs(3));
}

TEST(PreferredStack, WithoutPositionsFollowsSliceLocationThenNumberThenUid)
{
  const auto named = [](const std::string& id)
  {
    FrameTraits frame;
    frame.reference = {id, 0};
    frame.sopInstanceUid = "1.2." + id;
    return frame;
  };
  std::vector<FrameTraits> frames = {named("c"), named("a"), named("b")};
  EXPECT_THAT(Ids(PreferredStack(frames)), ElementsAre("a", "b", "c"));
  frames[0].instanceNumber = 1;
  frames[1].instanceNumber = 3;
  frames[2].instanceNumber = 2;
  EXPECT_THAT(Ids(PreferredStack(frames)), ElementsAre("c", "b", "a"));
  frames[0].sliceLocation = 5;
  frames[1].sliceLocation = 0;
  frames[2].sliceLocation = 10;
  EXPECT_THAT(Ids(PreferredStack(frames)), ElementsAre("a", "c", "b"));
}

// A survey without the word LOCALIZER, or a pair of views: no stack, so all are looked at.
TEST(PreferredStack, IsEverythingWhereNoThreeSlicesAreParallel)
{
  const auto stack =
      PreferredStack({AxialSlice("a", 0), AxialSlice("b", 5), Slice("s", Sagittal, {0, 0, 0})});
  EXPECT_THAT(stack.frames, SizeIs(3));
  EXPECT_EQ(stack.otherStacks, 0);
}

TEST(PreferredStack, DoesNotDependOnTheOrderOfArrival)
{
  auto frames = Volumes(6, 4,
                        [](FrameTraits& slice, int volume)
                        {
                          slice.diffusionBValue = volume < 2 ? 0.0 : 1000.0;
                          slice.instanceNumber = volume == 3 ? std::nullopt : slice.instanceNumber;
                        });
  for (int i = 0; i < 6; ++i)
  {
    frames.push_back(Slice("s" + std::to_string(i), Sagittal, {3.0 * i, 0, 0}));
  }
  const auto expected = Ids(PreferredStack(frames));
  std::mt19937 random(5);
  for (int i = 0; i < 20; ++i)
  {
    std::shuffle(frames.begin(), frames.end(), random);
    EXPECT_EQ(Ids(PreferredStack(frames)), expected);
  }
}

TEST(PreferredStack, OfNothingIsNothing)
{
  EXPECT_THAT(PreferredStack({}).frames, IsEmpty());
}

}  // namespace
}  // namespace vlm
