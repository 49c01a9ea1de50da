// SPDX-License-Identifier: GPL-3.0-or-later
// What a radiologist says of a report, as it comes over REST, checked against the report.
#pragma once

#include <json/value.h>

#include "Foundation/Result.h"

namespace vlm
{

// Findings and Added of one review may not be more, each; of a report with more findings than that,
// as many as it has.
constexpr unsigned MostReviewedFindings = 200;

// The members Findings, Added, Impression and SignOff of `body`, as they are kept with the report:
// known members alone, texts cleaned, added findings with identifiers. `stored` is the report with
// its earlier Reviews.
// Errors: BadInput, naming the member and what is allowed; Conflict (the analysis failed, or
// `body` was made from another Revision than the newest: ask before anything else is judged).
Result<Json::Value> ReadReview(const Json::Value& body, const Json::Value& stored);

}  // namespace vlm
