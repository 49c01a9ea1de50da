// SPDX-License-Identifier: GPL-3.0-or-later
// A BCP 47 tag as a model understands it.
#pragma once

#include <string>

namespace vlm
{

// "de" -> "German", "pt-BR" -> "Portuguese (pt-BR)", "zh" -> "Simplified Chinese", "zh-TW" ->
// "Traditional Chinese". A language without a name here: the tag. What is no tag (other characters
// than letters, digits and hyphens, over 35 of them, or none): "English".
std::string LanguageName(const std::string& tag);

}  // namespace vlm
