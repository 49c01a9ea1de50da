// SPDX-License-Identifier: GPL-3.0-or-later
// What the model makes of a finding, and what verification makes of its place.
#pragma once

#include "Render/ChartPanel.h"

namespace vlm
{

// The model's score from 0 to 1, and the ledger of checks: those that failed first.
void DrawScoreChart(ChartPanel& panel, const ChartFinding& finding);

}  // namespace vlm
