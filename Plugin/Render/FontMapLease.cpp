// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/FontMapLease.h"

#include <array>
#include <atomic>

namespace vlm
{
namespace
{

using Pool = std::array<std::atomic<PangoFontMap*>, 8>;

Pool& IdleMaps()
{
  static Pool pool{};
  return pool;
}

PangoFontMap* TakeOrMake()
{
  for (auto& slot : IdleMaps())
  {
    if (PangoFontMap* const idle = slot.exchange(nullptr))
    {
      return idle;
    }
  }
  return pango_cairo_font_map_new();
}

void GiveBack(PangoFontMap* map)
{
  for (auto& slot : IdleMaps())
  {
    PangoFontMap* empty = nullptr;
    if (slot.compare_exchange_strong(empty, map))
    {
      return;
    }
  }
  g_object_unref(map);
}

}  // namespace

FontMapLease::FontMapLease() : map_(TakeOrMake())
{
  pango_cairo_font_map_set_default(PANGO_CAIRO_FONT_MAP(map_));
}

FontMapLease::~FontMapLease()
{
  pango_cairo_font_map_set_default(nullptr);
  GiveBack(map_);
}

}  // namespace vlm
