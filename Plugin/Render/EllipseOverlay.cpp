// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/EllipseOverlay.h"

#include <algorithm>
#include <array>

#include "Render/Canvas.h"

namespace vlm
{

namespace
{

struct LineStyle
{
  Colour colour;
  double width = 1.0;
  bool isDashed = false;
};

bool IsUnverified(const LocatedFinding& finding)
{
  return finding.model->finding.verification.status == VerificationStatus::Unverified;
}

void DrawEllipse(Canvas& canvas, const DrawnEllipse& ellipse, const LineStyle& style)
{
  cairo_t* const context = canvas.Context();
  cairo_save(context);
  const cv::Matx22d& shape = ellipse.shape;
  cairo_matrix_t matrix;
  cairo_matrix_init(&matrix, shape(0, 0), shape(1, 0), shape(0, 1), shape(1, 1), ellipse.centre.x,
                    ellipse.centre.y);
  cairo_transform(context, &matrix);
  cairo_new_path(context);
  cairo_arc(context, 0.0, 0.0, 1.0, 0.0, 2.0 * CV_PI);
  cairo_close_path(context);
  cairo_restore(context);  // the path stays; the pen is round again
  if (style.isDashed)
  {
    const std::array<double, 2> dashes{5.0 * style.width, 3.5 * style.width};
    cairo_set_dash(context, dashes.data(), 2, 0.0);
  }
  canvas.StrokeWithHalo(style.colour, style.width);
  cairo_set_dash(context, nullptr, 0, 0.0);
}

void DrawCross(Canvas& canvas, cv::Point2d centre, const Colour& colour)
{
  const double arm = 0.32 * canvas.TextSize();
  cairo_t* const context = canvas.Context();
  cairo_move_to(context, centre.x - arm, centre.y);
  cairo_line_to(context, centre.x + arm, centre.y);
  cairo_move_to(context, centre.x, centre.y - arm);
  cairo_line_to(context, centre.x, centre.y + arm);
  canvas.StrokeWithHalo(colour, 0.7 * canvas.LineWidth());
}

}  // namespace

void DrawFindingEllipses(Canvas& canvas, const std::vector<LocatedFinding>& findings)
{
  for (const LocatedFinding& finding : findings)
  {
    const Colour colour = ColourOf(finding.index);
    if (!finding.ellipses.empty())
    {
      DrawEllipse(canvas, finding.ellipses.back(),
                  {colour, canvas.LineWidth(), IsUnverified(finding)});
    }
    DrawCross(canvas, finding.centre, colour);
  }
}

void DrawContours(Canvas& canvas, const std::vector<LocatedFinding>& findings)
{
  for (const LocatedFinding& finding : findings)
  {
    double width = 0.75 * canvas.LineWidth();
    for (const DrawnEllipse& ellipse : finding.ellipses)
    {
      DrawEllipse(canvas, ellipse, {White, width, IsUnverified(finding)});
      width = std::max(0.8, 0.75 * width);
    }
  }
}

}  // namespace vlm
