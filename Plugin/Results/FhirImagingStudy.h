// SPDX-License-Identifier: GPL-3.0-or-later
// The images of a report as a FHIR ImagingStudy: its series and instances, each once.
#pragma once

#include <json/value.h>

#include <string>

#include "Results/FhirSubject.h"

namespace vlm
{

// What the archive does not know but FHIR requires (a SOP class, the patient) says so.
Json::Value FhirImagingStudyOf(const FhirSubject& subject);

// A code of DICOM's modalities (PS3.3 C.7.3.1.1.1); "OT" if it is not known.
std::string FhirModalityOf(const FhirSubject& subject, const std::string& seriesInstanceUid);

}  // namespace vlm
