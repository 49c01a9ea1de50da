// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/EllipseOverlay.h"

#include <algorithm>
#include <cmath>

#include "Render/LesionMarks.h"

namespace vlm
{

namespace
{

constexpr int EllipsePoints = 64;

LinePattern PatternOf(const LocatedFinding& finding)
{
  return IsUnverified(finding) ? LinePattern::Dashed : LinePattern::Solid;
}

Polygon PointsOf(const DrawnEllipse& ellipse)
{
  Polygon points;
  points.reserve(EllipsePoints);
  for (int i = 0; i < EllipsePoints; ++i)
  {
    const double angle = 2.0 * CV_PI * i / EllipsePoints;
    const cv::Vec2d offset = ellipse.shape * cv::Vec2d(std::cos(angle), std::sin(angle));
    points.emplace_back(ellipse.centre.x + offset[0], ellipse.centre.y + offset[1]);
  }
  return points;
}

Polygon EdgeOf(const LocatedFinding& finding)
{
  if (!finding.outline.empty() || finding.ellipses.empty())
  {
    return finding.outline;
  }
  return PointsOf(finding.ellipses.back());
}

}  // namespace

void DrawLesionEdges(Canvas& canvas, const std::vector<LocatedFinding>& findings)
{
  const double width = canvas.LineWidth();
  for (const LocatedFinding& finding : findings)
  {
    const Colour colour = ColourOf(finding.number);
    DrawPolygon(canvas, EdgeOf(finding), {colour, width, PatternOf(finding)});
    DrawPolygon(canvas, finding.centreRegion, {colour, 0.45 * width});
    DrawCross(canvas, finding.centre, {colour, 0.7 * width});
  }
}

void DrawContours(Canvas& canvas, const std::vector<LocatedFinding>& findings)
{
  for (const LocatedFinding& finding : findings)
  {
    double width = 0.75 * canvas.LineWidth();
    for (const DrawnEllipse& ellipse : finding.ellipses)
    {
      DrawPolygon(canvas, PointsOf(ellipse), {White, width, PatternOf(finding)});
      width = std::max(0.8, 0.75 * width);
    }
  }
}

}  // namespace vlm
