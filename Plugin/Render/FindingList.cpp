// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/FindingList.h"

#include <algorithm>

#include "Render/NumberBadge.h"

namespace vlm
{

namespace
{

// In terms of the sheet's text size.
constexpr double LineHeight = 1.65;
constexpr double TextPart = 0.9;
constexpr double ColumnGap = 1.8;
constexpr double NumberRoom = 2.1;
constexpr std::size_t ManyEntries = 20;

void DrawEntry(Sheet& sheet, const ListedFinding& entry, cv::Point2d topLeft, double width)
{
  const double text = sheet.TextSize();
  const double size = TextPart * text;
  double left = topLeft.x;
  if (entry.number > 0)
  {
    const NumberBadge badge(entry.number, 0.85 * text);
    badge.Draw(sheet.Drawing(), {left + 0.85 * text, topLeft.y + LineHeight * text / 2.0});
    left += NumberRoom * text;
  }
  const double room = topLeft.x + width - left;
  const TextLabel details(entry.details,
                          {size, TextWeight::Normal, TextOverflow::Ellipsis, 0.7 * room});
  const TextLabel name(entry.name, {size, TextWeight::Normal, TextOverflow::Ellipsis,
                                    std::max(room - details.Size().width - text, 1.0)});
  const double middle = topLeft.y + LineHeight * text / 2.0;
  name.Draw(sheet.Drawing(), {left, middle - name.Size().height / 2.0}, sheet.Colours().ink);
  details.Draw(sheet.Drawing(),
               {left + name.Size().width + text, middle - details.Size().height / 2.0},
               sheet.Colours().faintInk);
}

}  // namespace

FindingList::FindingList(std::vector<ListedFinding> entries, std::size_t capacity,
                         const Phrasebook& words)
    : entries_(std::move(entries))
{
  if (entries_.size() > capacity)
  {
    const std::size_t more = entries_.size() - (capacity - 1);
    entries_.resize(capacity - 1);
    entries_.push_back({0, words.Say("plates.more", {{"count", std::to_string(more)}}), ""});
  }
}

std::size_t FindingList::Columns() const
{
  return entries_.size() > ManyEntries ? 3 : 2;
}

std::size_t FindingList::Rows() const
{
  return (entries_.size() + Columns() - 1) / Columns();
}

double FindingList::HeightInText() const
{
  return LineHeight * static_cast<double>(Rows());
}

void FindingList::Draw(Sheet& sheet, const cv::Rect2d& place) const
{
  const double text = sheet.TextSize();
  const double gap = ColumnGap * text;
  const double columns = static_cast<double>(Columns());
  const double width = (place.width - (columns - 1.0) * gap) / columns;
  for (std::size_t i = 0; i < entries_.size(); ++i)
  {
    const std::size_t columnsBefore = i / Rows();
    const double column = static_cast<double>(columnsBefore);
    const double row = static_cast<double>(i % Rows());
    DrawEntry(sheet, entries_[i],
              {place.x + column * (width + gap), place.y + row * LineHeight * text}, width);
  }
}

}  // namespace vlm
