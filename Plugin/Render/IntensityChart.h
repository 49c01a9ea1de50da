// SPDX-License-Identifier: GPL-3.0-or-later
// Histograms of the image's values as a chart.
#pragma once

#include "Render/ChartPanel.h"

namespace vlm
{

// Inside the finding against around it, with their means and the contrast-to-noise ratio.
void DrawIntensityChart(ChartPanel& panel, const ChartFinding& finding);
// Of the whole image.
void DrawImageIntensities(ChartPanel& panel, const Frame& frame, const Phrasebook& words);

}  // namespace vlm
