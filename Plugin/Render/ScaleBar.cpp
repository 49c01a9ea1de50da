// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/ScaleBar.h"

#include <cmath>
#include <string>

#include "Render/Canvas.h"
#include "Render/Numbers.h"
#include "Render/TextLabel.h"

namespace vlm
{

namespace
{

// Beyond, no medical image has its spacing right.
constexpr double ShortestBarMm = 0.1;
constexpr double LongestBarMm = 2000.0;

std::string TextOf(double lengthMm, const LayerSubject& subject)
{
  const std::string length = FormatLength(lengthMm) + " mm";
  const bool isOfDetector =
      subject.frame.spacing->source == PixelSpacing::Source::ImagerPixelSpacing;
  return isOfDetector ? subject.words.Say("layers.detector", {{"length", length}}) : length;
}

}  // namespace

double ScaleBarMm(double pixelMm, int drawnWidth)
{
  const double longest = 0.25 * pixelMm * drawnWidth;
  const double power = std::pow(10.0, std::floor(std::log10(longest)));
  const double leading = longest / power;
  return leading >= 5.0 ? 5.0 * power : leading >= 2.0 ? 2.0 * power : power;
}

void DrawScaleBar(Canvas& canvas, PictureSpace& space, const LayerSubject& subject,
                  const PictureGeometry& geometry)
{
  const auto pixelMm = DrawnPixelMm(subject.frame, geometry);
  const double textSize = canvas.TextSize();
  if (!pixelMm || geometry.size.width < 10.0 * textSize)
  {
    return;
  }
  const double lengthMm = ScaleBarMm(*pixelMm, geometry.size.width);
  if (!(lengthMm >= ShortestBarMm && lengthMm <= LongestBarMm))
  {
    return;
  }
  const double length = lengthMm / *pixelMm;
  const TextLabel text(TextOf(lengthMm, subject), {0.9 * textSize});
  const double tick = 0.35 * textSize;
  const double margin = 0.7 * textSize;
  const cv::Size2d size(std::max(length, text.Size().width) + 2.0, text.Size().height + 2.0 * tick);
  const cv::Rect2d place({margin, space.FreeBottom() - size.height - margin}, size);
  if (!space.TakeIfFree(place))
  {
    return;
  }
  text.DrawWithHalo(canvas, {place.x + 1.0, place.y}, White);
  const double left = place.x + 1.0;
  const double y = place.y + place.height - tick;
  cairo_t* const context = canvas.Context();
  cairo_move_to(context, left, y - tick);
  cairo_line_to(context, left, y + tick);
  cairo_move_to(context, left, y);
  cairo_line_to(context, left + length, y);
  cairo_move_to(context, left + length, y - tick);
  cairo_line_to(context, left + length, y + tick);
  canvas.StrokeWithHalo(White, 0.8 * canvas.LineWidth());
}

}  // namespace vlm
