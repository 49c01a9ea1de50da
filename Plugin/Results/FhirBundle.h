// SPDX-License-Identifier: GPL-3.0-or-later
// A report as FHIR R4: a bundle of DiagnosticReport, Observations, ImagingStudy, Device and
// Provenance. Start at FhirBundle.cpp.
#pragma once

#include <json/value.h>

#include <map>
#include <string>

namespace vlm
{

enum class FhirBundleType
{
  Collection,  // to be read
  Transaction  // to be sent to a FHIR server, which creates or replaces the resources
};

// What the archive knows of the study; any of it may be empty or wrong.
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
  std::string language = {};  // of the narratives; empty: the report's
};

// Of any report, collected ones too. The same report gives the same bundle: ids are UUIDs derived
// from the analysis, the level and the resource; an Observation's is the Id of its finding.
//   DiagnosticReport  preliminary; final once a human signed it, corrected once one signed it
//   again,
//                     with the human as its interpreter; cancelled, with the reason as its
//                     conclusion, where no model judged the images
//   Observation       one of each finding (slices of one lesion share the number); without findings
//                     one that says so; of rejected findings none, but their count is told
//   components        with code where DICOM or SNOMED CT has one, else with text alone; pixels are
//                     those of the stored frame (DESIGN.md section 5)
//   Practitioner      the human, contained where named
//   Patient           a reference by identifier; no resource, no name
// There is no Provenance of a report that does not tell when it was made, since FHIR requires it.
Json::Value FhirBundleOf(const Json::Value& report, const FhirStudy& study,
                         const FhirOptions& options);

}  // namespace vlm
