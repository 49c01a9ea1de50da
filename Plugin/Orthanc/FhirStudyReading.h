// SPDX-License-Identifier: GPL-3.0-or-later
// What Orthanc's index knows of a report's study, for its FHIR form.
#pragma once

#include <json/value.h>

#include <string>

#include "Orthanc/OrthancApi.h"
#include "Results/FhirBundle.h"

namespace vlm
{

// SOP classes are asked for of that many instances; those of more stay unknown.
constexpr int MostSopClassRequests = 500;

// What Orthanc does not know stays empty. Of the time of the study only the date is told, since
// FHIR wants the zone of a time and DICOM seldom states it.
FhirStudy ReadFhirStudy(const OrthancApi& api, const std::string& orthancStudyId,
                        const Json::Value& report);

}  // namespace vlm
