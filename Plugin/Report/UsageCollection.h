// SPDX-License-Identifier: GPL-3.0-or-later
// What several reports cost together.
#pragma once

#include <json/value.h>

#include <vector>

namespace vlm
{

using Parts = std::vector<Json::Value>;  // reports, of whatever shape

// Of the counts at object / key; stops at the largest integer.
Json::Int64 SumOf(const Parts& parts, const char* object, const char* key);

// Sets Usage and Timing of `report`; `parts` are not empty.
void JoinUsage(const Parts& parts, Json::Value& report);

}  // namespace vlm
