// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/CandidateSelection.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

Blob BlobAt(double column, double response)
{
  Blob blob;
  blob.centre = {column, 50.0};
  blob.radiusX = 10.0;
  blob.radiusY = 10.0;
  blob.response = response;
  return blob;
}

TEST(CandidateSelection, KeepsTheStrongestOfOverlappingBlobs)
{
  const auto kept = StrongestApart({BlobAt(50, 1.0), BlobAt(55, 3.0), BlobAt(60, 2.0)}, 3);
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].centre.x, 55.0);
}

TEST(CandidateSelection, OrdersByStrengthAndKeepsToTheMaximum)
{
  const auto kept =
      StrongestApart({BlobAt(0, 1.0), BlobAt(50, 4.0), BlobAt(100, 2.0), BlobAt(150, 3.0)}, 3);
  ASSERT_EQ(kept.size(), 3u);
  EXPECT_EQ(kept[0].response, 4.0);
  EXPECT_EQ(kept[1].response, 3.0);
  EXPECT_EQ(kept[2].response, 2.0);
}

TEST(CandidateSelection, HasNothingToKeepOfNothing)
{
  EXPECT_TRUE(StrongestApart({}, 3).empty());
}

TEST(Score, GrowsWithTheResponseWithinZeroAndOne)
{
  EXPECT_EQ(ScoreOf(-1.0, 2.0), 0.0);
  EXPECT_EQ(ScoreOf(2.0, 2.0), 0.5);
  double last = 0.0;
  for (double response = 0.1; response < 1e6; response *= 2)
  {
    EXPECT_GT(ScoreOf(response, 2.0), last);
    last = ScoreOf(response, 2.0);
  }
  EXPECT_LE(last, 1.0);
}

}  // namespace
}  // namespace vlm
