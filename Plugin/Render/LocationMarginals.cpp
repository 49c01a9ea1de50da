// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/LocationMarginals.h"

#include <algorithm>
#include <cmath>

#include "Render/ChartAxes.h"
#include "Render/ChartLegend.h"
#include "Render/Numbers.h"

namespace vlm
{

namespace
{

constexpr double NarrowestReach = 3.5;     // of the axis, in deviations from the mean
constexpr double WidestReach = 9.0;        // places farther away are drawn at the edge
constexpr std::size_t MostSightings = 24;  // drawn of one finding
constexpr double LargestCoordinate = 1e9;  // [px]; what lies beyond is no place

struct CentreMark
{
  double place;  // [px]
  Swatch swatch;
};

double CentreOf(const BoundingBox& box, ImageAxis axis)
{
  return axis == ImageAxis::Column ? box.CentreColumn() : box.CentreRow();
}

// The raw box first, then the sightings in the order of readings.
std::vector<CentreMark> CentreMarksOf(const Finding& finding, ImageAxis axis)
{
  std::vector<CentreMark> marks;
  const auto add = [&marks](double place, Swatch swatch)
  {
    if (std::abs(place) <= LargestCoordinate)
    {
      marks.push_back({place, swatch});
    }
  };
  if (finding.rawBox)
  {
    add(CentreOf(*finding.rawBox, axis), Swatch::Triangle);
  }
  const auto& sightings = finding.verification.sightings;
  for (std::size_t i = 0; i < std::min(sightings.size(), MostSightings); ++i)
  {
    add(CentreOf(sightings[i].box, axis), sightings[i].isOutlier ? Swatch::Ring : Swatch::Disc);
  }
  return marks;
}

AxisScale ScaleAround(const LocationMarginal& marginal, const std::vector<CentreMark>& marks,
                      const cv::Rect2d& place)
{
  double reach = NarrowestReach * marginal.deviation;
  for (const CentreMark& mark : marks)
  {
    reach = std::max(reach, 1.1 * std::abs(mark.place - marginal.mean));
  }
  reach = std::min(reach, WidestReach * marginal.deviation);
  return {marginal.mean - reach, marginal.mean + reach, place.x, place.x + place.width};
}

// The bell over `place`, from value `low` to `high`; its feet are joined where it is filled.
void TraceBell(cairo_t* context, const LocationMarginal& marginal, const AxisScale& scale,
               const cv::Rect2d& place, double low, double high)
{
  constexpr int steps = 96;
  cairo_new_path(context);
  for (int i = 0; i <= steps; ++i)
  {
    const double value = low + (high - low) * i / steps;
    const double deviations = (value - marginal.mean) / marginal.deviation;
    const double height = std::exp(-0.5 * deviations * deviations);
    cairo_line_to(context, scale.ToDrawn(value), place.y + (1.0 - height) * place.height);
  }
}

void DrawBell(ChartPanel& panel, const LocationMarginal& marginal, const AxisScale& scale,
              const cv::Rect2d& place, Colour colour)
{
  Canvas& canvas = panel.Page().Drawing();
  cairo_t* const context = canvas.Context();
  const double low = std::max(marginal.Low(), scale.low);
  const double high = std::min(marginal.High(), scale.high);
  TraceBell(context, marginal, scale, place, low, high);
  cairo_line_to(context, scale.ToDrawn(high), place.y + place.height);
  cairo_line_to(context, scale.ToDrawn(low), place.y + place.height);
  cairo_close_path(context);
  colour.alpha = 0.6;
  canvas.SetColour(colour);
  cairo_fill(context);
  TraceBell(context, marginal, scale, place, scale.low, scale.high);
  canvas.SetColour(panel.Page().Colours().ink);
  cairo_set_line_width(context, 0.12 * panel.TextSize());
  cairo_stroke(context);
}

// An arrow's head at the edge of the axis: the mark lies beyond it.
void DrawBeyond(ChartPanel& panel, cv::Point2d tip, double direction)
{
  Canvas& canvas = panel.Page().Drawing();
  const double size = 0.35 * panel.TextSize();
  cairo_new_path(canvas.Context());
  cairo_move_to(canvas.Context(), tip.x - direction * size, tip.y - size);
  cairo_line_to(canvas.Context(), tip.x, tip.y);
  cairo_line_to(canvas.Context(), tip.x - direction * size, tip.y + size);
  canvas.SetColour(panel.Page().Colours().ink);
  cairo_set_line_width(canvas.Context(), 0.14 * panel.TextSize());
  cairo_stroke(canvas.Context());
}

// Each on a line of its own, so that equal ones are told apart.
void DrawMarks(ChartPanel& panel, const std::vector<CentreMark>& marks, const AxisScale& scale,
               const cv::Rect2d& strip, const Colour& colour)
{
  const double step = strip.height / static_cast<double>(marks.size() + 1);
  double y = strip.y + step;
  for (const CentreMark& mark : marks)
  {
    const double x = std::clamp(scale.ToDrawn(mark.place), scale.begin, scale.end);
    const bool isBeyond = mark.place < scale.low || mark.place > scale.high;
    const double direction = mark.place < scale.low ? -1.0 : 1.0;
    const double inset = isBeyond ? 0.9 * panel.TextSize() * direction : 0.0;
    const bool isRaw = mark.swatch == Swatch::Triangle;
    DrawSwatch(panel, mark.swatch, {x - inset, y}, isRaw ? panel.Page().Colours().panel : colour);
    if (isBeyond)
    {
      DrawBeyond(panel, {x, y}, direction);
    }
    y += step;
  }
}

std::string IntervalText(const ChartFinding& finding, const LocationMarginal& marginal,
                         ImageAxis axis)
{
  const int decimals = marginal.deviation < 0.1 ? 2 : 1;
  const auto number = [decimals](double value) { return FormatDecimals(value, decimals); };
  const auto& spacing = finding.frame.spacing;
  const double mm = !spacing ? 0.0 : axis == ImageAxis::Column ? spacing->columnMm : spacing->rowMm;
  const bool hasMm = std::isfinite(mm) && mm > 0.0;
  const std::string key =
      std::string("charts.location.") + (axis == ImageAxis::Column ? "column" : "row");
  return finding.words.Say(hasMm ? key + ".mm" : key,
                           {{"mean", number(marginal.mean)},
                            {"reach", number(marginal.Reach())},
                            {"mm", FormatDecimals(marginal.Reach() * mm, decimals)}});
}

void DrawMarginal(ChartPanel& panel, const cv::Rect2d& room, const ChartFinding& finding,
                  ImageAxis axis)
{
  const LocationMarginal marginal = MarginalOf(*finding.model.location, axis);
  const auto marks = CentreMarksOf(finding.model.finding, axis);
  const Colour colour = ColourOf(finding.number);
  const double bottom = room.y + room.height - ColumnAxisHeight(panel);
  const double strip =
      std::clamp(0.42 * static_cast<double>(marks.size() + 1), 1.2, 3.0) * panel.TextSize();
  const double top = room.y + panel.LineHeight() + 0.3 * panel.TextSize();
  const double pad = 0.5 * panel.TextSize();
  const cv::Rect2d bell(room.x + pad, top, room.width - 2.0 * pad, bottom - strip - top);
  const AxisScale scale = ScaleAround(marginal, marks, bell);
  panel.Page().Write(IntervalText(finding, marginal, axis), room.tl(),
                     {panel.TextSize(), TextWeight::Normal, TextOverflow::Ellipsis, room.width},
                     panel.Page().Colours().ink);
  DrawBell(panel, marginal, scale, bell, colour);
  DrawMarks(panel, marks, scale, {bell.x, bell.y + bell.height, bell.width, strip}, colour);
  DrawColumnAxis(panel, scale, bottom, "px");
}

std::vector<LegendEntry> LegendOf(const ChartFinding& finding, const ThemeColours& colours)
{
  const Colour colour = ColourOf(finding.number);
  std::vector<LegendEntry> legend = {
      {Swatch::Area, colour, finding.words.Say("charts.location.interval")}};
  const auto& sightings = finding.model.finding.verification.sightings;
  const auto isOutlier = [](const Sighting& sighting) { return sighting.isOutlier; };
  if (!std::all_of(sightings.begin(), sightings.end(), isOutlier))
  {
    legend.push_back({Swatch::Disc, colour, finding.words.Say("charts.reading")});
  }
  if (std::any_of(sightings.begin(), sightings.end(), isOutlier))
  {
    legend.push_back({Swatch::Ring, colour, finding.words.Say("charts.outlier")});
  }
  if (finding.model.finding.rawBox)
  {
    legend.push_back({Swatch::Triangle, colours.panel, finding.words.Say("charts.raw")});
  }
  return legend;
}

}  // namespace

LocationMarginal MarginalOf(const Gaussian2D& location, ImageAxis axis)
{
  const Eigen::Index i = axis == ImageAxis::Column ? 0 : 1;
  return {location.Mean()(i), std::sqrt(location.Covariance()(i, i))};
}

void DrawLocationMarginals(ChartPanel& panel, const ChartFinding& finding)
{
  if (!finding.model.location)
  {
    return panel.SayInstead(finding.words.Say("charts.location.none"));
  }
  DrawLegend(panel, LegendOf(finding, panel.Page().Colours()));
  const double gap = 0.4 * panel.TextSize();
  const double half = (panel.Room().height - gap) / 2.0;
  DrawMarginal(panel, panel.TakeTop(half), finding, ImageAxis::Column);
  panel.TakeTop(gap);
  DrawMarginal(panel, panel.TakeTop(half), finding, ImageAxis::Row);
}

}  // namespace vlm
