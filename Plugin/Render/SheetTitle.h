// SPDX-License-Identifier: GPL-3.0-or-later
// The first line of a sheet.
#pragma once

#include <string>
#include <string_view>

#include "Render/LayerSubject.h"

namespace vlm
{

// What the sheet is (the phrase `key`), the modality and the body part, as far as known.
std::string SheetTitleOf(std::string_view key, const Acquisition& acquisition,
                         const Phrasebook& words);
// The same of one image, with the slice's position.
std::string SheetTitleOf(std::string_view key, const Frame& frame, const Phrasebook& words);

}  // namespace vlm
