// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/LesionInset.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "Render/FindingWords.h"
#include "Render/LabelPlacement.h"
#include "Render/LesionMarks.h"
#include "Render/Numbers.h"
#include "Render/ScaleBar.h"
#include "Render/Sheet.h"

namespace vlm
{

namespace
{

constexpr double LengthText = 0.8;  // in terms of the sheet's text size

std::string LengthOf(const std::optional<double>& mm, const std::optional<double>& px)
{
  if (IsMeasure(mm))
  {
    return FormatLength(*mm) + " mm";
  }
  return IsMeasure(px) ? FormatLength(*px) + " px" : "";
}

// Beyond one end of the axis, where it covers neither the lesion nor what was written before.
void WriteLength(Canvas& canvas, PictureSpace& space, const Chord& axis, const std::string& length)
{
  const double text = LengthText * canvas.TextSize();
  const TextLabel label(length, {text, TextWeight::Bold});
  const cv::Point2d along = axis.to - axis.from;
  const double norm = cv::norm(along);
  if (length.empty() || norm < 1.0)
  {
    return;
  }
  const cv::Point2d direction = along / norm;
  const double reach = 0.5 * (std::abs(direction.x) * label.Size().width +
                              std::abs(direction.y) * label.Size().height) +
                       0.5 * text;
  const cv::Point2d half(label.Size().width / 2.0, label.Size().height / 2.0);
  for (const cv::Point2d centre : {axis.to + direction * reach, axis.from - direction * reach})
  {
    const cv::Rect2d place(centre - half, label.Size());
    if (space.TakeIfFree(place))
    {
      label.DrawWithHalo(canvas, place.tl(), White);
      return;
    }
  }
}

void DrawMarks(Canvas& canvas, const ModelledFinding& finding, const LesionShape& shape,
               const Colour& colour, const PictureGeometry& geometry)
{
  const double line = canvas.LineWidth();
  const Polygon region = CentreRegionOf(finding, geometry);
  if (!region.empty())
  {
    DrawPolygon(canvas, region, {colour, 0.45 * line, LinePattern::Solid});
  }
  DrawAxisLine(canvas, shape.longAxis, {White, 0.45 * line, LinePattern::Solid});
  DrawAxisLine(canvas, shape.shortAxis, {White, 0.45 * line, LinePattern::Solid});
  const bool isUnverified = finding.finding.verification.status == VerificationStatus::Unverified;
  DrawPolygon(canvas, shape.edge,
              {colour, 0.9 * line, isUnverified ? LinePattern::Dashed : LinePattern::Solid});
  DrawCross(canvas, shape.centre, {colour, 0.7 * line, LinePattern::Solid});
}

}  // namespace

void DrawLesionInset(Sheet& sheet, const LayerSubject& subject, const CardSubject& card,
                     const cv::Rect2d& room)
{
  const Frame& frame = subject.frame;
  const Finding& finding = card.finding.finding;
  PanelPlace panel;
  panel.geometry = InsetGeometry(
      frame, InsetRegionOf(finding, frame),
      {std::max(static_cast<int>(room.width), 1), std::max(static_cast<int>(room.height), 1)});
  const cv::Size size = panel.geometry.size;
  panel.topLeft = {static_cast<int>(room.x + (room.width - size.width) / 2.0),
                   static_cast<int>(room.y + (room.height - size.height) / 2.0)};
  sheet.Paste(PictureIn(frame, panel.geometry), panel.topLeft);
  const auto shape = LesionShapeOf(card.finding, panel.geometry);
  Canvas& canvas = sheet.Drawing();
  WithinPanel(canvas, panel,
              [&]
              {
                PictureSpace space(size);
                DrawScaleBar(canvas, space, subject, panel.geometry);
                if (shape)
                {
                  const Measurements& measured = finding.measurements;
                  DrawMarks(canvas, card.finding, *shape, ColourOf(card.number), panel.geometry);
                  WriteLength(canvas, space, shape->longAxis,
                              LengthOf(measured.longAxisMm, measured.longAxisPx));
                  WriteLength(canvas, space, shape->shortAxis,
                              LengthOf(measured.shortAxisMm, measured.shortAxisPx));
                }
              });
}

}  // namespace vlm
