// SPDX-License-Identifier: GPL-3.0-or-later
// Words of a narrative, whether it is English or Chinese, as the prose lexicon knows them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vlm
{

// As TokensOf (Findings/ProseText.h), with each Chinese word of
// Resources/Terminology/chinese-words.json replaced by its English one, so that one lexicon reads
// both; other Chinese characters become words of their own. Linear in the text's size.
std::vector<std::string> PlainWordsOf(std::string_view text);

// Whether the text holds Chinese characters.
bool HoldsChinese(std::string_view text);

}  // namespace vlm
