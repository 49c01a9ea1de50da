// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/CandidateSelection.h"

#include <gtest/gtest.h>

#include <cmath>

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
  const auto kept = StrongestOf({BlobAt(50, 1.0), BlobAt(55, 3.0), BlobAt(60, 2.0)}, {3, 0.0});
  EXPECT_EQ(kept, std::vector<std::size_t>{1});
}

TEST(CandidateSelection, AllowsTheOverlapAskedFor)
{
  // Boxes of 20 x 20, 15 apart: they share 5 of 35 columns.
  const std::vector<Blob> blobs{BlobAt(50, 1.0), BlobAt(65, 3.0)};
  EXPECT_EQ(StrongestOf(blobs, {3, 0.2}).size(), 2u);
  EXPECT_EQ(StrongestOf(blobs, {3, 0.1}).size(), 1u);
}

TEST(CandidateSelection, OrdersByStrengthAndKeepsToTheMaximum)
{
  const auto kept =
      StrongestOf({BlobAt(0, 1.0), BlobAt(50, 4.0), BlobAt(100, 2.0), BlobAt(150, 3.0)}, {3, 0.0});
  EXPECT_EQ(kept, (std::vector<std::size_t>{1, 3, 2}));
}

TEST(CandidateSelection, HasNothingToKeepOfNothing)
{
  EXPECT_TRUE(StrongestOf({}, {3, 0.0}).empty());
}

TEST(Score, GrowsWithTheResponseWithinZeroAndOne)
{
  EXPECT_EQ(ScoreOf(-1.0, 2.0), 0.0);
  EXPECT_EQ(ScoreOf(2.0, 2.0), 0.5);
  double last = 0.0;
  for (int doublings = 0; doublings < 24; ++doublings)
  {
    const double response = std::ldexp(0.1, doublings);
    EXPECT_GT(ScoreOf(response, 2.0), last);
    last = ScoreOf(response, 2.0);
  }
  EXPECT_LE(last, 1.0);
}

TEST(Score, OfAClassifierIsOneHalfAtTheThresholdAndStaysWithinZeroAndOne)
{
  EXPECT_DOUBLE_EQ(LogisticScoreOf(-1.5, -1.5), 0.5);
  EXPECT_GT(LogisticScoreOf(2.0, 1.0), LogisticScoreOf(1.9, 1.0));
  EXPECT_GE(LogisticScoreOf(-1e6, 1.0), 0.0);
  EXPECT_LE(LogisticScoreOf(1e6, 1.0), 1.0);
}

}  // namespace
}  // namespace vlm
