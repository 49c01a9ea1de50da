// SPDX-License-Identifier: GPL-3.0-or-later
// What the resources of one FHIR bundle have in common.
#pragma once

#include <json/value.h>

#include <optional>
#include <string>

#include "Foundation/Phrasebook.h"
#include "Results/FhirBundle.h"
#include "Results/SignedReview.h"

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
  std::string issued;     // instant of its signature, else of the analysis' end; or empty
  std::string deviceId;
  std::optional<SignedReview> review;  // none: a machine's findings alone

  static FhirSubject Of(const Json::Value& report, const FhirStudy& study,
                        const FhirOptions& options);

  // Whether somebody judged the images: a model, or whoever signed the report off.
  bool IsJudged() const;
  std::string IdOf(const char* role) const;
  std::string ImagingStudyId() const { return IdOf("ImagingStudy"); }
};

}  // namespace vlm
