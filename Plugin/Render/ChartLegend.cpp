// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/ChartLegend.h"

#include <array>

namespace vlm
{

namespace
{

constexpr Colour DarkPicture{0.0, 0.0, 0.0};

void StrokeInk(ChartPanel& panel)
{
  Canvas& canvas = panel.Page().Drawing();
  canvas.SetColour(panel.Page().Colours().ink);
  cairo_set_line_width(canvas.Context(), 0.12 * panel.TextSize());
  cairo_stroke(canvas.Context());
}

void FillAndOutline(ChartPanel& panel, const Colour& colour)
{
  Canvas& canvas = panel.Page().Drawing();
  canvas.SetColour(colour);
  cairo_fill_preserve(canvas.Context());
  StrokeInk(panel);
}

// As on a dark picture, whatever the theme.
void DrawBoxOnPicture(ChartPanel& panel, Swatch swatch, const cv::Rect2d& box, const Colour& colour)
{
  Canvas& canvas = panel.Page().Drawing();
  cairo_t* const context = canvas.Context();
  const bool isDashed = swatch == Swatch::DashedBoxOnPicture;
  const double dash = 0.28 * panel.TextSize();
  const double margin = 0.2 * panel.TextSize();
  cairo_save(context);
  cairo_rectangle(context, box.x - margin, box.y - margin, box.width + 2.0 * margin,
                  box.height + 2.0 * margin);
  canvas.SetColour(DarkPicture);
  cairo_fill(context);
  cairo_set_dash(context, &dash, isDashed ? 1 : 0, 0.0);
  cairo_rectangle(context, box.x, box.y, box.width, box.height);
  const bool isThick = swatch == Swatch::ThickBoxOnPicture;
  canvas.SetColour(colour);
  cairo_set_line_width(context, (isThick ? 0.22 : 0.1) * panel.TextSize());
  cairo_stroke(context);
  cairo_restore(context);
}

double SwatchWidth(const ChartPanel& panel)
{
  return 1.4 * panel.TextSize();
}

struct LegendLine
{
  std::vector<std::size_t> entries;
  double width = 0.0;
};

}  // namespace

void DrawSwatch(ChartPanel& panel, Swatch swatch, cv::Point2d centre, const Colour& colour)
{
  Canvas& canvas = panel.Page().Drawing();
  cairo_t* const context = canvas.Context();
  const double half = SwatchWidth(panel) / 2.0;
  const double radius = 0.3 * panel.TextSize();
  cairo_new_path(context);
  switch (swatch)
  {
    case Swatch::Area:
      cairo_rectangle(context, centre.x - half, centre.y - radius, 2.0 * half, 2.0 * radius);
      return FillAndOutline(panel, colour);
    case Swatch::DashedLine:
    {
      const double dash = 0.35 * panel.TextSize();
      cairo_save(context);
      cairo_set_dash(context, &dash, 1, 0.0);
      cairo_move_to(context, centre.x - half, centre.y);
      cairo_line_to(context, centre.x + half, centre.y);
      StrokeInk(panel);
      return cairo_restore(context);
    }
    case Swatch::Disc:
      cairo_arc(context, centre.x, centre.y, radius, 0.0, 2.0 * CV_PI);
      return FillAndOutline(panel, colour);
    case Swatch::Ring:
      cairo_arc(context, centre.x, centre.y, radius, 0.0, 2.0 * CV_PI);
      return StrokeInk(panel);
    case Swatch::Triangle:
      cairo_move_to(context, centre.x, centre.y - 1.3 * radius);
      cairo_line_to(context, centre.x + 1.3 * radius, centre.y + radius);
      cairo_line_to(context, centre.x - 1.3 * radius, centre.y + radius);
      cairo_close_path(context);
      return FillAndOutline(panel, colour);
    default:
      return DrawBoxOnPicture(
          panel, swatch, {centre.x - half, centre.y - radius, 2.0 * half, 2.0 * radius}, colour);
  }
}

void DrawLegend(ChartPanel& panel, const std::vector<LegendEntry>& entries)
{
  const double gap = 0.45 * panel.TextSize();
  const double between = 1.1 * panel.TextSize();
  std::vector<TextLabel> labels;
  std::vector<LegendLine> lines(1);
  for (const LegendEntry& entry : entries)
  {
    const double room = panel.Room().width - SwatchWidth(panel) - gap;
    labels.emplace_back(
        entry.text, TextStyle{panel.TextSize(), TextWeight::Normal, TextOverflow::Ellipsis, room});
    const double width = SwatchWidth(panel) + gap + labels.back().Size().width;
    if (lines.back().width > 0.0 && lines.back().width + between + width > panel.Room().width)
    {
      lines.emplace_back();
    }
    LegendLine& line = lines.back();
    line.width += width + (line.entries.empty() ? 0.0 : between);
    line.entries.push_back(labels.size() - 1);
  }
  const double height = 1.35 * panel.TextSize();
  const cv::Rect2d place = panel.TakeBottom(height * static_cast<double>(lines.size()));
  double middle = place.y + height / 2.0;
  for (const LegendLine& line : lines)
  {
    double left = place.x;
    for (const std::size_t i : line.entries)
    {
      DrawSwatch(panel, entries[i].swatch, {left + SwatchWidth(panel) / 2.0, middle},
                 entries[i].colour);
      left += SwatchWidth(panel) + gap;
      labels[i].Draw(panel.Page().Drawing(), {left, middle - labels[i].Size().height / 2.0},
                     panel.Page().Colours().ink);
      left += labels[i].Size().width + between;
    }
    middle += height;
  }
}

}  // namespace vlm
