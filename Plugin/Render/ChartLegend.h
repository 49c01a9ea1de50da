// SPDX-License-Identifier: GPL-3.0-or-later
// The marks that charts use, and what they mean.
#pragma once

#include <string>
#include <vector>

#include "Render/ChartPanel.h"

namespace vlm
{

// Told apart by their shape, not by colour alone.
enum class Swatch
{
  Area,        // filled
  DashedLine,  // in ink
  Disc,
  Ring,
  Triangle,      // pointing up
  BoxOnPicture,  // as drawn over pictures
  ThickBoxOnPicture,
  DashedBoxOnPicture
};

struct LegendEntry
{
  Swatch swatch;
  Colour colour;
  std::string text;
};

void DrawSwatch(ChartPanel& panel, Swatch swatch, cv::Point2d centre, const Colour& colour);

// Along the bottom of the panel's room, which shrinks: in as few rows as hold the entries.
void DrawLegend(ChartPanel& panel, const std::vector<LegendEntry>& entries);

}  // namespace vlm
