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

constexpr double NoteText = 0.95;       // in terms of ordinary text
constexpr double WidestNote = 0.44;     // of the picture's width: an edge's letter is in its middle
constexpr double MostOfTwoLines = 1.7;  // of a line: words do not break anywhere

struct Attempt
{
  std::string text;
  double size;  // of ordinary text
  double largestBand;
};

std::optional<TextLabel> FittingText(const Canvas& canvas, const LayerOptions& options,
                                     const Phrasebook& words)
{
  const std::string sentence = DisclaimerOf(options, words);
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

// Without those that are too long for two lines.
std::vector<TextLabel> NotesWithin(double width, const std::vector<std::string>& notes,
                                   double textSize)
{
  std::vector<TextLabel> lines;
  for (const std::string& note : notes)
  {
    TextStyle style{NoteText * textSize};
    const double length = TextLabel(note, style).Size().width;
    if (length > width)
    {
      style.overflow = TextOverflow::TwoLines;
      style.maximumWidthPx = width;
    }
    if (length < MostOfTwoLines * width)
    {
      lines.emplace_back(note, style);
    }
  }
  return lines;
}

void DrawLines(Canvas& canvas, const std::vector<TextLabel>& lines, const cv::Rect2d& plate,
               const ThemeColours& colours)
{
  const double pad = 0.45 * canvas.TextSize();
  canvas.FillRounded(plate, 0.3 * canvas.TextSize(), colours.plate);
  cv::Point2d at(plate.x + pad, plate.y + pad / 2.0);
  for (const TextLabel& line : lines)
  {
    line.Draw(canvas, at, colours.ink);
    at.y += line.Size().height;
  }
}

}  // namespace

std::string DisclaimerOf(const LayerOptions& options, const Phrasebook& words)
{
  return words.Say(options.isSignedOff ? "layers.disclaimer.reviewed" : "layers.disclaimer");
}

void DrawDisclaimer(Canvas& canvas, PictureSpace& space, const LayerOptions& options,
                    const Phrasebook& words)
{
  const ThemeColours& colours = ColoursOf(options.theme);
  const auto text = FittingText(canvas, options, words);
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

void DrawCornerNotes(Canvas& canvas, PictureSpace& space, const std::vector<std::string>& notes,
                     const ThemeColours& colours)
{
  const double textSize = canvas.TextSize();
  const double pad = 0.45 * textSize;
  std::vector<TextLabel> lines = NotesWithin(WidestNote * canvas.Size().width, notes, textSize);
  for (; !lines.empty(); lines.pop_back())
  {
    cv::Size2d size(0.0, pad);
    for (const TextLabel& line : lines)
    {
      size = {std::max(size.width, line.Size().width + 2.0 * pad),
              size.height + line.Size().height};
    }
    const auto place = lines.size() > 1 ? space.TakeClearCorner(size, pad, CornerSide::Left)
                                        : space.TakeCorner(size, pad, CornerSide::Left);
    if (place)
    {
      DrawLines(canvas, lines, *place, colours);
      return;
    }
  }
}

}  // namespace vlm
