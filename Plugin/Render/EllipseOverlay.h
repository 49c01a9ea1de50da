// SPDX-License-Identifier: GPL-3.0-or-later
// Lesions' edges, credible ellipses and centre marks.
#pragma once

#include <vector>

#include "Render/LocatedFinding.h"

namespace vlm
{

class Canvas;

// Of each finding in its colour: its outline, or where the pixels show none its largest ellipse,
// dashed while its location is unverified; a cross at the centre of its box; and a thin line around
// where that centre lies.
void DrawLesionEdges(Canvas& canvas, const std::vector<LocatedFinding>& findings);

// All ellipses of each finding in white, thinner outwards; dashed while unverified.
void DrawContours(Canvas& canvas, const std::vector<LocatedFinding>& findings);

}  // namespace vlm
