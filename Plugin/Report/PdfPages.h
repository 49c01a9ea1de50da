// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of a PDF: what was set on them, and what stands on each of them.
#pragma once

#include <cairo.h>

#include <cstddef>
#include <string>
#include <vector>

#include "Report/PdfBlocks.h"
#include "Report/PdfFlow.h"
#include "Report/ReportDocument.h"

namespace vlm
{

struct PdfSheet
{
  double width = 0.0;
  double height = 0.0;
  PdfPoint origin;  // of the body's top left corner
  PdfBody body;
};

PdfSheet SheetOf(Paper paper);

// Clean texts, cut where they do not fit.
struct PdfMargins
{
  std::string topLeft;
  std::string topRight;
  std::string bottom;
};

class PdfPages
{
public:
  PdfPages(const PdfSheet& sheet, const PdfFonts& fonts, const Phrasebook& words,
           PdfMargins margins)
      : sheet_(sheet), fonts_(fonts), words_(words), margins_(std::move(margins))
  {
  }

  // Body by body, with bookmarks of the headings. Pages of `ending` follow only a full body.
  // Cairo keeps errors in the surface.
  void Draw(cairo_surface_t* surface, const PdfFlow& body, const PdfFlow& ending) const;

private:
  struct PageNumber
  {
    std::size_t page;
    std::size_t pages;
  };

  void DrawMargins(PdfPen& pen, PageNumber number) const;
  void DrawBody(PdfPen& pen, const PdfPageBody& body) const;

  PdfSheet sheet_;
  const PdfFonts& fonts_;
  const Phrasebook& words_;
  PdfMargins margins_;
};

}  // namespace vlm
