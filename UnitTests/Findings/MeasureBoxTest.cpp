// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "Findings/Frames.h"
#include "Findings/LocationVerifier.h"

namespace vlm
{
namespace
{

// Oracle: the board's mean is 0 and its deviation 5; the square raised by 30 holds the whole box.
TEST(MeasureBox, ComparesInsideWithAround)
{
  Frame frame = ChessBoard(200, 100);
  const BoundingBox box{79.5, 29.5, 40.0, 40.0};
  // Raises the inscribed ellipse alone: a square would reach into the ring.
  for (int row = 0; row < 100; ++row)
  {
    for (int column = 0; column < 200; ++column)
    {
      if (std::hypot(column - 99.5, row - 49.5) <= 20.0)
      {
        frame.modalityValues.at<float>(row, column) += 30.0F;
      }
    }
  }
  const Measurements measurements = MeasureBox(box, frame);

  EXPECT_NEAR(measurements.meanInside.value(), 30.0, 0.1);
  EXPECT_NEAR(measurements.meanAround.value(), 0.0, 0.1);
  EXPECT_NEAR(measurements.contrastToNoise.value(), 6.0, 0.05);
}

TEST(MeasureBox, MeasuresTheInscribedEllipseInMillimetres)
{
  Frame frame = ChessBoard(100, 100);
  frame.spacing = PixelSpacing{2.0, 0.5, PixelSpacing::Source::PixelSpacing};
  const Measurements measurements = MeasureBox({10.0, 10.0, 30.0, 20.0}, frame);

  EXPECT_NEAR(measurements.longAxisMm.value(), 40.0, 1e-9);  // 20 rows of 2 mm
  EXPECT_NEAR(measurements.shortAxisMm.value(), 15.0, 1e-9);
  EXPECT_NEAR(measurements.areaMm2.value(), 3.14159265 * 20.0 * 7.5, 1e-5);
}

TEST(MeasureBox, SaysNoMillimetresWithoutASpacing)
{
  const Measurements measurements = MeasureBox({10.0, 10.0, 30.0, 20.0}, ChessBoard(100, 100));

  EXPECT_FALSE(measurements.longAxisMm.has_value());
  EXPECT_FALSE(measurements.shortAxisMm.has_value());
  EXPECT_FALSE(measurements.areaMm2.has_value());
  EXPECT_TRUE(measurements.meanInside.has_value());
}

TEST(MeasureBox, SaysNoMeansOfAColourPicture)
{
  Frame frame;
  frame.display = cv::Mat(100, 100, CV_8UC3, cv::Scalar(1, 2, 3));
  const Measurements measurements = MeasureBox({10.0, 10.0, 30.0, 20.0}, frame);

  EXPECT_FALSE(measurements.meanInside.has_value());
  EXPECT_FALSE(measurements.contrastToNoise.has_value());
}

TEST(MeasureBox, SaysNoContrastWhereThereIsNoNoise)
{
  Frame frame = ChessBoard(100, 100);
  frame.modalityValues = 7.0;
  const Measurements measurements = MeasureBox({10.0, 10.0, 30.0, 20.0}, frame);

  EXPECT_DOUBLE_EQ(measurements.meanInside.value(), 7.0);
  EXPECT_FALSE(measurements.contrastToNoise.has_value());
}

TEST(MeasureBox, SkipsPixelsThatAreNotNumbers)
{
  Frame frame = ChessBoard(100, 100);
  frame.modalityValues = 7.0;
  frame.modalityValues.at<float>(20, 25) = std::numeric_limits<float>::quiet_NaN();
  frame.modalityValues.at<float>(21, 25) = std::numeric_limits<float>::infinity();

  EXPECT_DOUBLE_EQ(MeasureBox({10.0, 10.0, 30.0, 20.0}, frame).meanInside.value(), 7.0);
}

// Every n-th row stands for the others in large regions.
TEST(MeasureBox, KeepsTheMeanOfALargeRegion)
{
  Frame frame = ChessBoard(2200, 2200);
  Raise(frame, {0, 0, 2200, 2200}, 12.0);
  const Measurements measurements = MeasureBox({300.0, 300.0, 1500.0, 1500.0}, frame);

  EXPECT_NEAR(measurements.meanInside.value(), 12.0, 0.05);
  EXPECT_NEAR(measurements.meanAround.value(), 12.0, 0.05);
}

TEST(MeasureBox, SurvivesAnyBox)
{
  const Frame frame = ChessBoard(50, 40);
  const double numbers[] = {0.0,
                            -0.5,
                            1.0,
                            49.5,
                            -1e9,
                            1e9,
                            1e300,
                            -1e300,
                            1e-300,
                            std::numeric_limits<double>::quiet_NaN(),
                            std::numeric_limits<double>::infinity()};
  for (const double place : numbers)
  {
    for (const double size : numbers)
    {
      const Measurements measurements = MeasureBox({place, place, size, size}, frame);
      EXPECT_TRUE(std::isfinite(measurements.meanInside.value_or(0.0)));
    }
  }
  EXPECT_FALSE(MeasureBox({0.0, 0.0, 5.0, 5.0}, Frame()).meanInside.has_value());
}

}  // namespace
}  // namespace vlm
