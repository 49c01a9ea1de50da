// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/StandingText.h"

#include <algorithm>
#include <array>
#include <optional>

#include "Render/Canvas.h"
#include "Render/TextLabel.h"

namespace vlm
{

namespace
{

// The band covers at most this part of the picture's height.
constexpr double LargestBand = 0.2;
constexpr double SmallestText = 7.0;  // below, letters cannot be read

struct Attempt
{
  std::string text;
  double size;  // of ordinary text
  double largestBand;
};

std::optional<TextLabel> FittingText(const Canvas& canvas, const Phrasebook& words)
{
  const std::string sentence = words.Say("layers.disclaimer");
  const std::array<Attempt, 4> attempts = {{{sentence, 0.9, LargestBand},
                                            {sentence, 0.8, 1.4 * LargestBand},
                                            {words.Say("layers.disclaimer.short"), 0.8, 0.5},
                                            {words.Say("layers.disclaimer.shortest"), 0.8, 0.7}}};
  for (const Attempt& attempt : attempts)
  {
    const double size = std::max(attempt.size * canvas.TextSize(), SmallestText);
    const double width = canvas.Size().width - (attempt.text.size() > 2 ? 0.6 * size : 1.0);
    if (width <= 0.0)
    {
      continue;
    }
    TextLabel text(attempt.text, {size, TextWeight::Normal, TextOverflow::Wrap, width});
    const bool fits = text.Size().width <= width + 0.5 &&
                      text.Size().height <= attempt.largestBand * canvas.Size().height;
    if (fits)
    {
      return text;
    }
  }
  return std::nullopt;
}

}  // namespace

void DrawDisclaimer(Canvas& canvas, PictureSpace& space, const Phrasebook& words,
                    const ThemeColours& colours)
{
  const auto text = FittingText(canvas, words);
  if (!text)
  {
    return;
  }
  const double pad = std::min(0.25 * canvas.TextSize(), 0.04 * canvas.Size().height);
  const double height = text->Size().height + 2.0 * pad;
  const cv::Rect2d band(0.0, canvas.Size().height - height, canvas.Size().width, height);
  cairo_rectangle(canvas.Context(), band.x, band.y, band.width, band.height);
  canvas.SetColour(colours.plate);
  cairo_fill(canvas.Context());
  text->Draw(canvas, {(band.width - text->Size().width) / 2.0, band.y + pad}, colours.ink);
  space.TakeBottom(height);
}

void DrawCornerNote(Canvas& canvas, PictureSpace& space, std::string_view note,
                    const ThemeColours& colours)
{
  if (note.empty())
  {
    return;
  }
  const double textSize = canvas.TextSize();
  const TextLabel text(note, {0.95 * textSize});
  const double pad = 0.45 * textSize;
  const auto place = space.TakeCorner({text.Size().width + 2.0 * pad, text.Size().height + pad},
                                      pad, CornerSide::Left);
  if (!place)
  {
    return;
  }
  const cv::Rect2d& plate = *place;
  canvas.FillRounded(plate, 0.3 * textSize, colours.plate);
  text.Draw(canvas, {plate.x + pad, plate.y + pad / 2.0}, colours.ink);
}

}  // namespace vlm
