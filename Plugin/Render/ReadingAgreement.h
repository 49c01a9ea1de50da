// SPDX-License-Identifier: GPL-3.0-or-later
// The boxes that readings stated of one finding, beside each other.
#pragma once

#include "Render/ChartPanel.h"

namespace vlm
{

// To scale, over the image's own pixels; outliers dashed, the fused box thick.
void DrawReadingAgreement(ChartPanel& panel, const ChartFinding& finding);

}  // namespace vlm
