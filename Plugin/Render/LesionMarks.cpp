// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/LesionMarks.h"

#include <algorithm>
#include <array>

namespace vlm
{

namespace
{

void Stroke(Canvas& canvas, const MarkStyle& style)
{
  cairo_t* const context = canvas.Context();
  cairo_save(context);
  if (style.pattern == LinePattern::Dashed)
  {
    const std::array<double, 2> dashes{5.0 * style.width, 3.5 * style.width};
    cairo_set_dash(context, dashes.data(), 2, 0.0);
  }
  if (style.pattern == LinePattern::Dotted)
  {
    const std::array<double, 2> dots{1.2 * style.width, 2.0 * style.width};
    cairo_set_dash(context, dots.data(), 2, 0.0);
  }
  canvas.StrokeWithHalo(style.colour, style.width);
  cairo_restore(context);
}

void Line(Canvas& canvas, cv::Point2d from, cv::Point2d to)
{
  cairo_move_to(canvas.Context(), from.x, from.y);
  cairo_line_to(canvas.Context(), to.x, to.y);
}

}  // namespace

void DrawPolygon(Canvas& canvas, const Polygon& polygon, const MarkStyle& style)
{
  cairo_new_path(canvas.Context());
  for (const cv::Point2d& point : polygon)
  {
    cairo_line_to(canvas.Context(), point.x, point.y);
  }
  cairo_close_path(canvas.Context());
  Stroke(canvas, style);
}

void DrawCross(Canvas& canvas, cv::Point2d centre, const MarkStyle& style)
{
  const double arm = 0.32 * canvas.TextSize();
  Line(canvas, {centre.x - arm, centre.y}, {centre.x + arm, centre.y});
  Line(canvas, {centre.x, centre.y - arm}, {centre.x, centre.y + arm});
  Stroke(canvas, style);
}

void DrawArrow(Canvas& canvas, cv::Point2d from, cv::Point2d to, const MarkStyle& style)
{
  const double length = cv::norm(to - from);
  if (length < 1.0)
  {
    return;
  }
  Line(canvas, from, to);
  const double head = std::min(5.0 * style.width, 0.45 * length);
  const cv::Point2d back = (from - to) * (head / length);
  const cv::Point2d side(-0.55 * back.y, 0.55 * back.x);
  if (head >= 2.0 * style.width)
  {
    Line(canvas, to + back + side, to);
    cairo_line_to(canvas.Context(), to.x + back.x - side.x, to.y + back.y - side.y);
  }
  Stroke(canvas, style);
}

void DrawAxisLine(Canvas& canvas, const Chord& axis, const MarkStyle& style)
{
  const cv::Point2d along = axis.to - axis.from;
  const double length = cv::norm(along);
  if (length < 1.0)
  {
    return;
  }
  const cv::Point2d bar = cv::Point2d(-along.y, along.x) * (3.0 * style.width / length);
  Line(canvas, axis.from, axis.to);
  Line(canvas, axis.from - bar, axis.from + bar);
  Line(canvas, axis.to - bar, axis.to + bar);
  Stroke(canvas, style);
}

void DrawCorner(Canvas& canvas, cv::Point2d corner, cv::Point2d towards, const MarkStyle& style)
{
  Line(canvas, corner, {towards.x, corner.y});
  Line(canvas, corner, {corner.x, towards.y});
  Stroke(canvas, style);
}

}  // namespace vlm
