// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/PolygonDiameters.h"

#include <gtest/gtest.h>

#include <cmath>

namespace vlm
{
namespace
{

TEST(DiametersOf, MeasuresARhombusAlongItsDiagonals)
{
  const Diameters diameters = DiametersOf({{0.0, 5.0}, {8.0, 11.0}, {16.0, 5.0}, {8.0, -1.0}});
  EXPECT_NEAR(diameters.longAxis, 16.0, 1e-12);
  EXPECT_NEAR(diameters.shortAxis, 12.0, 1e-12);
}

// The diagonal of a 3 x 4 rectangle is 5. The longest line across it at a right angle runs through
// a corner: similar triangles give 3 * 5 / 4.
TEST(DiametersOf, MeasuresARectangleAlongItsDiagonal)
{
  const Diameters diameters = DiametersOf({{0.0, 0.0}, {4.0, 0.0}, {4.0, 3.0}, {0.0, 3.0}});
  EXPECT_NEAR(diameters.longAxis, 5.0, 1e-12);
  EXPECT_NEAR(diameters.shortAxis, 3.75, 1e-12);
}

// Oracle: the axes of the ellipse whose points these are, whichever way it is turned.
TEST(DiametersOf, MeasuresATurnedEllipse)
{
  for (const double turn : {0.0, 0.4, 1.3, 2.6})
  {
    std::vector<cv::Point2d> points;
    for (int i = 0; i < 400; ++i)
    {
      const double angle = 2.0 * 3.14159265358979 * i / 400;
      const cv::Point2d point(20.0 * std::cos(angle), 7.0 * std::sin(angle));
      points.emplace_back(point.x * std::cos(turn) - point.y * std::sin(turn),
                          point.x * std::sin(turn) + point.y * std::cos(turn));
    }
    const Diameters diameters = DiametersOf(points);
    EXPECT_NEAR(diameters.longAxis, 40.0, 0.01);
    EXPECT_NEAR(diameters.shortAxis, 14.0, 0.01);
  }
}

TEST(DiametersOf, TakesPointsAndLines)
{
  EXPECT_EQ(DiametersOf({}).longAxis, 0.0);
  EXPECT_EQ(DiametersOf({{3.0, 3.0}}).longAxis, 0.0);
  EXPECT_EQ(DiametersOf({{3.0, 3.0}, {3.0, 3.0}}).shortAxis, 0.0);
  EXPECT_EQ(DiametersOf({{0.0, 0.0}, {3.0, 4.0}}).longAxis, 5.0);
  EXPECT_NEAR(DiametersOf({{0.0, 0.0}, {3.0, 4.0}}).shortAxis, 0.0, 1e-12);
}

}  // namespace
}  // namespace vlm
