// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/KeyFrameSelection.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

std::vector<std::string> Select(const std::vector<InstanceFrames>& instances, int maximum)
{
  std::vector<std::string> chosen;
  for (const FrameReference& reference : SelectKeyFrames(instances, maximum))
  {
    chosen.push_back(reference.orthancId + std::to_string(reference.frame));
  }
  return chosen;
}

using Names = std::vector<std::string>;

TEST(KeyFrameSelection, TakesTheMiddleFrameIfOnlyOneIsWanted)
{
  EXPECT_EQ(Select({{"a", 1}, {"b", 1}, {"c", 1}}, 1), Names{"b0"});
  EXPECT_EQ(Select({{"a", 5}}, 1), Names{"a2"});
}

TEST(KeyFrameSelection, TakesAllIfThereAreFew)
{
  EXPECT_EQ(Select({{"a", 2}, {"b", 1}}, 8), (Names{"a0", "a1", "b0"}));
}

// Ten frames in two halves: the middles of 0..4 and of 5..9.
TEST(KeyFrameSelection, SpreadsEvenlyOverInstancesAndFrames)
{
  EXPECT_EQ(Select({{"a", 5}, {"b", 5}}, 2), (Names{"a2", "b2"}));
  EXPECT_EQ(Select({{"a", 1}, {"b", 8}}, 3), (Names{"b0", "b3", "b6"}));
}

TEST(KeyFrameSelection, SkipsInstancesWithoutFrames)
{
  EXPECT_EQ(Select({{"a", 0}, {"b", -3}, {"c", 1}, {"d", 0}}, 4), Names{"c0"});
  EXPECT_EQ(Select({{"a", 0}}, 4), Names{});
  EXPECT_EQ(Select({}, 4), Names{});
  EXPECT_EQ(Select({{"a", 3}}, 0), Names{});
}

TEST(KeyFrameSelection, BearsALyingNumberOfFrames)
{
  const auto chosen = SelectKeyFrames({{"a", 2000000000}, {"b", 2000000000}}, 4);
  ASSERT_EQ(chosen.size(), 4U);
  EXPECT_EQ(chosen[0].frame, 500000000);
  EXPECT_EQ(chosen[3].orthancId, "b");
}

}  // namespace
}  // namespace vlm
