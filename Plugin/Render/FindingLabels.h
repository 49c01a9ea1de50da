// SPDX-License-Identifier: GPL-3.0-or-later
// The findings' labels on a picture, each beside its finding and clear of the others.
#pragma once

#include <cstddef>
#include <vector>

#include "Render/FindingLabel.h"
#include "Render/LabelPlacement.h"

namespace vlm
{

constexpr std::size_t MostLabelled = 100;  // the time grows with their number's square

struct LabelStyle
{
  LabelDetail detail;
  const Phrasebook& words;
  ThemeColours colours;
};

// Places and draws a label for each of the first MostLabelled findings, in the order of their
// numbers: the gravest has first choice. A finding gets its number alone once the labels cover a
// quarter of the picture, or where no place is left that hides no lesion (what `space` avoids) and
// to which a leader line runs free.
void DrawFindingLabels(Canvas& canvas, PictureSpace& space,
                       const std::vector<LocatedFinding>& findings, const LabelStyle& style);

}  // namespace vlm
