// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/Baselines.h"

#include <gtest/gtest.h>

#include "MadeImage.h"

namespace vlm
{
namespace
{

double ValueOf(const char* metric, const Tally& tally)
{
  return MetricOf(metric).of(tally).value();
}

TEST(Baselines, CentreBoxIsInTheCentre)
{
  const auto image = MadeImage({Disc(255.5 + 30, 255.5 + 40, 60)});
  const Tally tally = CentreBoxTally(image, {0.1, 0.1});
  EXPECT_NEAR(ValueOf("MeanErrorPx512", tally), 50.0, 1e-6);
  EXPECT_DOUBLE_EQ(ValueOf("PointingAccuracy", tally), 1.0);
  EXPECT_DOUBLE_EQ(ValueOf("FalsePerNormal", CentreBoxTally(MadeImage({}), {0.1, 0.1})), 1.0);
}

// Oracle: the mean distance from the centre of a unit square to a random point of it is 0.3826, and
// a point hits a disc as often as its area says.
TEST(Baselines, RandomBoxIsAnywhere)
{
  const auto image = MadeImage({Disc(255.5, 255.5, 128)});
  Tally sum;
  for (unsigned seed = 0; seed < 20; ++seed)
  {
    sum += RandomBoxTally(image, {0.1, 0.1}, seed);
  }
  EXPECT_NEAR(ValueOf("MeanErrorPx512", sum), 0.3826 * 512.0, 1.0);
  EXPECT_NEAR(ValueOf("PointingAccuracy", sum), 3.14159 * 0.25 * 0.25, 0.005);
  EXPECT_NEAR(ValueOf("Images", sum), 20.0, 1e-9);
}

TEST(Baselines, KnowTheMeanSizeOfLesions)
{
  TruthEntry entry = MadeImage({Disc(100, 100, 50)}, {200, 400}).entry;
  entry.findings[0].box = {50, 50, 100, 100};
  EXPECT_DOUBLE_EQ(MeanSizeShare({entry}).width, 0.15);  // not told: a guess
  entry.size = cv::Size(200, 400);
  EXPECT_DOUBLE_EQ(MeanSizeShare({entry}).width, 0.5);
  EXPECT_DOUBLE_EQ(MeanSizeShare({entry}).height, 0.25);
}

}  // namespace
}  // namespace vlm
