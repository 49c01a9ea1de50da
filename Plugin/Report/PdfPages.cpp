// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/PdfPages.h"

#include <cairo-pdf.h>

#include <array>
#include <memory>

#include "Foundation/CleanText.h"

namespace vlm
{
namespace
{

constexpr double MarginX = 54.0;
constexpr double MarginTop = 62.0;
constexpr double MarginBottom = 58.0;
constexpr double HeaderBaseline = 38.0;  // from the top of the sheet
constexpr PdfStyle MarginStyle{7.5, false, {0.27, 0.30, 0.34}};

struct DestroyContext
{
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};

struct Bookmark
{
  std::string title;
  std::string anchor;
  int level;
};

// Bookmarks lead to anchors: a heading without one gets its own.
std::vector<Bookmark> BookmarksOf(std::vector<PdfPageBody>& pages)
{
  std::vector<Bookmark> bookmarks;
  for (PdfPageBody& page : pages)
  {
    for (PdfPlacedStrip& placed : page)
    {
      PdfStrip& strip = placed.strip;
      if (!strip.outline.empty())
      {
        strip.anchor =
            strip.anchor.empty() ? "heading-" + std::to_string(bookmarks.size() + 1) : strip.anchor;
        bookmarks.push_back({strip.outline, strip.anchor, strip.outlineLevel});
      }
    }
  }
  return bookmarks;
}

// Title, sections and their parts, each below the last one of the level above.
void AddOutline(cairo_surface_t* surface, const std::vector<Bookmark>& bookmarks)
{
  std::array<int, 4> parents{};
  for (const Bookmark& bookmark : bookmarks)
  {
    const auto level = static_cast<std::size_t>(bookmark.level);
    const std::string destination = "dest='" + bookmark.anchor + "'";
    const int item = cairo_pdf_surface_add_outline(
        surface, parents.at(level - 1),
        CleanText(bookmark.title, 120, LineBreaks::ReplaceBySpaces).c_str(), destination.c_str(),
        level < 2 ? CAIRO_PDF_OUTLINE_FLAG_OPEN : cairo_pdf_outline_flags_t{});
    for (std::size_t below = level; below < parents.size(); ++below)
    {
      parents.at(below) = item;
    }
  }
}

}  // namespace

PdfSheet SheetOf(Paper paper)
{
  // ISO 216 in points, and ANSI/ASME Y14.1.
  const bool isA4 = paper == Paper::A4;
  const double width = isA4 ? 595.276 : 612.0;
  const double height = isA4 ? 841.890 : 792.0;
  return {width,
          height,
          {MarginX, MarginTop},
          {width - 2.0 * MarginX, height - MarginTop - MarginBottom}};
}

void PdfPages::DrawMargins(PdfPen& pen, PageNumber number) const
{
  const double width = sheet_.body.width;
  const double bottom = sheet_.height - MarginBottom + 24.0;
  const auto put = [&](const std::string& text, double share, PdfPoint at, bool alignsRight)
  {
    const PdfText line(fonts_, Ours(text), MarginStyle, width * share, PdfText::Overflow::Ellipsis);
    const double x = alignsRight ? at.x + width - line.Width() : at.x;
    pen.DrawUntagged(line, {x, at.y - line.FirstBaseline()});
  };
  put(margins_.topLeft, 0.55, {MarginX, HeaderBaseline}, false);
  put(margins_.topRight, margins_.topLeft.empty() ? 1.0 : 0.42, {MarginX, HeaderBaseline}, true);
  pen.DrawRule({MarginX, HeaderBaseline + 6.0}, width);
  pen.DrawRule({MarginX, bottom - 12.0}, width);
  put(margins_.bottom, 0.8, {MarginX, bottom}, false);
  put(words_.Say("document.page",
                 {{"page", std::to_string(number.page)}, {"pages", std::to_string(number.pages)}}),
      0.19, {MarginX, bottom}, true);
}

void PdfPages::DrawBody(PdfPen& pen, const PdfPageBody& body) const
{
  for (const PdfPlacedStrip& placed : body)
  {
    const PdfPoint at{sheet_.origin.x, sheet_.origin.y + placed.y};
    if (!placed.strip.anchor.empty())
    {
      pen.Mark(placed.strip.anchor, at);
    }
    placed.strip.draw(pen, at);
  }
}

void PdfPages::Draw(cairo_surface_t* surface, const PdfFlow& body, const PdfFlow& ending) const
{
  std::vector<PdfPageBody> pages = body.Pages();
  const std::vector<Bookmark> bookmarks = BookmarksOf(pages);
  const std::set<std::string> anchors = body.Anchors();
  const std::size_t whole = pages.size();
  if (body.IsFull())
  {
    pages.insert(pages.end(), ending.Pages().begin(), ending.Pages().end());
  }
  const std::unique_ptr<cairo_t, DestroyContext> context(cairo_create(surface));
  PdfPen pen(context.get(), anchors);
  for (std::size_t i = 0; i < pages.size(); ++i)
  {
    if (i == 0 || i == whole)
    {
      // What was cut stays open at the end of the last whole page.
      pen.CloseAll();
      pen.Open("Document");
    }
    DrawMargins(pen, {i + 1, pages.size()});
    DrawBody(pen, pages[i]);
    if (i + 1 == pages.size())
    {
      pen.CloseAll();
    }
    cairo_show_page(context.get());
  }
  AddOutline(surface, bookmarks);
}

}  // namespace vlm
