// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/FindingTable.h"

#include <array>
#include <cmath>
#include <string>

#include "Render/FindingWords.h"
#include "Render/NumberBadge.h"
#include "Render/Numbers.h"
#include "Render/VerificationMarks.h"

namespace vlm
{

namespace
{

// In terms of the sheet's text size.
constexpr double RowHeight = 1.75;
constexpr double TextPart = 0.88;
constexpr double Padding = 0.8;
constexpr double NumberRoom = 2.5;
constexpr double StatusRoom = 1.4;  // of the mark before the word

// From left to right, after the number.
enum Column : std::size_t
{
  Name,
  Place,
  Size,
  Score,
  Status,
  Shift,
  Looks,
  Weight,
  ColumnCount
};

constexpr std::array<std::string_view, ColumnCount> Keys = {
    "charts.table.name",   "charts.table.place", "charts.table.size",  "charts.table.score",
    "charts.table.status", "charts.table.shift", "charts.table.looks", "charts.table.weight"};
// They and the number fill a sheet's width.
constexpr std::array<double, ColumnCount> Widths = {22.3, 14.5, 12.2, 5.0, 10.7, 10.4, 5.3, 4.5};

using Cells = std::array<std::string, ColumnCount>;

std::string SizeCell(const ChartFinding& finding)
{
  const Measurements& measured = finding.model.finding.measurements;
  const bool hasMm = IsMeasure(measured.longAxisMm) && IsMeasure(measured.shortAxisMm);
  if (!hasMm)
  {
    return SizeOf(finding.model.finding, finding.frame, finding.words);
  }
  const auto& spacing = finding.frame.spacing;
  const bool isOfDetector = spacing && spacing->source == PixelSpacing::Source::ImagerPixelSpacing;
  return finding.words.Say(isOfDetector ? "charts.table.size.detector" : "charts.table.size.mm",
                           {{"long", FormatLength(*measured.longAxisMm)},
                            {"short", FormatLength(*measured.shortAxisMm)}});
}

std::string ShareText(double share)
{
  return std::isfinite(share) ? FormatDecimals(std::clamp(share, 0.0, 1.0), 2) : "";
}

Cells CellsOf(const ChartFinding& finding)
{
  const Finding& told = finding.model.finding;
  const auto& score = told.statement.modelScore;
  return {NameOf(told, finding.words),
          PlaceOf(told, finding.words),
          SizeCell(finding),
          score ? ShareText(*score) : "",
          StatusOf(told.verification.status, finding.words),
          ShiftOf(told),
          LooksOf(told.verification, finding.words),
          told.box ? ShareText(finding.model.weight) : ""};
}

struct RowStyle
{
  TextWeight weight;
  Colour ink;
  std::string_view missing;  // for an empty cell
};

void WriteCells(Sheet& sheet, const Cells& cells, const cv::Rect2d& place, const RowStyle& style)
{
  const double text = sheet.TextSize();
  double left = place.x + (Padding + NumberRoom) * text;
  for (std::size_t i = 0; i < ColumnCount; ++i)
  {
    const double indent = i == Status ? StatusRoom * text : 0.0;
    const double width = Widths[i] * text;
    const TextLabel label(
        cells[i].empty() ? style.missing : std::string_view(cells[i]),
        {TextPart * text, style.weight, TextOverflow::Ellipsis, width - indent - 0.5 * text});
    label.Draw(sheet.Drawing(),
               {left + indent, place.y + (place.height - label.Size().height) / 2.0}, style.ink);
    left += width;
  }
}

// Across columns, from `leftInText` of the row on.
void WriteNote(Sheet& sheet, const std::string& note, const cv::Rect2d& row, double leftInText)
{
  const double text = sheet.TextSize();
  const TextLabel label(note, {TextPart * text});
  label.Draw(sheet.Drawing(),
             {row.x + leftInText * text, row.y + (row.height - label.Size().height) / 2.0},
             sheet.Colours().faintInk);
}

double StatusLeft()
{
  return Padding + NumberRoom + Widths[Name] + Widths[Place] + Widths[Size] + Widths[Score];
}

void DrawRule(Sheet& sheet, const cv::Rect2d& row)
{
  cairo_t* const context = sheet.Drawing().Context();
  sheet.Drawing().SetColour(sheet.Colours().rule);
  cairo_set_line_width(context, std::max(1.0, 0.06 * sheet.TextSize()));
  cairo_move_to(context, row.x, row.y + row.height);
  cairo_line_to(context, row.x + row.width, row.y + row.height);
  cairo_stroke(context);
}

}  // namespace

FindingTable::FindingTable(const std::vector<ChartFinding>& findings, double backgroundWeight)
    : findings_(findings), backgroundWeight_(backgroundWeight)
{
}

double FindingTable::HeightInText() const
{
  // The heading and the background's row as well.
  const std::size_t lines = Rows() + 2 + (findings_.size() > Rows() ? 1 : 0);
  return RowHeight * static_cast<double>(lines) + Padding;
}

void FindingTable::DrawRow(Sheet& sheet, const ChartFinding& finding, const cv::Rect2d& place) const
{
  const double text = sheet.TextSize();
  const double middle = place.y + place.height / 2.0;
  const NumberBadge badge(finding.number, 0.85 * text);
  badge.Draw(sheet.Drawing(), {place.x + (Padding + 0.85) * text, middle});
  const double mark = 0.95 * text;
  DrawStatusMark(sheet.Drawing(), finding.model.finding.verification.status,
                 {place.x + StatusLeft() * text, middle - mark / 2.0, mark, mark},
                 sheet.Colours().ink);
  WriteCells(sheet, CellsOf(finding), place, {TextWeight::Normal, sheet.Colours().ink, "\u2013"});
}

void FindingTable::DrawEnd(Sheet& sheet, cv::Rect2d place) const
{
  const Phrasebook& words = findings_.front().words;
  const double left = Padding + NumberRoom;
  if (findings_.size() > Rows())
  {
    const std::string count = std::to_string(findings_.size() - Rows());
    WriteNote(sheet, words.Say("charts.table.more", {{"count", count}}), place, left);
    place.y += place.height;
  }
  WriteNote(sheet, words.Say("charts.table.note"), place, left + Widths[Name]);
  Cells cells;
  cells[Name] = words.Say("charts.table.background");
  cells[Weight] = ShareText(backgroundWeight_);
  WriteCells(sheet, cells, place, {TextWeight::Normal, sheet.Colours().faintInk, ""});
}

void FindingTable::Draw(Sheet& sheet, cv::Point2d topLeft, double width) const
{
  const double text = sheet.TextSize();
  sheet.FillPanel({topLeft.x, topLeft.y, width, HeightInText() * text});
  const Phrasebook& words = findings_.front().words;
  Cells headings;
  for (std::size_t i = 0; i < ColumnCount; ++i)
  {
    headings[i] = words.Say(Keys[i]);
  }
  cv::Rect2d row(topLeft.x, topLeft.y + Padding / 2.0 * text, width, RowHeight * text);
  WriteCells(sheet, headings, row, {TextWeight::Bold, sheet.Colours().faintInk, ""});
  DrawRule(sheet, row);
  for (std::size_t i = 0; i < Rows(); ++i)
  {
    row.y += row.height;
    DrawRow(sheet, findings_[i], row);
  }
  DrawRule(sheet, row);
  row.y += row.height;
  DrawEnd(sheet, row);
}

}  // namespace vlm
