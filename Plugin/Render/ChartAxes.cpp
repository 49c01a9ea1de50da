// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/ChartAxes.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "Render/AxisTicks.h"

namespace vlm
{

namespace
{

constexpr int MostTicks = 6;

double TickLength(const ChartPanel& panel)
{
  return 0.35 * panel.TextSize();
}

TextStyle NumberStyle(const ChartPanel& panel)
{
  return {0.92 * panel.TextSize()};
}

void DrawRule(ChartPanel& panel, cv::Point2d from, cv::Point2d to)
{
  Canvas& canvas = panel.Page().Drawing();
  canvas.SetColour(panel.Page().Colours().faintInk);
  cairo_set_line_width(canvas.Context(), std::max(1.0, 0.07 * panel.TextSize()));
  cairo_move_to(canvas.Context(), from.x, from.y);
  cairo_line_to(canvas.Context(), to.x, to.y);
  cairo_stroke(canvas.Context());
}

double WidestNumber(const ChartPanel& panel, const AxisTicks& ticks)
{
  double widest = 0.0;
  for (const double value : ticks.values)
  {
    widest = std::max(widest, TextLabel(TickText(ticks, value), NumberStyle(panel)).Size().width);
  }
  return widest;
}

// As many as stand apart from each other.
AxisTicks TicksThatFit(const ChartPanel& panel, const AxisScale& scale)
{
  AxisTicks ticks;
  for (int most = MostTicks; most >= 2; --most)
  {
    ticks = RoundTicks(scale.low, scale.high, most);
    const double distance =
        std::abs(ticks.step / (scale.high - scale.low) * (scale.end - scale.begin));
    if (WidestNumber(panel, ticks) + panel.TextSize() <= distance)
    {
      break;
    }
  }
  return ticks;
}

}  // namespace

double ColumnAxisHeight(const ChartPanel& panel)
{
  return TickLength(panel) + 1.35 * panel.TextSize();
}

void DrawColumnAxis(ChartPanel& panel, const AxisScale& scale, double y, std::string_view unit)
{
  Sheet& sheet = panel.Page();
  DrawRule(panel, {scale.begin, y}, {scale.end, y});
  const double textTop = y + TickLength(panel);
  const TextLabel unitLabel(unit, NumberStyle(panel));
  const double unitLeft = scale.end - unitLabel.Size().width;
  unitLabel.Draw(sheet.Drawing(), {unitLeft, textTop}, sheet.Colours().faintInk);
  const AxisTicks ticks = TicksThatFit(panel, scale);
  for (const double value : ticks.values)
  {
    const double x = scale.ToDrawn(value);
    DrawRule(panel, {x, y}, {x, textTop});
    const TextLabel number(TickText(ticks, value), NumberStyle(panel));
    const double width = number.Size().width;
    const double left = x - width / 2.0;
    const double overhang = 0.9 * panel.TextSize();
    const double end = unit.empty() ? scale.end + overhang : unitLeft - 0.4 * panel.TextSize();
    if (left >= panel.Room().x - overhang && left + width <= end)
    {
      number.Draw(sheet.Drawing(), {left, textTop}, sheet.Colours().faintInk);
    }
  }
}

double RowAxisWidth(const ChartPanel& panel)
{
  return 3.6 * panel.TextSize();
}

void DrawRowAxis(ChartPanel& panel, const AxisScale& scale, double x)
{
  Sheet& sheet = panel.Page();
  DrawRule(panel, {x, scale.begin}, {x, scale.end});
  constexpr int most = 4;
  const AxisTicks ticks = RoundTicks(scale.low, scale.high, most);
  for (const double value : ticks.values)
  {
    const double y = scale.ToDrawn(value);
    DrawRule(panel, {x - TickLength(panel), y}, {x, y});
    const double room = RowAxisWidth(panel) - 1.5 * TickLength(panel);
    TextStyle style = NumberStyle(panel);
    style.maximumWidthPx = room;
    const TextLabel number(TickText(ticks, value), style);
    number.Draw(sheet.Drawing(),
                {x - 1.5 * TickLength(panel) - number.Size().width, y - number.Size().height / 2.0},
                sheet.Colours().faintInk);
  }
}

}  // namespace vlm
