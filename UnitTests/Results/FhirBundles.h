// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of FHIR bundles start from and look for.
#pragma once

#include <json/value.h>

#include <string>
#include <vector>

#include "Results/FhirBundle.h"

namespace vlm
{

// UnitTests/Report/SampleReport.h as JSON: a nodule and an effusion on two CT images.
Json::Value SampleJson();
// Of that report's images.
FhirStudy SampleStudy();

Json::Value BundleOf(const Json::Value& report);

std::vector<Json::Value> ResourcesOf(const Json::Value& bundle, const std::string& type);
// The only one of its type; null, and a failed test, if there is none or more.
Json::Value ResourceOf(const Json::Value& bundle, const std::string& type);
// The component of an Observation that is called so in its text or coding; null if there is none.
Json::Value ComponentOf(const Json::Value& observation, const std::string& name);

// Fails the test on whatever FHIR forbids everywhere: null, empty texts, lists and objects, numbers
// that JSON lacks, ids of another form, references to what is not in the bundle.
void ExpectFit(const Json::Value& bundle);

}  // namespace vlm
