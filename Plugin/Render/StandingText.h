// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences that every drawn picture carries.
#pragma once

#include <string_view>

#include "Foundation/Phrasebook.h"
#include "Render/LabelPlacement.h"
#include "Render/Theme.h"

namespace vlm
{

class Canvas;

// A band along the bottom edge; takes its place. In a small picture the sentence is wrapped, then
// shortened.
void DrawDisclaimer(Canvas& canvas, PictureSpace& space, const Phrasebook& words,
                    const ThemeColours& colours);

// A short sentence (may be empty) on a plate in a free corner; takes its place. Nothing if it
// does not fit.
void DrawCornerNote(Canvas& canvas, PictureSpace& space, std::string_view note,
                    const ThemeColours& colours);

}  // namespace vlm
