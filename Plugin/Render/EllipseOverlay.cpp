// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/EllipseOverlay.h"

#include <algorithm>

namespace vlm
{

LinePattern EdgePatternOf(const LocatedFinding& finding)
{
  return IsUnverified(finding) ? LinePattern::Dashed : LinePattern::Solid;
}

void DrawLesionEdges(Canvas& canvas, const std::vector<LocatedFinding>& findings)
{
  const double width = canvas.LineWidth();
  for (const LocatedFinding& finding : findings)
  {
    const Colour colour = ColourOf(finding.number);
    DrawPolygon(canvas, finding.edge, {colour, width, EdgePatternOf(finding)});
    DrawPolygon(canvas, finding.centreRegion, {colour, 0.45 * width});
    DrawCross(canvas, finding.centre, {colour, 0.7 * width});
  }
}

void DrawContours(Canvas& canvas, const std::vector<LocatedFinding>& findings,
                  const PictureGeometry& geometry)
{
  for (const LocatedFinding& finding : findings)
  {
    double width = 0.75 * canvas.LineWidth();
    for (const Polygon& contour : ContoursOf(*finding.model, geometry))
    {
      DrawPolygon(canvas, contour, {White, width, EdgePatternOf(finding)});
      width = std::max(0.8, 0.75 * width);
    }
  }
}

}  // namespace vlm
