// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/PdfText.h"

#include <algorithm>

namespace vlm
{
namespace
{

double Points(int pangoUnits)
{
  return static_cast<double>(pangoUnits) / PANGO_SCALE;
}

// A boundary between runs that differ in their target is one between Pango's pieces.
PangoAttrList* AttributesOf(const Runs& runs)
{
  PangoAttrList* const attributes = pango_attr_list_new();
  // A word cut at a line's end stays as it was written: nobody wrote a hyphen there.
  pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
  guint at = 0;
  for (const Run& run : runs)
  {
    const guint end = at + static_cast<guint>(run.text.size());
    if (!run.target.empty())
    {
      // Drawn in the pen's colour; the attribute only separates.
      PangoAttribute* const mark = pango_attr_foreground_new(0, 0, 0xFFFF);
      mark->start_index = at;
      mark->end_index = end;
      pango_attr_list_insert(attributes, mark);
    }
    at = end;
  }
  return attributes;
}

std::string TargetAt(const Runs& runs, int byte)
{
  std::size_t end = 0;
  for (const Run& run : runs)
  {
    end += run.text.size();
    if (static_cast<std::size_t>(byte) < end)
    {
      return run.target;
    }
  }
  return {};
}

void SetFont(PangoLayout* layout, const PdfStyle& style)
{
  PangoFontDescription* const font = pango_font_description_new();
  pango_font_description_set_family_static(font, "DejaVu Sans,Noto Sans CJK SC,sans-serif");
  pango_font_description_set_absolute_size(font, style.sizePt * PANGO_SCALE);
  pango_font_description_set_weight(font, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);
}

}  // namespace

PdfFonts::PdfFonts(const std::string& language)
    : context_(pango_font_map_create_context(pango_cairo_font_map_get_default()))
{
  // A page is scaled by its reader: glyphs keep their true shapes and widths.
  cairo_font_options_t* const options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(Context(), options);
  cairo_font_options_destroy(options);
  pango_context_set_base_dir(Context(), PANGO_DIRECTION_LTR);
  // Chooses the Chinese forms of characters that Japanese draws otherwise.
  const std::string tag = language == "zh" ? "zh-cn" : language;
  pango_context_set_language(Context(), pango_language_from_string(tag.c_str()));
}

PdfText::PdfText(const PdfFonts& fonts, const Runs& runs, const PdfStyle& style, double widthPt,
                 Overflow overflow)
    : layout_(pango_layout_new(fonts.Context())), style_(style)
{
  PangoLayout* const layout = layout_.get();
  SetFont(layout, style);
  const std::string text = PlainText(runs);
  pango_layout_set_text(layout, text.c_str(), static_cast<int>(text.size()));
  pango_layout_set_width(layout, static_cast<int>(widthPt * PANGO_SCALE));
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_line_spacing(layout, 1.25F);
  // A quotation is written from the side from which its language is; our lines are not turned
  // round by what they quote.
  pango_layout_set_auto_dir(layout, runs.front().voice == Run::Voice::Quoted ? TRUE : FALSE);
  if (overflow == Overflow::Ellipsis)
  {
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
  }
  PangoAttrList* const attributes = AttributesOf(runs);
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
  ReadLines(runs);
}

void PdfText::ReadLines(const Runs& runs)
{
  PangoLayoutIter* const at = pango_layout_get_iter(layout_.get());
  do
  {
    PangoRectangle extents;
    pango_layout_iter_get_line_extents(at, nullptr, &extents);
    Line line{
        Points(extents.y), Points(extents.height), Points(pango_layout_iter_get_baseline(at)), {}};
    int x = extents.x;
    for (const GSList* node = pango_layout_iter_get_line_readonly(at)->runs; node != nullptr;
         node = node->next)
    {
      auto* const run = static_cast<PangoLayoutRun*>(node->data);
      line.pieces.push_back({run, Points(x), TargetAt(runs, run->item->offset)});
      x += pango_glyph_string_get_width(run->glyphs);
    }
    lines_.push_back(std::move(line));
  } while (pango_layout_iter_next_line(at));
  pango_layout_iter_free(at);
}

double PdfText::Height() const
{
  return lines_.back().top + lines_.back().height;
}

double PdfText::Width() const
{
  PangoRectangle extents;
  pango_layout_get_extents(layout_.get(), nullptr, &extents);
  return Points(extents.width);
}

}  // namespace vlm
