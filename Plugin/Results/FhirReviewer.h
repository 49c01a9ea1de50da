// SPDX-License-Identifier: GPL-3.0-or-later
// The human who signed a report off, in FHIR.
#pragma once

#include <json/value.h>

#include <string>

#include "Foundation/Phrasebook.h"
#include "Results/SignedReview.h"

namespace vlm
{

// A Practitioner, to be contained in the resource that refers to it.
Json::Value FhirReviewerOf(const SignedReview& review);
Json::Value FhirReviewerReference();

// What the human decided about a finding, and why; empty if nobody decided.
std::string FhirDecisionOf(const Json::Value& finding, const Phrasebook& words);

}  // namespace vlm
