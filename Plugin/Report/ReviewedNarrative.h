// SPDX-License-Identifier: GPL-3.0-or-later
// What a review leaves of the narrative of a report.
#pragma once

#include <json/value.h>

namespace vlm
{

// `report` has its findings reviewed (ReviewedFindings.h). The reviewer's impression takes the
// place of the model's; sentences on findings that the reviewer rejected or edited say so, or go if
// they were ours; findings that came in get a sentence.
void ReviewNarrative(const Json::Value& review, Json::Value& report);

}  // namespace vlm
