// SPDX-License-Identifier: GPL-3.0-or-later
// Where the centre of a finding is, one axis at a time.
#pragma once

#include "Gaussian/Gaussian2D.h"
#include "Render/ChartPanel.h"

namespace vlm
{

enum class ImageAxis
{
  Column,
  Row
};

// A normal distribution [px].
struct LocationMarginal
{
  double mean = 0.0;
  double deviation = 1.0;

  // Half of the interval around the mean that holds 95 %.
  double Reach() const { return 1.959964 * deviation; }
  double Low() const { return mean - Reach(); }
  double High() const { return mean + Reach(); }
};

// The marginals of a Gaussian have its means and the square roots of its variances.
LocationMarginal MarginalOf(const Gaussian2D& location, ImageAxis axis);

// Both marginals with their 95 % intervals, the centre of each sighting and of the raw box.
void DrawLocationMarginals(ChartPanel& panel, const ChartFinding& finding);

}  // namespace vlm
