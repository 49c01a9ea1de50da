// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/PlateKey.h"

#include <array>
#include <string>

#include "Render/LesionMarks.h"

namespace vlm
{

namespace
{

constexpr Colour PictureGround{0.05, 0.05, 0.05};  // the samples lie on, as on a picture

// From `left` to `right`.
using Sample = void (*)(Canvas& canvas, cv::Point2d left, cv::Point2d right);

struct KeyEntry
{
  std::string_view phrase;
  Sample draw;
};

void DrawLine(Canvas& canvas, cv::Point2d left, cv::Point2d right)
{
  DrawPolygon(canvas, {left, right}, {ColourOf(1), 0.9 * canvas.LineWidth()});
}

void DrawDashes(Canvas& canvas, cv::Point2d left, cv::Point2d right)
{
  DrawPolygon(canvas, {left, right}, {ColourOf(1), 0.9 * canvas.LineWidth(), LinePattern::Dashed});
}

void DrawCentre(Canvas& canvas, cv::Point2d left, cv::Point2d right)
{
  DrawCross(canvas, (left + right) / 2.0, {ColourOf(1), 0.7 * canvas.LineWidth()});
}

void DrawThinLine(Canvas& canvas, cv::Point2d left, cv::Point2d right)
{
  DrawPolygon(canvas, {left, right}, {ColourOf(1), 0.45 * canvas.LineWidth()});
}

void DrawAxis(Canvas& canvas, cv::Point2d left, cv::Point2d right)
{
  DrawAxisLine(canvas, {left, right}, {White, 0.45 * canvas.LineWidth()});
}

}  // namespace

void DrawPlateKey(Sheet& sheet, const cv::Rect2d& place, const Phrasebook& words)
{
  constexpr std::array<KeyEntry, 5> entries = {{{"plates.key.edge", DrawLine},
                                                {"plates.key.dashed", DrawDashes},
                                                {"plates.key.axes", DrawAxis},
                                                {"plates.key.cross", DrawCentre},
                                                {"plates.key.region", DrawThinLine}}};
  const double text = sheet.TextSize();
  const double sample = 2.6 * text;
  const double middle = place.y + PlateKeyHeightInText * text / 2.0;
  double left = place.x;
  for (const KeyEntry& entry : entries)
  {
    const double room = place.br().x - left - sample - 0.5 * text;
    if (room < 2.0 * text)
    {
      return;
    }
    sheet.Drawing().FillRounded({left, middle - 0.55 * text, sample, 1.1 * text}, 0.25 * text,
                                PictureGround);
    entry.draw(sheet.Drawing(), {left + 0.35 * text, middle},
               {left + sample - 0.35 * text, middle});
    const TextLabel label(words.Say(entry.phrase),
                          {0.85 * text, TextWeight::Normal, TextOverflow::Ellipsis, room});
    label.Draw(sheet.Drawing(), {left + sample + 0.5 * text, middle - label.Size().height / 2.0},
               sheet.Colours().faintInk);
    left += sample + label.Size().width + 2.0 * text;
  }
}

}  // namespace vlm
