// SPDX-License-Identifier: GPL-3.0-or-later
// Colours of what surrounds pictures: dark as a reading room, or light as paper.
#pragma once

#include "Render/Palette.h"

namespace vlm
{

enum class Theme
{
  Dark,
  Light
};

struct ThemeColours
{
  Colour page;   // background of a sheet
  Colour panel;  // background of a chart or table on it
  Colour ink;    // text on page, panel and plate
  Colour
      faintInk;  // secondary text; still at least 4.5 : 1 against page and panel (WCAG 2.1, 1.4.3)
  Colour rule;   // thin lines, axes
  Colour plate;  // behind text that lies on a picture
};

constexpr ThemeColours ColoursOf(Theme theme)
{
  return theme == Theme::Dark
             ? ThemeColours{{0.055, 0.063, 0.078}, {0.098, 0.11, 0.133}, {0.96, 0.97, 0.98},
                            {0.68, 0.71, 0.75},    {0.35, 0.38, 0.42},   Plate}
             : ThemeColours{{1.0, 1.0, 1.0},   {0.955, 0.96, 0.968}, {0.07, 0.08, 0.1},
                            {0.33, 0.36, 0.4}, {0.68, 0.71, 0.75},   {0.98, 0.98, 0.985, 0.88}};
}

}  // namespace vlm
