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
  std::string_view text;
  double size;  // of ordinary text
  double largestBand;
};

std::optional<TextLabel> FittingText(const Canvas& canvas)
{
  const std::array<Attempt, 4> attempts = {{{Disclaimer, 0.9, LargestBand},
                                            {Disclaimer, 0.8, 1.4 * LargestBand},
                                            {"AI \u00B7 not for diagnosis", 0.8, 0.5},
                                            {"AI", 0.8, 0.7}}};
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

void DrawDisclaimer(Canvas& canvas, PictureSpace& space)
{
  const auto text = FittingText(canvas);
  if (!text)
  {
    return;
  }
  const double pad = std::min(0.25 * canvas.TextSize(), 0.04 * canvas.Size().height);
  const double height = text->Size().height + 2.0 * pad;
  const cv::Rect2d band(0.0, canvas.Size().height - height, canvas.Size().width, height);
  cairo_rectangle(canvas.Context(), band.x, band.y, band.width, band.height);
  canvas.SetColour(Plate);
  cairo_fill(canvas.Context());
  text->Draw(canvas, {(band.width - text->Size().width) / 2.0, band.y + pad}, White);
  space.TakeBottom(height);
}

void DrawCornerNote(Canvas& canvas, PictureSpace& space, std::string_view note)
{
  const double textSize = canvas.TextSize();
  const TextLabel text(note, {0.95 * textSize});
  const double pad = 0.45 * textSize;
  const cv::Rect2d plate(pad, pad, text.Size().width + 2.0 * pad, text.Size().height + pad);
  if (!space.TakeIfFree(plate))
  {
    return;
  }
  canvas.FillRounded(plate, 0.3 * textSize, Plate);
  text.Draw(canvas, {plate.x + pad, plate.y + pad / 2.0}, White);
}

}  // namespace vlm
