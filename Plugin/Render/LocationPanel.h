// SPDX-License-Identifier: GPL-3.0-or-later
// Where each finding was first stated, and where it was verified to be.
#pragma once

#include "Render/LayerSubject.h"
#include "Render/LesionMarks.h"

namespace vlm
{

class Sheet;

// On `panel`, which shows the image already: raw box dotted, verified shape solid, an arrow from
// centre to centre with the shift beside it.
void DrawLocationMarks(Sheet& sheet, const LayerSubject& subject, const PanelPlace& panel);

}  // namespace vlm
