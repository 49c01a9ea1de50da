// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/LesionTable.h"

#include <algorithm>

#include "Render/FindingWords.h"
#include "Render/NumberBadge.h"

namespace vlm
{

namespace
{

// In terms of text.
constexpr double RowHeight = 1.75;
constexpr double HeadHeight = 1.9;
constexpr double ScaleHeadHeight = 4.4;
constexpr double TextPart = 0.92;
constexpr double Gap = 1.2;
constexpr std::size_t MostRows = 40;

TextStyle StyleOf(double text, double width, TextWeight weight = TextWeight::Normal)
{
  return {TextPart * text, weight, TextOverflow::Ellipsis, std::max(width, 1.0)};
}

void DrawLine(Canvas& canvas, cv::Point2d from, cv::Point2d to, const Colour& colour, double width)
{
  canvas.SetColour(colour);
  cairo_set_line_width(canvas.Context(), width);
  cairo_move_to(canvas.Context(), from.x, from.y);
  cairo_line_to(canvas.Context(), to.x, to.y);
  cairo_stroke(canvas.Context());
}

std::vector<int> NumbersOf(const std::vector<KeyImage>& images, const SeriesLesion& lesion)
{
  std::vector<int> numbers;
  for (const std::size_t image : lesion.images)
  {
    numbers.push_back(ImageNumberOf(images, image));
  }
  return numbers;
}

}  // namespace

struct LesionTable::Columns
{
  Columns(const cv::Rect2d& whole, double textSize, bool hasScale) : place(whole), text(textSize)
  {
    const double gap = Gap * text;
    const double left = whole.x + 0.6 * text;
    const double right = whole.br().x - 1.6 * text;
    const double width = right - left - 2.4 * text;
    badge = left + 0.9 * text;
    name = left + 2.4 * text;
    // Shares of the width: name, images, size, status, slices.
    images = name + (hasScale ? 0.22 : 0.38) * width;
    size = images + (hasScale ? 0.15 : 0.2) * width;
    status = size + (hasScale ? 0.13 : 0.2) * width;
    scaleLeft = status + (hasScale ? 0.15 : 0.22) * width + gap;
    scaleRight = right;
    end = hasScale ? scaleLeft : right + gap;
  }

  double WidthUntil(double from, double next) const { return next - from - Gap * text; }

  cv::Rect2d place;
  double text;
  double badge, name, images, size, status, end;  // left edges; of the badge, its middle
  double scaleLeft, scaleRight;
};

LesionTable::LesionTable(const std::vector<KeyImage>& images, const Phrasebook& words)
    : images_(images), words_(words), lesions_(LesionsOf(images)), scale_(SliceScaleOf(images))
{
}

std::size_t LesionTable::Rows() const
{
  return std::min(lesions_.size(), MostRows);
}

double LesionTable::HeightInText() const
{
  if (lesions_.empty())
  {
    return 0.6 + (scale_ ? ScaleHeadHeight : RowHeight);
  }
  const bool isCut = lesions_.size() > MostRows;
  return 0.6 + (scale_ ? ScaleHeadHeight : HeadHeight) +
         RowHeight * static_cast<double>(Rows() + (isCut ? 1 : 0));
}

void LesionTable::Draw(Sheet& sheet, const cv::Rect2d& place) const
{
  const double text = sheet.TextSize();
  const cv::Rect2d panel(place.x, place.y, place.width, HeightInText() * text);
  sheet.FillPanel(panel);
  const Columns columns(panel, text, scale_.has_value());
  if (scale_)
  {
    DrawScaleHead(sheet, columns);
  }
  if (lesions_.empty())
  {
    const double width = columns.WidthUntil(columns.place.x, scale_ ? columns.end : panel.br().x);
    sheet.Write(words_.Say("plates.series.none"), {place.x + 0.6 * text, place.y + 0.5 * text},
                StyleOf(text, width, TextWeight::Bold), sheet.Colours().ink);
    return;
  }
  DrawHead(sheet, columns);
  double top = place.y + (scale_ ? ScaleHeadHeight : HeadHeight) * text;
  for (std::size_t i = 0; i < Rows(); ++i)
  {
    DrawLine(sheet.Drawing(), {place.x, top}, {panel.br().x, top}, sheet.Colours().rule,
             0.05 * text);
    DrawRow(sheet, columns, lesions_[i], top);
    top += RowHeight * text;
  }
  if (lesions_.size() > MostRows)
  {
    sheet.Write(
        words_.Say("plates.series.more", {{"count", std::to_string(lesions_.size() - MostRows)}}),
        {columns.name, top + 0.2 * text}, StyleOf(text, place.width / 2.0),
        sheet.Colours().faintInk);
  }
}

void LesionTable::DrawHead(Sheet& sheet, const Columns& columns) const
{
  const double bottom = columns.place.y + (scale_ ? ScaleHeadHeight : HeadHeight) * columns.text;
  const double top = bottom - 1.5 * columns.text;
  const auto write = [&](std::string_view key, double left, double next)
  {
    sheet.Write(words_.Say(key), {left, top},
                StyleOf(columns.text, columns.WidthUntil(left, next), TextWeight::Bold),
                sheet.Colours().ink);
  };
  write("plates.series.head.finding", columns.name, columns.images);
  write("plates.series.head.images", columns.images, columns.size);
  write("plates.series.head.size", columns.size, columns.status);
  write("plates.series.head.status", columns.status, columns.end);
}

// What it shows, the positions of its ends, and a tick with the image's number for each key image.
void LesionTable::DrawScaleHead(Sheet& sheet, const Columns& columns) const
{
  const double text = columns.text;
  const double length = columns.scaleRight - columns.scaleLeft;
  const double top = columns.place.y + 0.4 * text;
  sheet.Write(words_.Say("plates.series.head.slices"), {columns.scaleLeft, top},
              StyleOf(text, length, TextWeight::Bold), sheet.Colours().ink);
  const TextStyle small{0.8 * text, TextWeight::Normal, TextOverflow::Ellipsis, length / 2.0};
  const TextLabel last(scale_->last, small);
  sheet.Write(scale_->first, {columns.scaleLeft, top + 1.35 * text}, small,
              sheet.Colours().faintInk);
  last.Draw(sheet.Drawing(), {columns.scaleRight - last.Size().width, top + 1.35 * text},
            sheet.Colours().faintInk);
  const double axis = columns.place.y + ScaleHeadHeight * text;
  double freeFrom = columns.scaleLeft - 2.0 * text;
  const double bottom = columns.place.br().y - 0.3 * text;
  std::vector<std::pair<double, int>> ticks;
  for (std::size_t i = 0; i < images_.size(); ++i)
  {
    if (scale_->mm[i])
    {
      ticks.emplace_back(columns.scaleLeft + scale_->ShareOf(*scale_->mm[i]) * length,
                         ImageNumberOf(images_, i));
    }
  }
  std::sort(ticks.begin(), ticks.end());
  for (const auto& [x, number] : ticks)
  {
    DrawLine(sheet.Drawing(), {x, axis - 0.35 * text}, {x, bottom}, sheet.Colours().rule,
             0.07 * text);
    const TextLabel label(std::to_string(number), {0.75 * text});
    const double left = x - label.Size().width / 2.0;
    if (left >= freeFrom)
    {
      label.Draw(sheet.Drawing(), {left, axis - 0.4 * text - label.Size().height},
                 sheet.Colours().faintInk);
      freeFrom = left + label.Size().width + 0.3 * text;
    }
  }
}

void LesionTable::DrawRow(Sheet& sheet, const Columns& columns, const SeriesLesion& lesion,
                          double top) const
{
  const double text = columns.text;
  const double middle = top + RowHeight * text / 2.0;
  const Finding& largest = LargestSliceOf(lesion);
  const Frame& frame = images_[lesion.images.front()].frame;
  const auto write = [&](const std::string& words, double left, double next)
  {
    const TextLabel label(words, StyleOf(text, columns.WidthUntil(left, next)));
    label.Draw(sheet.Drawing(), {left, middle - label.Size().height / 2.0}, sheet.Colours().ink);
  };
  NumberBadge(lesion.number, 0.88 * text).Draw(sheet.Drawing(), {columns.badge, middle});
  write(NameOf(*lesion.slices.front(), words_), columns.name, columns.images);
  write(RangesOf(NumbersOf(images_, lesion)), columns.images, columns.size);
  write(SizeOf(largest, frame, words_), columns.size, columns.status);
  const CommonStatus common = CommonStatusOf(lesion);
  std::string status = StatusOf(common.status, words_);
  if (common.count < lesion.slices.size())
  {
    status =
        words_.Say("plates.series.status.some", {{"status", status},
                                                 {"count", std::to_string(common.count)},
                                                 {"all", std::to_string(lesion.slices.size())}});
  }
  write(status, columns.status, columns.end);
  if (scale_)
  {
    DrawSlices(sheet, columns, lesion, middle);
  }
}

// A bar from its first to its last slice, a dot in each.
void LesionTable::DrawSlices(Sheet& sheet, const Columns& columns, const SeriesLesion& lesion,
                             double middle) const
{
  const Colour colour = ColourOf(lesion.number);
  const double length = columns.scaleRight - columns.scaleLeft;
  std::vector<double> places;
  for (const std::size_t image : lesion.images)
  {
    if (scale_->mm[image])
    {
      places.push_back(columns.scaleLeft + scale_->ShareOf(*scale_->mm[image]) * length);
    }
  }
  if (places.empty())
  {
    return;
  }
  const auto [first, last] = std::minmax_element(places.begin(), places.end());
  Canvas& canvas = sheet.Drawing();
  DrawLine(canvas, {*first, middle}, {*last, middle}, colour, 0.45 * columns.text);
  for (const double place : places)
  {
    canvas.FillDisc({place, middle}, 0.48 * columns.text, sheet.Colours().panel);
    canvas.FillDisc({place, middle}, 0.4 * columns.text, colour);
  }
}

}  // namespace vlm
