// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences that every drawn picture carries.
#pragma once

#include <string>
#include <vector>

#include "Foundation/Phrasebook.h"
#include "Render/LabelPlacement.h"
#include "Render/Layers.h"
#include "Render/Theme.h"

namespace vlm
{

class Canvas;

// Of the whole sentence.
std::string DisclaimerOf(const LayerOptions& options, const Phrasebook& words);

// A band along the bottom edge; takes its place. In a small picture the sentence is wrapped, then
// shortened.
void DrawDisclaimer(Canvas& canvas, PictureSpace& space, const LayerOptions& options,
                    const Phrasebook& words);

// Short sentences (may be none), each on one or two lines, on a plate in a free corner; takes its
// place. The last are left out where all do not fit without hiding a lesion; the first only where
// it does not fit.
void DrawCornerNotes(Canvas& canvas, PictureSpace& space, const std::vector<std::string>& notes,
                     const ThemeColours& colours);

}  // namespace vlm
