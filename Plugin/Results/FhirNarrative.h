// SPDX-License-Identifier: GPL-3.0-or-later
// Human-readable parts of FHIR resources: XHTML without anything active
// (https://hl7.org/fhir/R4/narrative.html). Texts of the report are escaped.
#pragma once

#include <json/value.h>

#include <cstdint>
#include <string>

#include "Results/FhirSubject.h"

namespace vlm
{

// Each begins with the disclaimer.
Json::Value FhirNarrativeOfReport(const FhirSubject& subject);
Json::Value FhirNarrativeOfFinding(const FhirSubject& subject, const Json::Value& finding,
                                   std::int64_t number);
Json::Value FhirNarrativeOfText(const FhirSubject& subject, const std::string& text);

// What is said of a report without findings.
std::string FhirPhraseForNone(const FhirSubject& subject);
// How many findings were rejected; empty: none.
std::string FhirRejectedCount(const FhirSubject& subject);
// Why no model judged the images.
std::string FhirReason(const FhirSubject& subject);

}  // namespace vlm
