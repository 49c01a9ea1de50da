// SPDX-License-Identifier: GPL-3.0-or-later
// What a finding's FHIR Observation consists of.
#pragma once

#include <json/value.h>

#include <cstdint>

#include "Results/FhirSubject.h"

namespace vlm
{

// Number, side, severity, measurements (UCUM; in pixels where mm are not known), place in pixels,
// model's score, verification and its checks.
Json::Value FhirComponentsOf(const FhirSubject& subject, const Json::Value& finding,
                             std::int64_t number);

}  // namespace vlm
