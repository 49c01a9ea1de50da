// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences that every drawn picture carries.
#pragma once

#include <string_view>

#include "Render/LabelPlacement.h"

namespace vlm
{

class Canvas;

constexpr std::string_view Disclaimer =
    "AI \u00B7 unverified \u00B7 research use only \u00B7 not for diagnosis";

constexpr std::string_view NoFindingNote = "No finding located";
constexpr std::string_view ContourNote = "Ellipses hold 50, 90, 95 %";

// A band along the bottom edge; takes its place. In a small picture the sentence is wrapped, then
// shortened.
void DrawDisclaimer(Canvas& canvas, PictureSpace& space);

// A short sentence on a plate in the top left corner; takes its place. Nothing if it does not fit.
void DrawCornerNote(Canvas& canvas, PictureSpace& space, std::string_view note);

}  // namespace vlm
