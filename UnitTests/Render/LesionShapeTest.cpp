// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/LesionShape.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "Render/RenderFixtures.h"
#include "Verification/PolygonDiameters.h"

namespace vlm
{

namespace
{

double LengthOf(const Chord& axis)
{
  return cv::norm(axis.to - axis.from);
}

// A polygon seen from its middle, with corners at random distances.
std::vector<std::array<double, 2>> RandomOutline(std::mt19937& random)
{
  std::uniform_real_distribution<double> radius(8.0, 30.0);
  std::vector<std::array<double, 2>> outline;
  for (int i = 0; i < 20; ++i)
  {
    const double distance = radius(random);
    const double angle = 2.0 * CV_PI * i / 20.0;
    outline.push_back({100.0 + distance * std::cos(angle), 80.0 + distance * std::sin(angle)});
  }
  return outline;
}

}  // namespace

// Oracle: what Verification/PolygonDiameters.h measures.
TEST(LesionShape, HasTheAxesThatAreMeasured)
{
  std::mt19937 random(3);
  const Frame frame = GreyFrame(200, 160);
  const PictureGeometry geometry = FittedGeometry(frame, {200, 160});
  for (int i = 0; i < 20; ++i)
  {
    ModelledFinding finding = FindingAt({70, 50, 60, 60});
    finding.finding.outline = RandomOutline(random);
    std::vector<cv::Point2d> points;
    for (const auto& [column, row] : finding.finding.outline)
    {
      points.emplace_back(column, row);
    }
    const Diameters measured = DiametersOf(points);
    const auto shape = LesionShapeOf(finding, geometry);
    ASSERT_TRUE(shape);
    EXPECT_NEAR(LengthOf(shape->longAxis), measured.longAxis, 1e-9);
    EXPECT_NEAR(LengthOf(shape->shortAxis), measured.shortAxis, 1e-9);
    EXPECT_NEAR((shape->longAxis.to - shape->longAxis.from)
                    .dot(shape->shortAxis.to - shape->shortAxis.from),
                0.0, 1e-6);
  }
}

TEST(LesionShape, IsTheEllipseInTheBoxWhereThereIsNoOutline)
{
  const Frame frame = GreyFrame(200, 200);
  const auto shape = LesionShapeOf(FindingAt({40, 60, 20, 50}), FittedGeometry(frame, {400, 400}));
  ASSERT_TRUE(shape);
  EXPECT_DOUBLE_EQ(LengthOf(shape->longAxis), 100.0);
  EXPECT_DOUBLE_EQ(LengthOf(shape->shortAxis), 40.0);
  const cv::Rect2d bounds = BoundsOf(shape->edge);
  // The origin of stored pixels is the centre of the first one.
  EXPECT_NEAR(bounds.x, 2.0 * 40.5, 1e-9);
  EXPECT_NEAR(bounds.y, 2.0 * 60.5, 1e-9);
  EXPECT_NEAR(bounds.height, 100.0, 1e-9);
}

TEST(LesionShape, IsNoneWhereNumbersAreAbsurd)
{
  const PictureGeometry geometry = FittedGeometry(GreyFrame(200, 200), {400, 400});
  for (const double number : {-1.0e300, 1.0e300, 1.0e6, std::numeric_limits<double>::infinity(),
                              std::numeric_limits<double>::quiet_NaN()})
  {
    EXPECT_FALSE(LesionShapeOf(FindingAt({number, 10, 20, 20}), geometry));
    EXPECT_FALSE(LesionShapeOf(FindingAt({10, number, 20, 20}), geometry));
    EXPECT_FALSE(LesionShapeOf(FindingAt({10, 10, number, 20}), geometry));
    ModelledFinding finding = FindingAt({10, 10, 20, 20});
    finding.finding.outline = {{number, 0.0}, {5.0, 5.0}, {0.0, 9.0}};
    const auto shape = LesionShapeOf(finding, geometry);
    ASSERT_TRUE(shape);
    EXPECT_GT(shape->edge.size(), 3U);  // the ellipse instead
  }
  EXPECT_FALSE(LesionShapeOf(ModelledFinding(), geometry));
}

TEST(LesionShape, IgnoresAnEndlessOutline)
{
  ModelledFinding finding = FindingAt({10, 10, 20, 20});
  finding.finding.outline.assign(100000, {12.0, 12.0});
  const auto shape = LesionShapeOf(finding, FittedGeometry(GreyFrame(200, 200), {400, 400}));
  ASSERT_TRUE(shape);
  EXPECT_LT(shape->edge.size(), 100U);
}

TEST(InsetRegion, IsTwoAndAHalfTimesTheLesionAroundIt)
{
  const cv::Rect region = InsetRegionOf(FindingAt({200, 100, 40, 20}).finding, GreyFrame(512, 512));
  EXPECT_EQ(region.size(), cv::Size(100, 100));
  EXPECT_NEAR(region.x + region.width / 2.0, 220.5, 1.0);
  EXPECT_NEAR(region.y + region.height / 2.0, 110.5, 1.0);
}

TEST(InsetRegion, HasAtLeast32PixelsAndStaysInTheImage)
{
  const Frame frame = GreyFrame(512, 512);
  EXPECT_EQ(InsetRegionOf(FindingAt({508, 2, 3, 3}).finding, frame), cv::Rect(480, 0, 32, 32));
  const Frame small = GreyFrame(20, 10);
  EXPECT_EQ(InsetRegionOf(FindingAt({2, 2, 3, 3}).finding, small), cv::Rect(0, 0, 20, 10));
  EXPECT_EQ(InsetRegionOf(FindingAt({0, 0, 1, 1}).finding, GreyFrame(1, 1)), cv::Rect(0, 0, 1, 1));
}

TEST(InsetRegion, IsSquareInMillimetres)
{
  Frame frame = GreyFrame(512, 512);
  frame.spacing = PixelSpacing{2.0, 1.0};
  const cv::Rect region = InsetRegionOf(FindingAt({200, 100, 40, 20}).finding, frame);
  EXPECT_NEAR(region.width, 2.0 * region.height, 2.0);
}

TEST(CentreRegion, IsTheEllipseOf95PercentAroundTheLocation)
{
  ModelledFinding finding = FindingAt({90, 90, 20, 20});
  finding.location = Gaussian2D::Isotropic({99.5, 99.5}, 4.0);
  EXPECT_TRUE(CentreRegionOf(finding, FittedGeometry(GreyFrame(200, 200), {200, 200})).empty());
  CredibleEllipse ellipse;
  ellipse.mass = 0.95;
  ellipse.semiAxesPx = {9.8, 9.8};
  finding.locationEllipses = {ellipse};
  const Polygon region = CentreRegionOf(finding, FittedGeometry(GreyFrame(200, 200), {200, 200}));
  ASSERT_FALSE(region.empty());
  for (const cv::Point2d& point : region)
  {
    EXPECT_NEAR(cv::norm(point - cv::Point2d(100.0, 100.0)), 9.8, 1e-9);
  }
}

// Oracle: 2.4477 deviations (chi-square tables: 5.991), here of 5 px drawn twice as large.
TEST(Contours, AreTheEllipsesOfTheExtentByRisingMass)
{
  ModelledFinding finding = FindingAt({30.0, 40.0, 20.0, 10.0});
  std::swap(finding.ellipses.front(), finding.ellipses.back());
  const auto contours = ContoursOf(finding, GeometryOf(GreyFrame(100, 100), 200, 512).Value());
  ASSERT_EQ(contours.size(), 3U);
  EXPECT_NEAR(BoundsOf(contours[2]).width, 2.0 * 2.0 * 5.0 * std::sqrt(5.991), 0.01);
  EXPECT_LT(BoundsOf(contours[0]).width, BoundsOf(contours[1]).width);
  EXPECT_LT(BoundsOf(contours[1]).width, BoundsOf(contours[2]).width);
}

}  // namespace vlm
