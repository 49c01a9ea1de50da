// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "Findings/Frames.h"
#include "Verification/LesionMeasurements.h"

namespace vlm
{
namespace
{

constexpr double Pi = 3.14159265358979323846;

// Oracle: the board's mean is 0 and its deviation 5; the square raised by 30 holds the whole box.
TEST(MeasureLesion, ComparesInsideWithAround)
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
  const Measurements measurements = MeasureLesion(box, std::nullopt, frame);

  EXPECT_NEAR(measurements.meanInside.value(), 30.0, 0.1);
  EXPECT_NEAR(measurements.meanAround.value(), 0.0, 0.1);
  EXPECT_NEAR(measurements.contrastToNoise.value(), 6.0, 0.05);
}

TEST(MeasureLesion, MeasuresTheInscribedEllipseInMillimetres)
{
  Frame frame = ChessBoard(100, 100);
  frame.spacing = PixelSpacing{2.0, 0.5, PixelSpacing::Source::PixelSpacing};
  const Measurements measurements = MeasureLesion({10.0, 10.0, 30.0, 20.0}, std::nullopt, frame);

  EXPECT_NEAR(measurements.longAxisMm.value(), 40.0, 1e-9);  // 20 rows of 2 mm
  EXPECT_NEAR(measurements.shortAxisMm.value(), 15.0, 1e-9);
  EXPECT_NEAR(measurements.areaMm2.value(), 3.14159265 * 20.0 * 7.5, 1e-5);
}

TEST(MeasureLesion, MeasuresTheInscribedEllipseInPixels)
{
  const Measurements measurements =
      MeasureLesion({10.0, 10.0, 30.0, 20.0}, std::nullopt, ChessBoard(100, 100));
  EXPECT_EQ(measurements.longAxisPx.value(), 30.0);
  EXPECT_EQ(measurements.shortAxisPx.value(), 20.0);
  EXPECT_NEAR(measurements.areaPx2.value(), 3.14159265 * 15.0 * 10.0, 1e-5);
}

TEST(MeasureLesion, SaysNoMillimetresWithoutASpacing)
{
  const Measurements measurements =
      MeasureLesion({10.0, 10.0, 30.0, 20.0}, std::nullopt, ChessBoard(100, 100));

  EXPECT_FALSE(measurements.longAxisMm.has_value());
  EXPECT_FALSE(measurements.shortAxisMm.has_value());
  EXPECT_FALSE(measurements.areaMm2.has_value());
  EXPECT_TRUE(measurements.meanInside.has_value());
}

TEST(MeasureLesion, SaysNoMeansOfAColourPicture)
{
  Frame frame;
  frame.display = cv::Mat(100, 100, CV_8UC3, cv::Scalar(1, 2, 3));
  const Measurements measurements = MeasureLesion({10.0, 10.0, 30.0, 20.0}, std::nullopt, frame);

  EXPECT_FALSE(measurements.meanInside.has_value());
  EXPECT_FALSE(measurements.contrastToNoise.has_value());
}

TEST(MeasureLesion, SaysNoContrastWhereThereIsNoNoise)
{
  Frame frame = ChessBoard(100, 100);
  frame.modalityValues = 7.0;
  const Measurements measurements = MeasureLesion({10.0, 10.0, 30.0, 20.0}, std::nullopt, frame);

  EXPECT_DOUBLE_EQ(measurements.meanInside.value(), 7.0);
  EXPECT_FALSE(measurements.contrastToNoise.has_value());
}

TEST(MeasureLesion, SkipsPixelsThatAreNotNumbers)
{
  Frame frame = ChessBoard(100, 100);
  frame.modalityValues = 7.0;
  frame.modalityValues.at<float>(20, 25) = std::numeric_limits<float>::quiet_NaN();
  frame.modalityValues.at<float>(21, 25) = std::numeric_limits<float>::infinity();

  EXPECT_DOUBLE_EQ(MeasureLesion({10.0, 10.0, 30.0, 20.0}, std::nullopt, frame).meanInside.value(),
                   7.0);
}

// Every n-th row stands for the others in large regions.
TEST(MeasureLesion, KeepsTheMeanOfALargeRegion)
{
  Frame frame = ChessBoard(2200, 2200);
  Raise(frame, {0, 0, 2200, 2200}, 12.0);
  const Measurements measurements =
      MeasureLesion({300.0, 300.0, 1500.0, 1500.0}, std::nullopt, frame);

  EXPECT_NEAR(measurements.meanInside.value(), 12.0, 0.05);
  EXPECT_NEAR(measurements.meanAround.value(), 12.0, 0.05);
}

// The outline of an ellipse of 400 points around (100, 50), turned.
LesionOutline TurnedEllipse(double semiLong, double semiShort, double turn)
{
  LesionOutline outline{{}, ExtentOf({80.0, 30.0, 40.0, 40.0}), {80.0, 30.0, 40.0, 40.0}};
  for (int i = 0; i < 400; ++i)
  {
    const double angle = 2.0 * Pi * i / 400;
    const double along = semiLong * std::cos(angle);
    const double across = semiShort * std::sin(angle);
    outline.contour.push_back({100.0 + along * std::cos(turn) - across * std::sin(turn),
                               50.0 + along * std::sin(turn) + across * std::cos(turn)});
  }
  outline.longAxisPx = 2.0 * semiLong;
  outline.shortAxisPx = 2.0 * semiShort;
  outline.areaPx2 = Pi * semiLong * semiShort;
  return outline;
}

// Oracle: an ellipse x' A x = 1 stretched by S is x' (S^-1 A S^-1) x = 1; its semi-axes are the
// inverse roots of the matrix' eigenvalues, here by the quadratic formula.
TEST(MeasureLesion, MeasuresAnOutlineInTheMillimetresOfItsSpacing)
{
  Frame frame = ChessBoard(200, 100);
  frame.spacing = PixelSpacing{2.0, 0.5, PixelSpacing::Source::PixelSpacing};
  const double turn = 0.7;
  const double cosine = std::cos(turn);
  const double sine = std::sin(turn);
  const double along = 1.0 / (20.0 * 20.0);
  const double across = 1.0 / (8.0 * 8.0);
  const double a = (cosine * cosine * along + sine * sine * across) / (0.5 * 0.5);
  const double b = sine * cosine * (along - across) / (0.5 * 2.0);
  const double c = (sine * sine * along + cosine * cosine * across) / (2.0 * 2.0);
  const double root = std::sqrt((a - c) * (a - c) / 4.0 + b * b);
  const double longMm = 2.0 / std::sqrt((a + c) / 2.0 - root);
  const double shortMm = 2.0 / std::sqrt((a + c) / 2.0 + root);

  const Measurements measurements =
      MeasureLesion({80.0, 30.0, 40.0, 40.0}, TurnedEllipse(20.0, 8.0, turn), frame);
  EXPECT_NEAR(measurements.longAxisMm.value(), longMm, 0.02);
  EXPECT_NEAR(measurements.shortAxisMm.value(), shortMm, 0.02);
  EXPECT_NEAR(measurements.areaMm2.value(), Pi / 4.0 * longMm * shortMm, 0.01);
  EXPECT_EQ(measurements.longAxisPx.value(), 40.0);
  EXPECT_EQ(measurements.shortAxisPx.value(), 16.0);
}

// The pixels within the ellipse are raised, and those of a small island far from its ring too.
TEST(MeasureLesion, ComparesInsideAnOutlineWithTheRingAroundIt)
{
  Frame frame = ChessBoard(200, 100);
  const double turn = 0.7;
  for (int row = 0; row < 100; ++row)
  {
    for (int column = 0; column < 200; ++column)
    {
      const double x = column - 100.0;
      const double y = row - 50.0;
      const double along = (x * std::cos(turn) + y * std::sin(turn)) / 20.0;
      const double across = (y * std::cos(turn) - x * std::sin(turn)) / 8.0;
      frame.modalityValues.at<float>(row, column) +=
          along * along + across * across <= 1.0 ? 30.0F : 0.0F;
    }
  }
  Raise(frame, {150, 0, 20, 20}, 500.0);
  const Measurements measurements =
      MeasureLesion({80.0, 30.0, 40.0, 40.0}, TurnedEllipse(20.0, 8.0, turn), frame);
  EXPECT_NEAR(measurements.meanInside.value(), 30.0, 0.5);
  EXPECT_NEAR(measurements.meanAround.value(), 0.0, 0.5);
}

TEST(MeasureLesion, SaysNoMillimetresOfAnOutlineWithoutASpacing)
{
  const Measurements measurements =
      MeasureLesion({80.0, 30.0, 40.0, 40.0}, TurnedEllipse(20.0, 8.0, 0.0), ChessBoard(200, 100));
  EXPECT_TRUE(measurements.longAxisPx.has_value());
  EXPECT_TRUE(measurements.areaPx2.has_value());
  EXPECT_FALSE(measurements.longAxisMm.has_value());
  EXPECT_FALSE(measurements.areaMm2.has_value());
}

TEST(MeasureLesion, SurvivesAnOutlineOutsideTheImage)
{
  LesionOutline outline = TurnedEllipse(20.0, 8.0, 0.0);
  const Frame small = ChessBoard(30, 20);
  EXPECT_FALSE(MeasureLesion(outline.box, outline, small).meanInside.has_value());
  outline.contour[3][0] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(MeasureLesion(outline.box, outline, small).meanInside.has_value());
  outline.contour[3][0] = 1e9;
  EXPECT_FALSE(MeasureLesion(outline.box, outline, small).meanInside.has_value());
}

TEST(MeasureLesion, SurvivesAnyBox)
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
      const Measurements measurements =
          MeasureLesion({place, place, size, size}, std::nullopt, frame);
      EXPECT_TRUE(std::isfinite(measurements.meanInside.value_or(0.0)));
    }
  }
  EXPECT_FALSE(MeasureLesion({0.0, 0.0, 5.0, 5.0}, std::nullopt, Frame()).meanInside.has_value());
}

}  // namespace
}  // namespace vlm
