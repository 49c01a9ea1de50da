// SPDX-License-Identifier: GPL-3.0-or-later
// Where each finding was first stated, and where it finally is.
#pragma once

#include "Render/LayerSubject.h"
#include "Render/LesionMarks.h"

namespace vlm
{

class Sheet;

// On `panel`, which shows the image already: raw box dotted, final shape solid (dashed
// while its location is unverified), an arrow from centre to centre; numbers and shifts of the
// first MostLabelled.
void DrawLocationMarks(Sheet& sheet, const LayerSubject& subject, const PanelPlace& panel);

}  // namespace vlm
