// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/PdfBlocks.h"

#include <algorithm>
#include <array>
#include <utility>

#include "Report/DocumentPieces.h"
#include "Report/PdfPicture.h"

namespace vlm
{
namespace
{

constexpr double CellGap = 8.0;
constexpr double RowPadding = 2.0;
constexpr double BoxPadding = 1.5;  // half the space between paragraphs: their boxes touch
constexpr PdfColour Ink{0.08, 0.09, 0.11};
constexpr PdfColour FaintInk{0.27, 0.30, 0.34};
constexpr PdfColour NoteInk{0.40, 0.19, 0.0};
constexpr PdfColour WarningInk{0.50, 0.10, 0.08};
constexpr PdfColour Panel{0.94, 0.95, 0.96};
constexpr PdfColour NoteGround{1.0, 0.96, 0.90};
constexpr PdfColour WarningGround{0.99, 0.93, 0.92};
constexpr PdfColour ReviewGround{0.90, 0.96, 0.92};

struct HeadingLook
{
  const char* tag;
  double sizePt;
  double spaceBefore;
};
constexpr std::array<HeadingLook, 3> HeadingLooks = {
    {{"H1", 16.0, 6.0}, {"H2", 12.5, 14.0}, {"H3", 10.5, 11.0}}};

}  // namespace

PdfBlocks::SharedText PdfBlocks::Set(const Runs& runs, const PdfStyle& style, double width) const
{
  return std::make_shared<const PdfText>(fonts_, runs, style, width);
}

void PdfBlocks::AddLines(const Runs& runs, const Setting& setting)
{
  const double inset = setting.indent + (setting.ground == nullptr ? 0.0 : CellGap);
  const SharedText text = Set(runs, setting.style, body_.width - inset);
  const std::size_t count = text->Lines().size();
  for (std::size_t i = 0; i < count; ++i)
  {
    const bool isFirst = i == 0;
    const bool isLast = i + 1 == count;
    PdfStrip strip;
    strip.height = text->Lines()[i].height;
    strip.spaceBefore = isFirst ? setting.spaceBefore : 0.0;
    // Neither the first nor the last line of a paragraph stands alone.
    strip.keepsWithNext = isLast ? setting.keepsWithNext : isFirst || i + 2 == count;
    strip.anchor = isFirst ? setting.anchor : "";
    strip.outline = isFirst ? setting.outline : "";
    strip.outlineLevel = setting.outlineLevel;
    strip.draw = [=, width = body_.width](PdfPen& pen, PdfPoint at)
    {
      if (setting.ground != nullptr)
      {
        const double above = isFirst ? BoxPadding : 0.0;
        const double below = isLast ? BoxPadding : 0.0;
        pen.FillBox({at.x, at.y - above}, width, above + text->Lines()[i].height + below,
                    *setting.ground);
      }
      for (std::size_t tag = 0; isFirst && tag < setting.opens.size(); ++tag)
      {
        pen.Open(setting.opens[tag]);
      }
      pen.DrawLine(*text, i, {at.x + inset, at.y});
      for (std::size_t tag = 0; isLast && tag < setting.closes; ++tag)
      {
        pen.Close();
      }
    };
    flow_.Add(std::move(strip));
  }
}

void PdfBlocks::Add(const Heading& heading)
{
  const HeadingLook& look = HeadingLooks.at(static_cast<std::size_t>(heading.level - 1));
  Setting setting;
  setting.opens = {look.tag};
  setting.style = {look.sizePt, true, Ink};
  setting.spaceBefore = look.spaceBefore;
  setting.keepsWithNext = true;
  setting.outline = PlainText(heading.text);
  setting.outlineLevel = heading.level;
  setting.anchor = heading.anchor;
  AddLines(heading.text, setting);
}

void PdfBlocks::Add(const Paragraph& paragraph)
{
  Setting setting;
  if (paragraph.kind == Paragraph::Kind::Note)
  {
    setting.style.colour = NoteInk;
    setting.ground = &NoteGround;
  }
  if (paragraph.kind == Paragraph::Kind::Small)
  {
    setting.style = {8.0, false, FaintInk};
  }
  AddLines(paragraph.text, setting);
}

void PdfBlocks::Add(const ItemList& list)
{
  for (std::size_t i = 0; i < list.items.size(); ++i)
  {
    Setting setting;
    const bool isLast = i + 1 == list.items.size();
    setting.opens = i == 0 ? std::vector{"L", "LI", "LBody"} : std::vector{"LI", "LBody"};
    setting.closes = isLast ? 3 : 2;
    Runs item = Ours("• ");
    item.insert(item.end(), list.items[i].begin(), list.items[i].end());
    setting.indent = CellGap;
    AddLines(item, setting);
  }
}

PdfStrip PdfBlocks::RowOf(const Table& table, const std::vector<Runs>& cells, Row kind) const
{
  struct Cell
  {
    SharedText text;
    double x;
    const char* tag;
  };
  const bool isHead = kind != Row::Body;
  std::vector<Cell> row;
  double x = 0.0;
  double ascent = 0.0;
  double descent = 0.0;
  for (std::size_t i = 0; i < cells.size(); ++i)
  {
    const double width = body_.width * table.columns[i].share;
    const PdfStyle style{9.0, isHead, i == 0 && !isHead ? FaintInk : Ink};
    row.push_back({Set(cells[i], style, width - CellGap), x, isHead || i == 0 ? "TH" : "TD"});
    const PdfText& text = *row.back().text;
    ascent = std::max(ascent, text.FirstBaseline());
    descent = std::max(descent, text.Height() - text.FirstBaseline());
    x += width;
  }
  PdfStrip strip;
  strip.height = ascent + descent + 2.0 * RowPadding;
  strip.draw = [=, width = body_.width, bottom = strip.height](PdfPen& pen, PdfPoint at)
  {
    pen.DrawRule({at.x, at.y + bottom}, width);
    const bool isTagged = kind != Row::HeadAgain;
    if (isTagged)
    {
      pen.Open("TR");
    }
    for (const Cell& cell : row)
    {
      // Latin and Chinese on one line, whatever their heights.
      const double y = at.y + RowPadding + ascent - cell.text->FirstBaseline();
      isTagged ? pen.DrawText(cell.tag, *cell.text, {at.x + cell.x, y})
               : pen.DrawUntagged(*cell.text, {at.x + cell.x, y});
    }
    if (isTagged)
    {
      pen.Close();
    }
  };
  return strip;
}

std::vector<PdfStrip> PdfBlocks::RowsOf(const Table& table) const
{
  std::vector<PdfStrip> rows;
  std::shared_ptr<const PdfStrip> head;
  if (!table.columns.front().title.empty())
  {
    std::vector<Runs> titles;
    std::transform(table.columns.begin(), table.columns.end(), std::back_inserter(titles),
                   [](const Table::Column& column) { return Ours(column.title); });
    rows.push_back(RowOf(table, titles, Row::Head));
    head = std::make_shared<const PdfStrip>(RowOf(table, titles, Row::HeadAgain));
  }
  for (const std::vector<Runs>& cells : table.rows)
  {
    rows.push_back(RowOf(table, cells, Row::Body));
    rows.back().head = head;
  }
  // Neither the first nor the last rows stand alone.
  for (std::size_t i = 0; i + 1 < rows.size(); ++i)
  {
    rows[i].keepsWithNext = i < 2 || i + 2 == rows.size();
  }
  rows.front().spaceBefore = 4.0;
  return rows;
}

void PdfBlocks::Add(const Table& table)
{
  if (!table.columns.front().title.empty())
  {
    Setting caption;
    caption.style.isBold = true;
    caption.spaceBefore = 8.0;
    caption.keepsWithNext = true;
    AddLines(Ours(table.caption), caption);
  }
  std::vector<PdfStrip> rows = RowsOf(table);
  for (std::size_t i = 0; i < rows.size(); ++i)
  {
    rows[i].draw = [draw = rows[i].draw, opens = i == 0, closes = i + 1 == rows.size()](PdfPen& pen,
                                                                                        PdfPoint at)
    {
      if (opens)
      {
        pen.Open("Table");
      }
      draw(pen, at);
      if (closes)
      {
        pen.Close();
      }
    };
    flow_.Add(std::move(rows[i]));
  }
}

void PdfBlocks::AddMissing(const std::string& sentence)
{
  Add(Paragraph{Ours(sentence), Paragraph::Kind::Note});
}

void PdfBlocks::Add(const Figure& figure)
{
  if (!figure.missing.empty())
  {
    AddMissing(figure.missing);
    return;
  }
  const std::string& png = context_.figures[figure.picture].png;
  // Decoded here for its size, and again where it is drawn: one picture at a time in memory.
  const PictureSurface surface = DecodePng(png);
  if (surface == nullptr)
  {
    AddMissing(context_.words.Say("document.figure.missing",
                                  {{"number", std::to_string(figure.picture + 1)},
                                   {"reason", context_.words.Say("document.figure.broken")}}));
    return;
  }
  const double width = cairo_image_surface_get_width(surface.get());
  const double height = cairo_image_surface_get_height(surface.get());
  // A sheet gets all the room that a caption and a heading leave; a picture is read in less.
  const double room = figure.size == Figure::Size::Sheet ? body_.height - 90.0 : 0.5 * body_.height;
  const double scale = std::min(body_.width / width, room / height);
  PdfStrip strip;
  strip.height = scale * height;
  strip.spaceBefore = 8.0;
  strip.keepsWithNext = true;
  strip.draw = [&png, scale](PdfPen& pen, PdfPoint at)
  {
    pen.Open("Figure");
    cairo_save(pen.Context());
    cairo_translate(pen.Context(), at.x, at.y);
    cairo_scale(pen.Context(), scale, scale);
    if (const PictureSurface picture = DecodePng(png))
    {
      cairo_set_source_surface(pen.Context(), picture.get(), 0.0, 0.0);
      cairo_paint(pen.Context());
    }
    cairo_restore(pen.Context());
    pen.Close();
  };
  descriptions_.push_back(figure.description);
  flow_.Add(std::move(strip));
  Setting caption;
  caption.style = {8.5, false, FaintInk};
  AddLines(figure.caption, caption);
}

void PdfBlocks::Add(const Notice& notice)
{
  const bool isWarning = notice.kind == Notice::Kind::Warning;
  for (const Runs& paragraph : notice.paragraphs)
  {
    Setting setting;
    setting.style = {9.5, !isWarning, isWarning ? WarningInk : Ink};
    setting.ground = isWarning                             ? &WarningGround
                     : notice.kind == Notice::Kind::Review ? &ReviewGround
                                                           : &Panel;
    AddLines(paragraph, setting);
  }
}

}  // namespace vlm
