// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/IntensityChart.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

#include "Render/ChartAxes.h"
#include "Render/ChartLegend.h"
#include "Render/IntensityHistogram.h"
#include "Render/Numbers.h"

namespace vlm
{

namespace
{

constexpr Colour WholeImage = FindingColours[1];

struct Moments
{
  double mean = 0.0;
  double deviation = 0.0;
};

Moments MomentsOf(const std::vector<double>& values)
{
  const double count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  const double squares = std::accumulate(values.begin(), values.end(), 0.0,
                                         [mean](double sum, double value)
                                         { return sum + (value - mean) * (value - mean); });
  return {mean, std::sqrt(squares / count)};
}

// Three or four digits, whatever the unit.
std::string IntensityText(double value)
{
  const double size = std::abs(value);
  if (size < 1e6 && (size >= 0.01 || size == 0.0))
  {
    return FormatDecimals(value, size >= 100.0 ? 0 : size >= 1.0 || size == 0.0 ? 1 : 3);
  }
  std::array<char, 32> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 3);
  return {text.data(), end.ptr};
}

std::string RatioText(double ratio)
{
  return ratio < 100.0 ? FormatDecimals(ratio, 2) : IntensityText(ratio);
}

struct Part
{
  const std::vector<double>& values;
  Swatch swatch;  // Area, or DashedLine
  Colour colour;
  std::string name;
};

void TraceSteps(cairo_t* context, const std::vector<double>& density, const IntensityBins& bins,
                const AxisScale& across, const AxisScale& up)
{
  cairo_new_path(context);
  cairo_move_to(context, across.ToDrawn(bins.low), up.begin);
  for (int i = 0; i < bins.count; ++i)
  {
    const double y = up.ToDrawn(density[static_cast<std::size_t>(i)]);
    cairo_line_to(context, across.ToDrawn(bins.low + i * bins.width), y);
    cairo_line_to(context, across.ToDrawn(bins.low + (i + 1) * bins.width), y);
  }
  cairo_line_to(context, across.ToDrawn(bins.High()), up.begin);
}

class HistogramPlot
{
public:
  HistogramPlot(ChartPanel& panel, const std::vector<Part>& parts)
      : panel_(panel), bins_(BinsFor(parts.front().values, parts.back().values)), highest_(0.0)
  {
    for (const Part& part : parts)
    {
      densities_.push_back(DensityOf(part.values, bins_));
      highest_ =
          std::max(highest_, *std::max_element(densities_.back().begin(), densities_.back().end()));
    }
  }

  void Draw(const std::vector<Part>& parts, const std::string& unit)
  {
    const cv::Rect2d& room = panel_.Room();
    const double bottom = room.y + room.height - ColumnAxisHeight(panel_);
    const AxisScale across{bins_.low, bins_.High(), room.x + RowAxisWidth(panel_),
                           room.x + room.width - 0.3 * panel_.TextSize()};
    const AxisScale up{0.0, 1.08 * std::max(highest_, 1e-12), bottom,
                       room.y + 0.6 * panel_.TextSize()};
    for (std::size_t i = 0; i < parts.size(); ++i)
    {
      DrawPart(parts[i], densities_[i], across, up);
    }
    DrawColumnAxis(panel_, across, bottom, unit);
    DrawRowAxis(panel_, up, across.begin);
  }

private:
  void DrawPart(const Part& part, const std::vector<double>& density, const AxisScale& across,
                const AxisScale& up)
  {
    Canvas& canvas = panel_.Page().Drawing();
    cairo_t* const context = canvas.Context();
    TraceSteps(context, density, bins_, across, up);
    const bool isArea = part.swatch == Swatch::Area;
    if (isArea)
    {
      canvas.SetColour({part.colour.red, part.colour.green, part.colour.blue, 0.6});
      cairo_fill_preserve(context);
    }
    const double dash = 0.35 * panel_.TextSize();
    cairo_save(context);
    cairo_set_dash(context, &dash, isArea ? 0 : 1, 0.0);
    canvas.SetColour(panel_.Page().Colours().ink);
    cairo_set_line_width(context, 0.11 * panel_.TextSize());
    cairo_stroke(context);
    const double mean =
        across.ToDrawn(std::clamp(MomentsOf(part.values).mean, bins_.low, bins_.High()));
    cairo_move_to(context, mean, up.begin);
    cairo_line_to(context, mean, up.end - 0.4 * panel_.TextSize());
    cairo_set_line_width(context, 0.22 * panel_.TextSize());
    cairo_stroke(context);
    cairo_restore(context);
  }

  ChartPanel& panel_;
  IntensityBins bins_;
  double highest_;
  std::vector<std::vector<double>> densities_;
};

// Of a known unit; else empty.
std::string UnitText(const Frame& frame)
{
  constexpr std::size_t longest = 12;
  return PrintableText(IntensityUnitOf(frame).value_or("").substr(0, longest));
}

std::string QuantityText(const Frame& frame, const Phrasebook& words)
{
  return words.Say(frame.modalityValues.empty() ? "charts.intensity.grey"
                                                : "charts.intensity.stored");
}

void DrawParts(ChartPanel& panel, const std::vector<Part>& parts, const Frame& frame,
               const Phrasebook& words)
{
  std::vector<LegendEntry> legend;
  for (const Part& part : parts)
  {
    const Moments moments = MomentsOf(part.values);
    legend.push_back(
        {part.swatch, part.colour,
         words.Say("charts.intensity.part", {{"part", part.name},
                                             {"mean", IntensityText(moments.mean)},
                                             {"deviation", IntensityText(moments.deviation)}})});
  }
  DrawLegend(panel, legend);
  const std::string unit = UnitText(frame);
  panel.WriteLine(
      words.Say(unit.empty() ? "charts.intensity.frequency" : "charts.intensity.frequency.unit",
                {{"unit", unit}}),
      panel.Page().Colours().faintInk);
  HistogramPlot(panel, parts).Draw(parts, unit.empty() ? QuantityText(frame, words) : unit);
}

}  // namespace

void DrawIntensityChart(ChartPanel& panel, const ChartFinding& finding)
{
  const IntensitySample sample = SampleAround(finding.frame, finding.model.finding);
  const Phrasebook& words = finding.words;
  if (sample.inside.empty() || sample.around.empty())
  {
    return panel.SayInstead(words.Say("charts.intensity.none"));
  }
  const auto& contrast = finding.model.finding.measurements.contrastToNoise;
  panel.WriteLine(contrast && std::isfinite(*contrast)
                      ? words.Say("charts.intensity.cnr", {{"cnr", RatioText(*contrast)}})
                      : words.Say("charts.intensity.nocnr"),
                  panel.Page().Colours().ink);
  DrawParts(panel,
            {{sample.inside, Swatch::Area, ColourOf(finding.number),
              words.Say("charts.intensity.inside")},
             {sample.around, Swatch::DashedLine, {}, words.Say("charts.intensity.around")}},
            finding.frame, words);
}

void DrawImageIntensities(ChartPanel& panel, const Frame& frame, const Phrasebook& words)
{
  const std::vector<double> values = SampleWhole(frame);
  if (values.empty())
  {
    return panel.SayInstead(words.Say("charts.intensity.none"));
  }
  DrawParts(panel, {{values, Swatch::Area, WholeImage, words.Say("charts.intensity.whole")}}, frame,
            words);
}

}  // namespace vlm
