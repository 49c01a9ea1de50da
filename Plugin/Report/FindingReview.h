// SPDX-License-Identifier: GPL-3.0-or-later
// What the human who reviewed a report did to one of its findings. `finding` is one of an applied
// report (ReviewedReport.h), whose member Review tells it.
#pragma once

#include <json/value.h>

#include <string>

namespace vlm
{

// "Accepted", "Edited", "Added" or "Rejected"; empty: nobody decided about the finding.
std::string DispositionOf(const Json::Value& finding);
bool IsAddedByHuman(const Json::Value& finding);
bool IsRejectedByHuman(const Json::Value& finding);

// The members of a finding as they were before its review replaced them; null: it replaced none.
const Json::Value& OriginalOf(const Json::Value& finding);

// The finding with what the review took out of it.
Json::Value FormerFinding(const Json::Value& finding);
// The finding with `members`, an object or null, in place of its own.
Json::Value WithMembers(Json::Value finding, const Json::Value& members);

// Whether the finding is where the reviewer drew it. What was brought back stands where the model
// said, with its measurements.
bool IsDrawnByReviewer(const Json::Value& finding);

// Our verification had rejected it, and the reviewer brought it back.
bool IsRestored(const Json::Value& finding);

}  // namespace vlm
