// SPDX-License-Identifier: GPL-3.0-or-later
// Credible ellipses and centre marks.
#pragma once

#include <vector>

#include "Render/LocatedFinding.h"

namespace vlm
{

class Canvas;

// The largest ellipse of each finding in its colour, dashed while its location is unverified, and a
// cross at the centre of its box.
void DrawFindingEllipses(Canvas& canvas, const std::vector<LocatedFinding>& findings);

// All ellipses of each finding in white, thinner outwards; dashed while unverified.
void DrawContours(Canvas& canvas, const std::vector<LocatedFinding>& findings);

}  // namespace vlm
