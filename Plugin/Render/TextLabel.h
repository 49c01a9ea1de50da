// SPDX-License-Identifier: GPL-3.0-or-later
// Text shaped by Pango. It is always drawn literally, as plain text: never as markup.
#pragma once

#include <pango/pangocairo.h>

#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>

#include "Render/Canvas.h"

namespace vlm
{

enum class TextWeight
{
  Normal,
  Bold
};

enum class TextOverflow
{
  Ellipsis,  // one line, ended with an ellipsis where it does not fit
  TwoLines,  // the second ended with an ellipsis where it does not fit
  Wrap       // as many lines as needed, centred
};

struct TextStyle
{
  double sizePx = 10.0;
  TextWeight weight = TextWeight::Normal;
  TextOverflow overflow = TextOverflow::Ellipsis;
  double maximumWidthPx = 0.0;  // 0: not limited
};

// What is drawn of untrusted text: valid UTF-8, a space for each control, bidirectional-control or
// line-separating character, at most 200 characters and then an ellipsis.
std::string PrintableText(std::string_view text);

// Thread-safe: each thread has its own font map (pango_cairo_font_map_get_default since Pango
// 1.32.6), which keeps loaded fonts from one call to the next.
class TextLabel
{
public:
  TextLabel(std::string_view text, const TextStyle& style);

  cv::Size2d Size() const { return size_; }
  int LineCount() const { return pango_layout_get_line_count(layout_.get()); }
  // Within the rectangle of Size() at `topLeft`; ink beyond it (stacked accents) is cut.
  void Draw(Canvas& canvas, cv::Point2d topLeft, const Colour& colour) const;
  // With a dark outline, to read on any picture; the outline may reach over by a tenth of the size.
  void DrawWithHalo(Canvas& canvas, cv::Point2d topLeft, const Colour& colour) const;

private:
  struct Unreference
  {
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  };

  std::unique_ptr<PangoLayout, Unreference> layout_;
  double fontSizePx_;
  cv::Size2d size_;
  double inset_ = 0.0;  // of wrapped, centred text within the width it was given
};

}  // namespace vlm
