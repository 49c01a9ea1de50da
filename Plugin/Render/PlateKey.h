// SPDX-License-Identifier: GPL-3.0-or-later
// What the marks on a plate mean.
#pragma once

#include "Render/Sheet.h"

namespace vlm
{

constexpr double PlateKeyHeightInText = 1.8;

// One line.
void DrawPlateKey(Sheet& sheet, const cv::Rect2d& place, const Phrasebook& words);

}  // namespace vlm
