// SPDX-License-Identifier: GPL-3.0-or-later
// Marks of lesions on the panels of a sheet.
#pragma once

#include <string_view>

#include "Render/Canvas.h"
#include "Render/LesionShape.h"

namespace vlm
{

enum class LinePattern
{
  Solid,
  Dashed,
  Dotted
};

struct MarkStyle
{
  Colour colour;
  double width = 1.0;
  LinePattern pattern = LinePattern::Solid;
};

// A panel on a sheet: the pixels it shows, and where its top left corner is.
struct PanelPlace
{
  PictureGeometry geometry;
  cv::Point topLeft;

  cv::Rect Rect() const { return {topLeft, geometry.size}; }
};

// Runs `draw` with the panel's top left corner as origin and nothing drawn beyond its edges.
template <typename Draw>
void WithinPanel(Canvas& canvas, const PanelPlace& panel, const Draw& draw)
{
  cairo_t* const context = canvas.Context();
  cairo_save(context);
  cairo_rectangle(context, panel.topLeft.x, panel.topLeft.y, panel.geometry.size.width,
                  panel.geometry.size.height);
  cairo_clip(context);
  cairo_translate(context, panel.topLeft.x, panel.topLeft.y);
  draw();
  cairo_restore(context);
}

void DrawPolygon(Canvas& canvas, const Polygon& polygon, const MarkStyle& style);
void DrawCross(Canvas& canvas, cv::Point2d centre, const MarkStyle& style);
// A line with an arrowhead at `to`; of a very short one the line alone.
void DrawArrow(Canvas& canvas, cv::Point2d from, cv::Point2d to, const MarkStyle& style);
// A line with short bars at its ends.
void DrawAxisLine(Canvas& canvas, const Chord& axis, const MarkStyle& style);
// Corner marks of a rectangle.
void DrawCorner(Canvas& canvas, cv::Point2d corner, cv::Point2d towards, const MarkStyle& style);

}  // namespace vlm
