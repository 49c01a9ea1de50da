// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/TextLabel.h"

#include <cmath>

namespace vlm
{

namespace
{

constexpr glong MaximumCharacters = 200;

struct Free
{
  void operator()(char* text) const { g_free(text); }
};

bool IsUnprintable(gunichar character)
{
  switch (g_unichar_type(character))
  {
    case G_UNICODE_CONTROL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
      return true;
    case G_UNICODE_FORMAT:
      // Joiners are part of words; all other format characters could reorder or hide text.
      return character != 0x200C && character != 0x200D;
    default:
      return false;
  }
}

PangoLayout* NewLayout()
{
  PangoFontMap* const fonts = pango_cairo_font_map_get_default();
  PangoContext* const context = pango_font_map_create_context(fonts);
  cairo_font_options_t* const options = cairo_font_options_create();
  // The same picture on every machine, whatever its desktop settings.
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_ON);
  pango_cairo_context_set_font_options(context, options);
  cairo_font_options_destroy(options);
  // Numbers and labels start at the left, right-to-left words included.
  pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
  PangoLayout* const layout = pango_layout_new(context);
  g_object_unref(context);
  return layout;
}

void SetFont(PangoLayout* layout, const TextStyle& style)
{
  PangoFontDescription* const font = pango_font_description_new();
  pango_font_description_set_family_static(font, "DejaVu Sans,sans-serif");
  pango_font_description_set_absolute_size(font, style.sizePx * PANGO_SCALE);
  pango_font_description_set_weight(
      font, style.weight == TextWeight::Bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);
}

void SetOverflow(PangoLayout* layout, TextOverflow overflow)
{
  if (overflow == TextOverflow::Wrap)
  {
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
    pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
    return;
  }
  pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
  if (overflow == TextOverflow::TwoLines)
  {
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_height(layout, -2);  // in lines
  }
  else
  {
    pango_layout_set_single_paragraph_mode(layout, TRUE);
  }
}

}  // namespace

std::string PrintableText(std::string_view text)
{
  // Bounded before it is looked at: a character has at most four bytes.
  const std::string_view start = text.substr(0, 4 * (MaximumCharacters + 1));
  const std::unique_ptr<char, Free> valid(
      g_utf8_make_valid(start.data(), static_cast<gssize>(start.size())));
  std::string printable;
  glong count = 0;
  for (const char* at = valid.get(); *at != '\0'; at = g_utf8_next_char(at))
  {
    if (count++ == MaximumCharacters)
    {
      return printable + "\u2026";
    }
    if (IsUnprintable(g_utf8_get_char(at)))
    {
      printable += ' ';
    }
    else
    {
      printable.append(at, static_cast<std::size_t>(g_utf8_next_char(at) - at));
    }
  }
  return printable;
}

TextLabel::TextLabel(std::string_view text, const TextStyle& style)
    : layout_(NewLayout()), fontSizePx_(style.sizePx)
{
  const std::string printable = PrintableText(text);
  PangoLayout* const layout = layout_.get();
  SetFont(layout, style);
  SetOverflow(layout, style.overflow);
  pango_layout_set_auto_dir(layout, FALSE);
  pango_layout_set_text(layout, printable.data(), static_cast<int>(printable.size()));
  if (style.maximumWidthPx > 0.0)
  {
    pango_layout_set_width(layout, static_cast<int>(style.maximumWidthPx * PANGO_SCALE));
  }
  PangoRectangle logical;
  pango_layout_get_extents(layout, nullptr, &logical);
  size_ = {static_cast<double>(logical.width) / PANGO_SCALE,
           static_cast<double>(logical.height) / PANGO_SCALE};
  inset_ = static_cast<double>(logical.x) / PANGO_SCALE;
}

void TextLabel::Draw(Canvas& canvas, cv::Point2d topLeft, const Colour& colour) const
{
  cairo_t* const context = canvas.Context();
  cairo_save(context);
  cairo_rectangle(context, topLeft.x - 1.0, topLeft.y, size_.width + 2.0, size_.height);
  cairo_clip(context);
  canvas.SetColour(colour);
  cairo_move_to(context, topLeft.x - inset_, topLeft.y);
  pango_cairo_show_layout(context, layout_.get());
  cairo_restore(context);
}

void TextLabel::DrawWithHalo(Canvas& canvas, cv::Point2d topLeft, const Colour& colour) const
{
  cairo_t* const context = canvas.Context();
  cairo_save(context);
  cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to(context, topLeft.x - inset_, topLeft.y);
  pango_cairo_layout_path(context, layout_.get());
  canvas.SetColour(Halo);
  cairo_set_line_width(context, fontSizePx_ * 0.22);
  cairo_stroke(context);
  cairo_restore(context);
  Draw(canvas, topLeft, colour);
}

}  // namespace vlm
