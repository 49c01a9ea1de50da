// SPDX-License-Identifier: GPL-3.0-or-later
// What the resources of one FHIR bundle have in common.
#pragma once

#include <json/value.h>

#include <string>

#include "Foundation/Phrasebook.h"
#include "Results/FhirBundle.h"

namespace vlm
{

struct FhirSubject
{
  const Json::Value& report;
  const FhirStudy& study;
  const FhirOptions& options;
  const Phrasebook& words;
  std::string root;       // UUID from which ids are derived
  Json::Value patient;    // reference by identifier; null: not known
  std::string effective;  // dateTime, or empty
  std::string issued;     // instant, or empty
  std::string deviceId;

  static FhirSubject Of(const Json::Value& report, const FhirStudy& study,
                        const FhirOptions& options);

  std::string IdOf(const char* role) const;
  std::string ImagingStudyId() const { return IdOf("ImagingStudy"); }
};

}  // namespace vlm
