// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of a collection say, each under its part's title.
#pragma once

#include <json/value.h>

#include <cstddef>
#include <string>
#include <vector>

#include "Report/UsageCollection.h"

namespace vlm
{

// E.g. "Part 2 (Series, CT, HEAD): ", in the language of the collection.
std::string TitleOf(const Parts& parts, std::size_t index);

// The texts at `key` of each part's `object`, a line each; titled if there are several parts.
std::string TitledTexts(const Parts& parts, const char* object, const char* key);

// Appends what the list does not hold yet.
void AppendDistinct(Json::Value& list, const std::vector<std::string>& texts);

void JoinNarratives(const Parts& parts, Json::Value& report);

}  // namespace vlm
