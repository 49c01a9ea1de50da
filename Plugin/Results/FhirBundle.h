// SPDX-License-Identifier: GPL-3.0-or-later
// A report as FHIR R4: a bundle of DiagnosticReport, Observations, ImagingStudy, Device and
// Provenance.
#pragma once

#include <json/value.h>

#include <map>
#include <string>
#include <vector>

#include "Results/ResultObject.h"

namespace vlm
{

enum class FhirBundleType
{
  Collection,  // to be read
  Transaction  // to be sent to a FHIR server, which creates or replaces the resources
};

// What the archive knows of the study; any of it may be empty.
struct FhirStudy
{
  std::string studyInstanceUid;
  std::string patientId;
  std::string patientIdIssuer;
  std::string accessionNumber;
  std::string description;
  std::string started;                            // FHIR dateTime
  std::map<std::string, std::string> sopClasses;  // by SOPInstanceUID, of the report's images
  std::map<std::string, std::string> modalities;  // by SeriesInstanceUID
};

struct FhirOptions
{
  FhirBundleType type = FhirBundleType::Collection;
  std::string pdf = {};  // presentedForm; empty: none
  std::string software = {};
};

// Of any report, collected ones too. Ids are stable: the same report gives the same bundle.
Json::Value FhirBundleOf(const Json::Value& report, const FhirStudy& study,
                         const FhirOptions& options);

}  // namespace vlm
