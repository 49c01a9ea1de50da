// SPDX-License-Identifier: GPL-3.0-or-later
// Number, name, score and size of each finding, beside it.
#pragma once

#include <string>
#include <vector>

#include "Render/LabelPlacement.h"
#include "Render/LocatedFinding.h"

namespace vlm
{

class Canvas;

enum class LabelDetail
{
  NumberOnly,
  Full
};

// E.g. "0.82 · 23 × 14 mm": the model's score and the lesion's axes, as far as known.
std::string DetailsOf(const Finding& finding);

// Places and draws a label for each finding. Once the labels cover a fifth of the picture, or
// where no place is left, a finding gets its number alone.
void DrawFindingLabels(Canvas& canvas, PictureSpace& space,
                       const std::vector<LocatedFinding>& findings, LabelDetail detail);

}  // namespace vlm
