// SPDX-License-Identifier: GPL-3.0-or-later
// Small values of FHIR R4 (https://hl7.org/fhir/R4/datatypes.html). Empty where there is nothing to
// say: Pruned() removes that from a whole resource.
#pragma once

#include <json/value.h>

#include <optional>
#include <string>

namespace vlm
{

// Code systems and identifier systems by their FHIR names.
struct FhirSystem
{
  static constexpr const char* Snomed = "http://snomed.info/sct";
  static constexpr const char* Dicom = "http://dicom.nema.org/resources/ontology/DCM";
  static constexpr const char* Loinc = "http://loinc.org";
  static constexpr const char* Ucum = "http://unitsofmeasure.org";
  static constexpr const char* Uri = "urn:ietf:rfc:3986";
  static constexpr const char* DicomUid = "urn:dicom:uid";
};

// A text of a report as TextOf() reads it, and fit for a FHIR string, whose pattern knows no other
// spaces than the ASCII ones.
std::string FhirTextOf(const Json::Value& object, const char* key);
std::string FhirText(std::string clean);

// A date, or a time with seconds and zone, of the calendar; of partial dates there are none here.
bool IsFhirDateTime(const std::string& text);
bool IsFhirInstant(const std::string& text);

// "urn:oid:1.2.3"; empty if it is no such identifier (X.660: no leading zeros).
std::string OidUrn(const std::string& uid);

// At most nine significant digits; null if there is no number, or none that is finite.
Json::Value FhirDecimal(const std::optional<double>& number);

Json::Value FhirCoding(const char* system, const std::string& code, const std::string& display);
Json::Value FhirConcept(const Json::Value& coding, const std::string& text);
Json::Value FhirWords(const std::string& text);  // a concept without code

// `unit` for people; `code` of UCUM may be empty.
Json::Value FhirQuantity(const std::optional<double>& number, const char* unit, const char* code);

// To a resource of the same bundle.
Json::Value FhirReference(const char* type, const std::string& id);

// An element that is required but not known.
Json::Value FhirUnknown();

// Without null, empty texts, lists and objects, which FHIR forbids.
Json::Value Pruned(const Json::Value& value);

}  // namespace vlm
