// SPDX-License-Identifier: GPL-3.0-or-later
// The reviews in a stored report: which it has, and one more within bounds.
#pragma once

#include <json/value.h>

#include <cstddef>

#include "Foundation/Result.h"

namespace vlm
{

// Each save of a review is one more: more than people make of a report, and what can be read back.
constexpr int MostReviews = 500;
constexpr std::size_t MostReportBytes = std::size_t{16} * 1024 * 1024;

bool HasReview(const Json::Value& stored);

// Adds `review` as the one after `baseRevision`. Errors, which leave `stored` in any state:
// Conflict (another revision is the newest), TooLarge (one of the bounds).
Result<void> AppendReview(const Json::Value& review, int baseRevision, Json::Value& stored);

}  // namespace vlm
