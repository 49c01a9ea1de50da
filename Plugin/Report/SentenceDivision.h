// SPDX-License-Identifier: GPL-3.0-or-later
// A model's text in sentences, English or Chinese.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vlm
{

// Clean (Foundation/CleanText.h) and without the marks of lists and headings; no word is changed or
// lost but a heading that stands alone. At most 1000: what follows stays one sentence. Linear in
// the text's size.
std::vector<std::string> DivideIntoSentences(std::string_view text);

}  // namespace vlm
