// SPDX-License-Identifier: GPL-3.0-or-later
// Whether prose is English. "Geen pneumothorax" read as English would be a pneumothorax.
#pragma once

#include <string_view>

namespace vlm
{

// What has no English function words counts only if most of its words are of the lexicon: "Left
// pleural effusion."
bool IsEnglish(std::string_view text);

}  // namespace vlm
