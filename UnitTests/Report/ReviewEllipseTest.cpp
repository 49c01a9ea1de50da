// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReviewEllipse.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "Report/ReviewedSample.h"

namespace vlm
{
namespace
{

constexpr double Pi = 3.14159265358979323846;
constexpr int Points = 7200;

struct Point
{
  double column = 0.0;
  double row = 0.0;
};

// The edge of the ellipse, walked along: it shares no formula with what is tested.
std::vector<Point> EdgeOf(const DrawnEllipse& ellipse)
{
  const double angle = ellipse.angleDegrees * Pi / 180.0;
  std::vector<Point> edge;
  for (int i = 0; i < Points; ++i)
  {
    const double t = 2.0 * Pi * i / Points;
    const double along = ellipse.semiAxesPx[0] * std::cos(t);
    const double across = ellipse.semiAxesPx[1] * std::sin(t);
    edge.push_back({ellipse.mean[0] + along * std::cos(angle) - across * std::sin(angle),
                    ellipse.mean[1] + along * std::sin(angle) + across * std::cos(angle)});
  }
  return edge;
}

struct Walked
{
  double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
  double longAxis = 0.0, shortAxis = 1e9, area = 0.0;
};

Walked Measure(const std::vector<Point>& edge)
{
  Walked walked;
  for (std::size_t i = 0; i < edge.size(); ++i)
  {
    const Point& point = edge[i];
    const Point& next = edge[(i + 1) % edge.size()];
    const Point& opposite = edge[(i + edge.size() / 2) % edge.size()];
    const double across = std::hypot(point.column - opposite.column, point.row - opposite.row);
    walked.longAxis = std::max(walked.longAxis, across);
    walked.shortAxis = std::min(walked.shortAxis, across);
    walked.area += (point.column * next.row - next.column * point.row) / 2.0;
    walked.left = std::min(walked.left, point.column);
    walked.right = std::max(walked.right, point.column);
    walked.top = std::min(walked.top, point.row);
    walked.bottom = std::max(walked.bottom, point.row);
  }
  return walked;
}

Json::Value Image(const char* spacing)
{
  return Body(std::string("{'Columns': 500, 'Rows': 512, 'PixelSpacingMm': ") + spacing + "}");
}

std::vector<DrawnEllipse> Ellipses()
{
  return {{{200.0, 150.0}, {20.0, 10.0}, 30.0},
          {{200.0, 150.0}, {10.0, 20.0}, -75.0},
          {{250.5, 260.25}, {3.0, 3.0}, 12.0},
          {{250.0, 250.0}, {150.0, 4.0}, 135.0}};
}

std::vector<Point> PointsOf(const Json::Value& outline)
{
  std::vector<Point> points;
  for (const Json::Value& point : outline)
  {
    points.push_back({point[0].asDouble(), point[1].asDouble()});
  }
  return points;
}

TEST(PlaceOf, MeasuresWhatWasDrawn)
{
  for (const DrawnEllipse& ellipse : Ellipses())
  {
    const Json::Value place = PlaceOf(ellipse, Image("null"));
    const Walked walked = Measure(EdgeOf(ellipse));

    EXPECT_NEAR(place["Box"]["Left"].asDouble(), walked.left, 1e-3);
    EXPECT_NEAR(place["Box"]["Top"].asDouble(), walked.top, 1e-3);
    EXPECT_NEAR(place["Box"]["Width"].asDouble(), walked.right - walked.left, 1e-3);
    EXPECT_NEAR(place["Box"]["Height"].asDouble(), walked.bottom - walked.top, 1e-3);
    const Json::Value& measured = place["Measurements"];
    EXPECT_NEAR(measured["LongAxisPx"].asDouble(), walked.longAxis, 1e-3);
    EXPECT_NEAR(measured["ShortAxisPx"].asDouble(), walked.shortAxis, 1e-3);
    EXPECT_NEAR(measured["AreaPx2"].asDouble() / walked.area, 1.0, 1e-5);
    for (const char* key :
         {"LongAxisMm", "ShortAxisMm", "AreaMm2", "MeanInside", "MeanAround", "ContrastToNoise"})
    {
      EXPECT_TRUE(measured[key].isNull()) << key;
    }
    EXPECT_NEAR(Measure(PointsOf(place["Outline"])).area / walked.area, 1.0, 0.002);
  }
}

// Pixels that are no squares turn and stretch the ellipse.
TEST(PlaceOf, MeasuresInMillimetresWhereTheSpacingIsKnown)
{
  for (const DrawnEllipse& ellipse : Ellipses())
  {
    const Json::Value place = PlaceOf(ellipse, Image("[2.0, 0.5]"));  // rows are 2 mm apart
    std::vector<Point> edge = EdgeOf(ellipse);
    for (Point& point : edge)
    {
      point = {point.column * 0.5, point.row * 2.0};
    }
    const Walked walked = Measure(edge);

    const Json::Value& measured = place["Measurements"];
    EXPECT_NEAR(measured["LongAxisMm"].asDouble() / walked.longAxis, 1.0, 1e-4);
    EXPECT_NEAR(measured["ShortAxisMm"].asDouble() / walked.shortAxis, 1.0, 1e-3);
    EXPECT_NEAR(measured["AreaMm2"].asDouble() / walked.area, 1.0, 1e-5);
  }
}

// 95 % of a 2-D Gaussian lie within the squared distance 5.9915 (the table of chi-square(2)).
TEST(PlaceOf, MakesTheEllipseTheGaussiansOwn)
{
  for (const DrawnEllipse& ellipse : Ellipses())
  {
    const Json::Value place = PlaceOf(ellipse, Image("null"));
    const Json::Value& covariance = place["Gaussian"]["Covariance"];
    const double cc = covariance[0][0].asDouble();
    const double cr = covariance[0][1].asDouble();
    const double rr = covariance[1][1].asDouble();
    EXPECT_EQ(covariance[1][0].asDouble(), cr);
    for (const Point& point : EdgeOf(ellipse))
    {
      const double x = point.column - place["Gaussian"]["Mean"][0].asDouble();
      const double y = point.row - place["Gaussian"]["Mean"][1].asDouble();
      const double squared = (rr * x * x - 2.0 * cr * x * y + cc * y * y) / (cc * rr - cr * cr);
      ASSERT_NEAR(squared, 5.9915, 2e-4);
    }
    ASSERT_EQ(place["CredibleEllipses"].size(), 3U);
    const Json::Value& widest = place["CredibleEllipses"][2];
    EXPECT_EQ(widest["Mass"], 0.95);
    EXPECT_NEAR(widest["SemiAxesPx"][0].asDouble(),
                std::max(ellipse.semiAxesPx[0], ellipse.semiAxesPx[1]), 1e-6);
  }
}

// A client sends an ellipse back as it got it, rounding and all.
TEST(ReadDrawnEllipse, TakesTheSmallestAndLargestOnesBack)
{
  for (const double axis : {0.5, std::hypot(500.0, 512.0)})
  {
    const Json::Value place = PlaceOf({{200.3, 150.7}, {axis, axis}, 33.3}, Image("null"));
    Json::Value again = place["CredibleEllipses"][2];
    again["Mean"] = place["Gaussian"]["Mean"];
    EXPECT_TRUE(ReadDrawnEllipse(again, Image("null"), "Ellipse").HasValue()) << axis;
  }
}

TEST(PlaceOf, KeepsTheBoxWithinTheImage)
{
  const Json::Value box = PlaceOf({{0.0, 511.0}, {20.0, 10.0}, 0.0}, Image("null"))["Box"];

  EXPECT_EQ(box["Left"], -0.5);
  EXPECT_EQ(box["Width"], 20.5);
  EXPECT_EQ(box["Top"], 501.0);
  EXPECT_EQ(box["Height"], 10.5);
}

TEST(PlaceOf, TakesNoSpacingThatIsNone)
{
  for (const char* spacing : {"[0, 1]", "[-1, 1]", "[1]", "['1', 1]", "3", "[1e300, 1]"})
  {
    const Json::Value place = PlaceOf(Ellipses().front(), Image(spacing));
    EXPECT_TRUE(place["Measurements"]["LongAxisMm"].isNull()) << spacing;
  }
}

TEST(PlaceOfBox, PutsAFindingWhereTheModelSaid)
{
  const Json::Value finding = Body("{'Box': {'Left': 10, 'Top': 20, 'Width': 40, 'Height': 8}}");
  const Json::Value place = PlaceOfBox(finding, Image("null"));

  // A filled ellipse of semi-axes 20 and 4 has the deviations 10 and 2.
  EXPECT_EQ(place["Gaussian"]["Mean"][0], 30.0);
  EXPECT_EQ(place["Gaussian"]["Covariance"][0][0], 100.0);
  EXPECT_EQ(place["Gaussian"]["Covariance"][1][1], 4.0);
  EXPECT_EQ(place["CredibleEllipses"].size(), 3U);
}

TEST(PlaceOfBox, RefusesABoxThatIsNowhere)
{
  for (const char* box :
       {"null", "3", "{'Left': 1}", "{'Left': 1, 'Top': 1, 'Width': 0, 'Height': 2}",
        "{'Left': 1, 'Top': 1, 'Width': -4, 'Height': 2}",
        "{'Left': 600, 'Top': 1, 'Width': 4, 'Height': 2}",
        "{'Left': 1e300, 'Top': 1, 'Width': 4, 'Height': 2}"})
  {
    EXPECT_TRUE(PlaceOfBox(Body(std::string("{'Box': ") + box + "}"), Image("null")).isNull())
        << box;
  }
}

}  // namespace
}  // namespace vlm
