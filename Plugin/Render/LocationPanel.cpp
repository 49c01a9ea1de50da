// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/LocationPanel.h"

#include <algorithm>

#include "Render/EllipseOverlay.h"
#include "Render/FindingLabels.h"
#include "Render/FindingWords.h"
#include "Render/LabelPlacement.h"
#include "Render/LocatedFinding.h"
#include "Render/NumberBadge.h"
#include "Render/Sheet.h"

namespace vlm
{

namespace
{

// Of the panel, by labels.
constexpr double LargestCover = 0.2;
constexpr double LargestCoverOfNumbers = 0.35;

struct MovedFinding
{
  LocatedFinding located;
  std::string shift;  // empty: not moved
  std::optional<Polygon> raw;
  cv::Rect2d body;  // of both, within the panel

  Colour Tone() const { return ColourOf(located.number); }
};

std::vector<MovedFinding> MovedFindings(const LayerSubject& subject,
                                        const PictureGeometry& geometry)
{
  std::vector<MovedFinding> moved;
  for (LocatedFinding& located :
       LocateFindings(subject.findings, geometry, subject.options.finding))
  {
    const Finding& finding = located.model->finding;
    MovedFinding one;
    one.shift = ShiftOf(finding);
    one.raw = CornersOf(finding.rawBox, geometry);
    const cv::Rect2d edge = BoundsOf(located.edge);
    one.body = (one.raw ? edge | BoundsOf(*one.raw) : edge) &
               cv::Rect2d({0.0, 0.0}, cv::Size2d(geometry.size));
    one.located = std::move(located);
    moved.push_back(std::move(one));
  }
  return moved;
}

void DrawShapes(Canvas& canvas, const MovedFinding& finding, double line)
{
  if (finding.raw)
  {
    DrawPolygon(canvas, *finding.raw, {finding.Tone(), 0.8 * line, LinePattern::Dotted});
  }
  DrawPolygon(canvas, finding.located.edge,
              {finding.Tone(), 0.8 * line, EdgePatternOf(finding.located)});
}

void DrawShift(Canvas& canvas, const MovedFinding& finding, double line)
{
  if (finding.raw)
  {
    const cv::Rect2d raw = BoundsOf(*finding.raw);
    DrawArrow(canvas, (raw.tl() + raw.br()) / 2.0, finding.located.centre,
              {finding.Tone(), 0.9 * line});
  }
}

// Number and shift on a plate.
class ShiftLabel
{
public:
  ShiftLabel(const MovedFinding& finding, const std::string& shift, double text)
      : text_(text), badge_(finding.located.number, 0.8 * text), shift_(shift, {0.8 * text})
  {
    const double words = shift.empty() ? 0.0 : shift_.Size().width + 0.7 * text;
    size_ = {badge_.Diameter() + words, badge_.Diameter()};
  }

  cv::Size2d Size() const { return size_; }

  void Draw(Canvas& canvas, const ThemeColours& colours, cv::Point2d topLeft) const
  {
    const double radius = badge_.Diameter() / 2.0;
    if (size_.width > badge_.Diameter())
    {
      canvas.FillRounded({topLeft, size_}, radius, colours.plate);
      shift_.Draw(canvas,
                  topLeft + cv::Point2d(badge_.Diameter() + 0.25 * text_,
                                        radius - shift_.Size().height / 2.0),
                  colours.ink);
    }
    badge_.Draw(canvas, topLeft + cv::Point2d(radius, size_.height / 2.0));
  }

private:
  double text_;
  NumberBadge badge_;
  TextLabel shift_;
  cv::Size2d size_;
};

std::vector<ShiftLabel> LabelsOf(const std::vector<MovedFinding>& findings, double text,
                                 double largestArea)
{
  const std::size_t count = std::min(findings.size(), MostLabelled);
  std::vector<ShiftLabel> labels;
  double area = 0.0;
  for (std::size_t i = 0; i < count; ++i)
  {
    labels.emplace_back(findings[i], findings[i].shift, text);
    area += labels.back().Size().area();
  }
  if (area > largestArea)
  {
    labels.clear();  // the numbers alone then: the legend tells the shifts
    for (std::size_t i = 0; i < count; ++i)
    {
      labels.emplace_back(findings[i], "", text);
    }
  }
  return labels;
}

// To a label that found its place farther away.
void DrawLeader(Canvas& canvas, const cv::Rect2d& label, const MovedFinding& finding, double text)
{
  const cv::Point2d start((label.tl() + label.br()) / 2.0);
  const cv::Point2d end = NearestPoint(finding.body, start);
  if (cv::norm(NearestPoint(label, end) - end) > text)
  {
    DrawPolygon(canvas, {start, end}, {finding.Tone(), 0.06 * text});
  }
}

void DrawLabels(Sheet& sheet, const std::vector<MovedFinding>& findings, PictureSpace& space,
                double text)
{
  const double area = space.Size().area();
  const std::vector<ShiftLabel> labels = LabelsOf(findings, text, LargestCover * area);
  double free = LargestCoverOfNumbers * area;
  for (std::size_t i = 0; i < labels.size(); ++i)
  {
    const ShiftLabel& label = labels[i];
    const auto place = label.Size().area() > free
                           ? std::nullopt
                           : PlaceLabel(space, label.Size(), findings[i].body, 0.3 * text);
    if (place)
    {
      free -= place->area();
      space.Take(*place);
      DrawLeader(sheet.Drawing(), *place, findings[i], text);
      label.Draw(sheet.Drawing(), sheet.Colours(), place->tl());
    }
  }
}

}  // namespace

void DrawLocationMarks(Sheet& sheet, const LayerSubject& subject, const PanelPlace& panel)
{
  const std::vector<MovedFinding> findings = MovedFindings(subject, panel.geometry);
  PictureSpace space(panel.geometry.size);
  for (const MovedFinding& finding : findings)
  {
    space.Avoid(finding.body);
  }
  // Small panels have smaller text and thinner lines, as other layers have.
  const double text = sheet.TextSize() *
                      std::clamp(panel.geometry.size.width / (34.0 * sheet.TextSize()), 0.62, 1.0);
  const double line = text / 7.5;
  Canvas& canvas = sheet.Drawing();
  WithinPanel(canvas, panel,
              [&]
              {
                for (const MovedFinding& finding : findings)
                {
                  DrawShapes(canvas, finding, line);
                }
                for (const MovedFinding& finding : findings)
                {
                  DrawShift(canvas, finding, line);
                }
                DrawLabels(sheet, findings, space, text);
              });
}

}  // namespace vlm
