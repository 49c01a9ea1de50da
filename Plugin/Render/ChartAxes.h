// SPDX-License-Identifier: GPL-3.0-or-later
// The axes of a chart: values to drawn places, and lines with round numbers.
#pragma once

#include <string_view>

#include "Render/ChartPanel.h"

namespace vlm
{

// The values from `low` to `high` (low < high) lie between `begin` and `end` [drawn px].
struct AxisScale
{
  double low = 0.0;
  double high = 1.0;
  double begin = 0.0;
  double end = 1.0;

  double ToDrawn(double value) const
  {
    return begin + (value - low) / (high - low) * (end - begin);
  }
};

// Height that DrawColumnAxis() needs below its line [px].
double ColumnAxisHeight(const ChartPanel& panel);
// Along `y`, numbers below it, at their right end the unit.
void DrawColumnAxis(ChartPanel& panel, const AxisScale& scale, double y, std::string_view unit);

// Width that DrawRowAxis() needs on the left of its line [px].
double RowAxisWidth(const ChartPanel& panel);
// Along `x`, numbers on its left; `scale` runs upwards (begin below end on the page).
void DrawRowAxis(ChartPanel& panel, const AxisScale& scale, double x);

}  // namespace vlm
