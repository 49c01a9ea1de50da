// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/SummaryChart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string>

#include "Render/Canvas.h"
#include "Render/Numbers.h"
#include "Render/TextLabel.h"

namespace vlm
{
namespace
{

constexpr Colour Ink{0.12, 0.12, 0.14};
constexpr Colour Faint{0.85, 0.85, 0.87};
constexpr Colour ModelColour{0.0, 0.447, 0.698};  // Okabe and Ito's blue: on white it is seen well
constexpr Colour ModelDots{0.0, 0.447, 0.698, 0.28};
constexpr Colour CentreColour{0.835, 0.369, 0.0};
constexpr Colour RandomColour{0.45, 0.45, 0.48};

constexpr double TextPx = 15.0;
constexpr double RowPx = 46.0;
constexpr double TopPx = 112.0;
constexpr double BottomPx = 44.0;
constexpr double NamesPx = 190.0;
constexpr double PanelPx = 460.0;
constexpr double GapPx = 44.0;
constexpr std::size_t MostRows = 41;

enum class Align
{
  Left,
  Centre,
  Right
};

void Write(Canvas& canvas, const std::string& text, cv::Point2d at, Align align,
           TextWeight weight = TextWeight::Normal)
{
  const TextLabel label(text, {TextPx, weight});
  const double shift = align == Align::Left ? 0.0 : align == Align::Centre ? 0.5 : 1.0;
  label.Draw(canvas, {at.x - shift * label.Size().width, at.y - label.Size().height / 2.0}, Ink);
}

void Line(Canvas& canvas, cv::Point2d from, cv::Point2d to, const Colour& colour, double width)
{
  cairo_t* const context = canvas.Context();
  cairo_move_to(context, from.x, from.y);
  cairo_line_to(context, to.x, to.y);
  canvas.SetColour(colour);
  cairo_set_line_width(context, width);
  cairo_stroke(context);
}

// One scale from left to right, with a row for each group.
struct Panel
{
  double left = 0.0;
  double most = 1.0;  // at the right end
  double step = 0.2;  // between marks

  double X(double value) const { return left + std::clamp(value / most, 0.0, 1.0) * PanelPx; }
};

double RowCentre(std::size_t row)
{
  return TopPx + (static_cast<double>(row) + 0.5) * RowPx;
}

void DrawScale(Canvas& canvas, const Panel& panel, const std::string& title, std::size_t rows)
{
  const double bottom = TopPx + static_cast<double>(rows) * RowPx;
  Write(canvas, title, {panel.left, TopPx - 22.0}, Align::Left, TextWeight::Bold);
  const int marks = static_cast<int>(std::lround(panel.most / panel.step));
  for (int i = 0; i <= marks; ++i)
  {
    const double value = i * panel.step;
    Line(canvas, {panel.X(value), TopPx}, {panel.X(value), bottom}, Faint, 1.0);
    Write(canvas, FormatDecimals(value, panel.step < 1.0 ? 1 : 0), {panel.X(value), bottom + 16.0},
          Align::Centre);
  }
}

void DrawMark(Canvas& canvas, const Panel& panel, std::optional<double> value, double row,
              const Colour& colour)
{
  constexpr double halfPx = 15.0;
  if (value)
  {
    Line(canvas, {panel.X(*value), row - halfPx}, {panel.X(*value), row + halfPx}, colour, 3.0);
  }
}

// A mean with its interval.
void DrawMean(Canvas& canvas, const Panel& panel, double row, std::optional<double> value,
              std::optional<Interval> interval)
{
  if (interval)
  {
    Line(canvas, {panel.X(interval->low), row}, {panel.X(interval->high), row}, ModelColour, 4.0);
  }
  if (value)
  {
    canvas.FillDisc({panel.X(*value), row}, 7.0, ModelColour);
  }
}

void DrawErrors(Canvas& canvas, const Panel& panel, double row, const ComparedGroup& group)
{
  const auto& errors = group.model.tally.errorShares;
  for (std::size_t i = 0; i < errors.size(); ++i)
  {
    // Spread over the row's height, so that dots do not hide each other.
    const double offset = (static_cast<double>(i * 7 % 11) - 5.0) * 2.4;
    canvas.FillDisc({panel.X(errors[i] * DiagonalOf512), row + offset}, 3.0, ModelDots);
  }
  DrawMark(canvas, panel, group.centreBox.Value("MeanErrorPx512"), row, CentreColour);
  DrawMark(canvas, panel, group.randomBox.Value("MeanErrorPx512"), row, RandomColour);
  DrawMean(canvas, panel, row, group.model.Value("MeanErrorPx512"),
           group.model.IntervalOf("MeanErrorPx512"));
}

void DrawPointing(Canvas& canvas, const Panel& panel, double row, const ComparedGroup& group)
{
  const auto value = group.model.Value("PointingAccuracy");
  if (value)
  {
    Line(canvas, {panel.left, row}, {panel.X(*value), row}, ModelDots, 18.0);
  }
  DrawMark(canvas, panel, group.centreBox.Value("PointingAccuracy"), row, CentreColour);
  DrawMark(canvas, panel, group.randomBox.Value("PointingAccuracy"), row, RandomColour);
  DrawMean(canvas, panel, row, value, group.model.IntervalOf("PointingAccuracy"));
}

// Wide enough for nearly all errors; what is beyond is drawn at the edge.
Panel ErrorPanel(const std::vector<ComparedGroup>& groups)
{
  auto errors = groups.front().model.tally.errorShares;
  std::sort(errors.begin(), errors.end());
  double most = errors.empty() ? 0.0 : errors[(errors.size() - 1) * 97 / 100] * DiagonalOf512;
  for (const auto& group : groups)
  {
    most = std::max({most, group.model.Value("MeanErrorPx512").value_or(0.0),
                     group.centreBox.Value("MeanErrorPx512").value_or(0.0),
                     group.randomBox.Value("MeanErrorPx512").value_or(0.0)});
  }
  constexpr std::array<double, 5> steps = {5.0, 10.0, 20.0, 50.0, 100.0};
  constexpr double mostMarks = 8.0;
  Panel panel;
  panel.left = NamesPx;
  panel.step = *std::find_if(steps.begin(), steps.end() - 1,
                             [most](double step) { return most <= mostMarks * step; });
  panel.most = std::max(1.0, std::ceil(most / panel.step)) * panel.step;
  return panel;
}

void DrawLegend(Canvas& canvas, const Evaluation& evaluation)
{
  const double row = 62.0;
  Write(canvas,
        "vlm-evaluate: model " + evaluation.model.name + ", " +
            std::to_string(evaluation.images.size()) + " images, " +
            std::to_string(evaluation.calls) + (evaluation.calls == 1 ? " call" : " calls") +
            " for an image, pixel evidence " + (evaluation.usesPixelEvidence ? "on" : "off"),
        {16.0, 26.0}, Align::Left, TextWeight::Bold);
  canvas.FillDisc({24.0, row}, 7.0, ModelColour);
  Line(canvas, {16.0, row}, {44.0, row}, ModelColour, 4.0);
  Write(canvas, "mean and its 95 % interval", {54.0, row}, Align::Left);
  canvas.FillDisc({278.0, row}, 3.0, ModelDots);
  Write(canvas, "one finding", {288.0, row}, Align::Left);
  Line(canvas, {400.0, row - 12.0}, {400.0, row + 12.0}, CentreColour, 3.0);
  Write(canvas, "a box in the centre of every image", {410.0, row}, Align::Left);
  Line(canvas, {690.0, row - 12.0}, {690.0, row + 12.0}, RandomColour, 3.0);
  Write(canvas, "a box at random", {700.0, row}, Align::Left);
}

// Of images without lesions there is one figure.
void DrawNormal(Canvas& canvas, const Panel& panel, double row, const ComparedGroup& group)
{
  const auto findings = group.model.Value("FalsePerNormal");
  if (findings)
  {
    Write(canvas, "no lesions; " + FormatDecimals(*findings, 2) + " findings for each image",
          {panel.left + 6.0, row}, Align::Left);
  }
}

std::string NameOf(const ComparedGroup& group)
{
  return group.name + " (" + FormatDecimals(group.model.tally.images, 0) + ")";
}

}  // namespace

Result<cv::Mat> DrawSummaryChart(const Evaluation& evaluation)
{
  const auto groups = ComparedGroups(evaluation, Grouping::BySource);
  const std::size_t rows = std::min(groups.size(), MostRows);
  cv::Mat picture(static_cast<int>(TopPx + static_cast<double>(rows) * RowPx + BottomPx),
                  static_cast<int>(NamesPx + 2.0 * PanelPx + 2.0 * GapPx), CV_8UC4,
                  cv::Scalar::all(255));
  auto canvas = Canvas::Over(picture);
  if (!canvas.HasValue())
  {
    return canvas.Failure();
  }
  const Panel errors = ErrorPanel(groups);
  const Panel pointing{NamesPx + PanelPx + GapPx, 1.0, 0.2};
  DrawLegend(canvas.Value(), evaluation);
  DrawScale(canvas.Value(), errors, "Error of the centre [px of a 512 x 512 diagonal]", rows);
  DrawScale(canvas.Value(), pointing, "Share of lesions that are pointed at", rows);
  for (std::size_t row = 0; row < rows; ++row)
  {
    const double centre = RowCentre(row);
    Write(canvas.Value(), NameOf(groups[row]), {NamesPx - 14.0, centre}, Align::Right);
    if (groups[row].model.tally.trueFindings == 0.0)
    {
      DrawNormal(canvas.Value(), errors, centre, groups[row]);
      continue;
    }
    DrawErrors(canvas.Value(), errors, centre, groups[row]);
    DrawPointing(canvas.Value(), pointing, centre, groups[row]);
  }
  const auto finished = canvas.Value().Finish();
  if (!finished.HasValue())
  {
    return finished.Failure();
  }
  cv::Mat bgr;
  cv::cvtColor(picture, bgr, cv::COLOR_BGRA2BGR);
  return bgr;
}

}  // namespace vlm
