// SPDX-License-Identifier: GPL-3.0-or-later
// The findings of a report as FHIR Observations, or that there are none.
#pragma once

#include <json/value.h>

#include <vector>

#include "Results/FhirSubject.h"

namespace vlm
{

// In the order of the report's Findings. One that says so if a model completed and found nothing;
// none if no model judged the images.
std::vector<Json::Value> FhirObservationsOf(const FhirSubject& subject);

}  // namespace vlm
