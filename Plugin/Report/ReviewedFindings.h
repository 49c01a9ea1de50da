// SPDX-License-Identifier: GPL-3.0-or-later
// What a review leaves of the findings of a report.
#pragma once

#include <json/value.h>

namespace vlm
{

// Applies the decisions and additions of `review`, an item of the stored Reviews, to the report's
// Findings and Rejected, and what follows to its Volumes and the weights of its images. What the
// review says wrongly, since somebody edited it, is left out.
void ReviewFindings(const Json::Value& review, Json::Value& report);

}  // namespace vlm
