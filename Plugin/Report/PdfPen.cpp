// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/PdfPen.h"

#include <cairo-pdf.h>

#include "Render/Numbers.h"

namespace vlm
{
namespace
{

constexpr PdfColour LinkColour{0.04, 0.30, 0.60};
constexpr PdfColour RuleColour{0.76, 0.79, 0.82};

}  // namespace

void PdfPen::SetColour(const PdfColour& colour)
{
  cairo_set_source_rgb(context_, colour.red, colour.green, colour.blue);
}

void PdfPen::Open(const char* tag)
{
  cairo_tag_begin(context_, tag, "");
  open_.emplace_back(tag);
}

void PdfPen::Close()
{
  if (!open_.empty())
  {
    cairo_tag_end(context_, open_.back().c_str());
    open_.pop_back();
  }
}

void PdfPen::CloseAll()
{
  while (!open_.empty())
  {
    Close();
  }
}

void PdfPen::Mark(const std::string& anchor, PdfPoint at)
{
  const std::string attributes =
      "name='" + anchor + "' x=" + FormatDecimals(at.x, 1) + " y=" + FormatDecimals(at.y, 1);
  cairo_tag_begin(context_, CAIRO_TAG_DEST, attributes.c_str());
  cairo_tag_end(context_, CAIRO_TAG_DEST);
}

void PdfPen::ShowPiece(const Span& span)
{
  cairo_move_to(context_, span.at.x + span.piece.x, span.at.y);
  pango_cairo_show_glyph_item(context_, span.text.Text(), span.piece.run);
}

void PdfPen::DrawLine(const PdfText& text, std::size_t index, PdfPoint at)
{
  const PdfText::Line& line = text.Lines()[index];
  const PdfPoint baseline{at.x, at.y + line.baseline - line.top};
  std::size_t i = 0;
  while (i < line.pieces.size())
  {
    const std::string& target = line.pieces[i].target;
    const bool isLink = anchors_.count(target) > 0;
    const char* const tag = isLink ? CAIRO_TAG_LINK : "Span";
    cairo_tag_begin(context_, tag, isLink ? ("dest='" + target + "'").c_str() : "");
    SetColour(isLink ? LinkColour : text.Style().colour);
    for (; i < line.pieces.size() && line.pieces[i].target == target; ++i)
    {
      ShowPiece({text, line.pieces[i], baseline});
    }
    cairo_tag_end(context_, tag);
  }
}

void PdfPen::DrawUntagged(const PdfText& text, PdfPoint at)
{
  SetColour(text.Style().colour);
  for (const PdfText::Line& line : text.Lines())
  {
    for (const PdfText::Piece& piece : line.pieces)
    {
      ShowPiece({text, piece, {at.x, at.y + line.baseline}});
    }
  }
}

void PdfPen::DrawText(const char* tag, const PdfText& text, PdfPoint at)
{
  Open(tag);
  for (std::size_t i = 0; i < text.Lines().size(); ++i)
  {
    DrawLine(text, i, {at.x, at.y + text.Lines()[i].top});
  }
  Close();
}

void PdfPen::DrawRule(PdfPoint from, double width)
{
  SetColour(RuleColour);
  cairo_set_line_width(context_, 0.5);
  cairo_move_to(context_, from.x, from.y);
  cairo_line_to(context_, from.x + width, from.y);
  cairo_stroke(context_);
}

void PdfPen::FillBox(PdfPoint topLeft, double width, double height, const PdfColour& colour)
{
  SetColour(colour);
  cairo_rectangle(context_, topLeft.x, topLeft.y, width, height);
  cairo_fill(context_);
}

}  // namespace vlm
