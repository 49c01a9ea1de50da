// SPDX-License-Identifier: GPL-3.0-or-later
// Draws on the pages of a tagged PDF (ISO 32000-1, 14.8) by Cairo.
#pragma once

#include <cairo.h>

#include <set>
#include <string>

#include "Report/PdfText.h"

namespace vlm
{

struct PdfPoint
{
  double x = 0.0;
  double y = 0.0;
};

class PdfPen
{
public:
  // `anchors`: those that links may lead to, because they are on some page; it outlives the pen.
  PdfPen(cairo_t* context, const std::set<std::string>& anchors)
      : context_(context), anchors_(anchors)
  {
  }

  cairo_t* Context() const { return context_; }
  void SetColour(const PdfColour& colour);

  // Structure elements may reach over pages; their contents are drawn between Open and Close.
  void Open(const char* tag);
  void Close();
  void CloseAll();

  void Mark(const std::string& anchor, PdfPoint at);
  // Line `index` of the text with its top left corner at `at`, in spans and links. Without tags:
  // what stands on every page is no part of the document.
  void DrawLine(const PdfText& text, std::size_t index, PdfPoint at);
  void DrawUntagged(const PdfText& text, PdfPoint at);
  // All lines, in a structure element.
  void DrawText(const char* tag, const PdfText& text, PdfPoint at);
  void DrawRule(PdfPoint from, double width);
  void FillBox(PdfPoint topLeft, double width, double height, const PdfColour& colour);

private:
  struct Span
  {
    const PdfText& text;
    const PdfText::Piece& piece;
    PdfPoint at;
  };

  void ShowPiece(const Span& span);

  cairo_t* context_;
  const std::set<std::string>& anchors_;
  std::vector<std::string> open_;
};

}  // namespace vlm
