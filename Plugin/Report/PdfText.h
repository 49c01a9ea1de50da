// SPDX-License-Identifier: GPL-3.0-or-later
// Text set in lines for a page, shaped by Pango. Lengths are in points (1/72 inch).
#pragma once

#include <pango/pangocairo.h>

#include <memory>
#include <string>
#include <vector>

#include "Report/DocumentBlocks.h"

namespace vlm
{

struct PdfColour
{
  double red = 0.0;
  double green = 0.0;
  double blue = 0.0;
};

struct PdfStyle
{
  double sizePt = 9.5;
  bool isBold = false;
  PdfColour colour = {0.08, 0.09, 0.11};
};

// Fonts of one document, in its language. The thread holds a FontMapLease while it lives.
class PdfFonts
{
public:
  explicit PdfFonts(const std::string& language);

  PangoContext* Context() const { return context_.get(); }

private:
  struct Unreference
  {
    void operator()(PangoContext* context) const { g_object_unref(context); }
  };
  std::unique_ptr<PangoContext, Unreference> context_;
};

// Runs set within a width. A text of one line that is too long ends in an ellipsis if it may not
// wrap.
class PdfText
{
public:
  enum class Overflow
  {
    Wrap,
    Ellipsis
  };
  struct Piece  // of a line, of one direction and font
  {
    PangoLayoutRun* run;
    double x;
    std::string target;  // the anchor it leads to; may be empty
  };
  struct Line
  {
    double top = 0.0;
    double height = 0.0;
    double baseline = 0.0;  // from the top of the text
    std::vector<Piece> pieces;
  };

  PdfText(const PdfFonts& fonts, const Runs& runs, const PdfStyle& style, double widthPt,
          Overflow overflow = Overflow::Wrap);

  const std::vector<Line>& Lines() const { return lines_; }
  double Height() const;
  double FirstBaseline() const { return lines_.front().baseline; }  // from the top
  double Width() const;                                             // of the longest line
  const PdfStyle& Style() const { return style_; }
  const char* Text() const { return pango_layout_get_text(layout_.get()); }

private:
  struct Unreference
  {
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  };

  void ReadLines(const Runs& runs);

  std::unique_ptr<PangoLayout, Unreference> layout_;
  PdfStyle style_;
  std::vector<Line> lines_;
};

}  // namespace vlm
