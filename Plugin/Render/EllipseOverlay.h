// SPDX-License-Identifier: GPL-3.0-or-later
// Lesions' edges, credible ellipses and centre marks.
#pragma once

#include <vector>

#include "Render/LesionMarks.h"
#include "Render/LocatedFinding.h"

namespace vlm
{

// Dashed while its location is unverified.
LinePattern EdgePatternOf(const LocatedFinding& finding);

// Of each finding in its colour: its edge, dashed while its location is unverified; a cross at its
// centre; and a thin line around where that centre lies.
void DrawLesionEdges(Canvas& canvas, const std::vector<LocatedFinding>& findings);

// The credible ellipses of each finding's extent in white, thinner outwards; dashed while
// unverified.
void DrawContours(Canvas& canvas, const std::vector<LocatedFinding>& findings,
                  const PictureGeometry& geometry);

}  // namespace vlm
