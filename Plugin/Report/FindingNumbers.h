// SPDX-License-Identifier: GPL-3.0-or-later
// The findings' numbers on the JSON form, which the sentences of the narrative refer to.
#pragma once

#include <json/value.h>

#include <vector>

namespace vlm
{

// Takes out of the report's sentences the numbers of findings that it no longer has.
void ForgetLostNumbers(Json::Value& report);

// The parts with their findings numbered through all of them, in their order: what shares a number
// within a part still does. Sentences, and the texts made of them, follow. Findings of a report
// that is older than numbers get one each.
std::vector<Json::Value> NumberThroughParts(std::vector<Json::Value> parts);

}  // namespace vlm
