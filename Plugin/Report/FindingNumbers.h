// SPDX-License-Identifier: GPL-3.0-or-later
// The findings' numbers on the JSON form, which the sentences of the narrative refer to.
#pragma once

#include <json/value.h>

#include <vector>

namespace vlm
{

// Takes out of the report's sentences the numbers of findings that it no longer has, and
// out of the texts made of them. A sentence of ours that loses one goes as a whole.
void ForgetLostNumbers(Json::Value& report);

// The parts with their findings numbered through all of them, in their order: what shares a number
// within a part still does. Sentences, and the texts made of them, follow. Findings of a report
// that is older than numbers get one each. Of several parts, each finding keeps its number within
// its part as "NumberInPart", which pictures of the part show.
std::vector<Json::Value> NumberThroughParts(std::vector<Json::Value> parts);

}  // namespace vlm
