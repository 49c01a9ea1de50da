// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/FhirComponents.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "Report/FindingWords.h"
#include "Report/Lesions.h"
#include "Report/StoredJson.h"
#include "Results/FhirImagingStudy.h"
#include "Results/FhirPieces.h"
#include "Results/StructuredReportCodes.h"

namespace vlm
{
namespace
{

constexpr Json::ArrayIndex MostChecks = 100;
constexpr const char* Pixels = "{pixels}";

// A component that has a value, else nothing.
void Append(const Json::Value& code, const char* type, const Json::Value& value,
            Json::Value& components)
{
  if (!Pruned(value).isNull())
  {
    Json::Value component;
    component["code"] = code;
    component[type] = value;
    components.append(component);
  }
}

void AppendQuantity(const std::string& name, const Json::Value& quantity, Json::Value& components)
{
  Append(FhirWords(name), "valueQuantity", quantity, components);
}

// valueInteger has 32 bits.
void AppendInteger(const char* name, std::int64_t number, Json::Value& components)
{
  if (number <= std::numeric_limits<std::int32_t>::max())
  {
    Append(FhirWords(name), "valueInteger", Json::Int64(number), components);
  }
}

// The side as coded where the stated and the located one do not differ; in words always.
void AppendSide(const FhirSubject& subject, const Json::Value& finding, Json::Value& components)
{
  const std::string stated = TextOf(finding, "Laterality");
  const std::string located = TextOf(MemberOf(finding, "Verification"), "Side");
  const std::string side = stated.empty() ? located : stated;
  Json::Value coding;
  const CodedConcept code = SideCode(side);
  if (!code.value.empty() && (located.empty() || located == side))
  {
    coding = FhirCoding(code.scheme == "DCM" ? FhirSystem::Dicom : FhirSystem::Snomed, code.value,
                        code.meaning);
  }
  const Json::Value value = FhirConcept(coding, FhirText(SideOf(finding, subject.words)));
  Append(FhirConcept(FhirCoding(FhirSystem::Snomed, "272741003", "Laterality"), ""),
         "valueCodeableConcept", value, components);
}

struct Measured
{
  const char* key;
  const char* pixelKey;  // used where that of `key` is not known
  ReportCode code;
  const char* unit;
  const char* pixelUnit;
  const char* pixelCode;
};

constexpr std::array<Measured, 3> Sizes = {
    {{"LongAxisMm", "LongAxisPx", sr::LongAxis, "mm", "pixels", Pixels},
     {"ShortAxisMm", "ShortAxisPx", sr::ShortAxis, "mm", "pixels", Pixels},
     {"AreaMm2", "AreaPx2", sr::Area, "mm2", "square pixels", ""}}};

void AppendSizes(const Json::Value& image, const Json::Value& measurements, Json::Value& components)
{
  // A spacing of the detector overstates sizes by the magnification: say so.
  const bool isDetector = TextOf(image, "PixelSpacingSource") == "ImagerPixelSpacing";
  for (const Measured& size : Sizes)
  {
    const auto real = NumberOf(measurements, size.key);
    const Json::Value quantity =
        real ? FhirQuantity(real, size.unit, size.unit)
             : FhirQuantity(NumberOf(measurements, size.pixelKey), size.pixelUnit, size.pixelCode);
    const std::string text =
        std::string(size.code.meaning) + (real && isDetector ? " in the detector plane" : "");
    Append(FhirConcept(FhirCoding(FhirSystem::Snomed, size.code.value, size.code.meaning), text),
           "valueQuantity", quantity, components);
  }
}

// Modality values: Hounsfield units of CT.
void AppendIntensities(const std::string& modality, const Json::Value& measurements,
                       Json::Value& components)
{
  const bool isCt = modality == "CT";
  for (const auto& [key, name] :
       {std::pair("MeanInside", "Mean inside"), std::pair("MeanAround", "Mean around")})
  {
    const auto mean = NumberOf(measurements, key);
    AppendQuantity(name,
                   isCt ? FhirQuantity(mean, "Hounsfield unit", "[hnsf'U]")
                        : FhirQuantity(mean, "no units", "1"),
                   components);
  }
  AppendQuantity("Contrast to noise",
                 FhirQuantity(NumberOf(measurements, "ContrastToNoise"), "no units", "1"),
                 components);
}

std::optional<double> NumberAt(const Json::Value& list, Json::ArrayIndex index)
{
  if (!list.isArray() || index >= list.size() || !list[index].isNumeric())
  {
    return std::nullopt;
  }
  return list[index].asDouble();
}

// Mean and covariance, the latter as three components since it is symmetric.
void AppendGaussian(const std::string& name, const Json::Value& gaussian, Json::Value& components)
{
  const Json::Value& mean = ListOf(gaussian, "Mean");
  AppendQuantity(name + ", column", FhirQuantity(NumberAt(mean, 0), "pixels", Pixels), components);
  AppendQuantity(name + ", row", FhirQuantity(NumberAt(mean, 1), "pixels", Pixels), components);
  const Json::Value& covariance = ListOf(gaussian, "Covariance");
  for (const auto& [text, row, column] :
       {std::tuple("column-column", 0U, 0U), std::tuple("column-row", 0U, 1U),
        std::tuple("row-row", 1U, 1U)})
  {
    const auto number = row < covariance.size() ? NumberAt(covariance[row], column) : std::nullopt;
    AppendQuantity(name + ", covariance " + text, FhirQuantity(number, "square pixels", ""),
                   components);
  }
}

void AppendPlace(const Json::Value& image, const Json::Value& finding, Json::Value& components)
{
  Append(FhirWords("SOP Instance UID"), "valueString", OidUrn(TextOf(image, "SOPInstanceUID")),
         components);
  const auto frame = CountOf(image, "Frame");
  if (frame && *frame < std::numeric_limits<std::int32_t>::max())
  {
    AppendInteger("Frame number", *frame + 1, components);
  }
  for (const char* edge : {"Left", "Top", "Width", "Height"})
  {
    AppendQuantity(std::string("Bounding box, ") + edge,
                   FhirQuantity(NumberOf(MemberOf(finding, "Box"), edge), "pixels", Pixels),
                   components);
  }
  AppendGaussian("Extent", MemberOf(finding, "Gaussian"), components);
  AppendGaussian("Centre", MemberOf(finding, "Location"), components);
}

void AppendVerification(const Json::Value& finding, Json::Value& components)
{
  const Json::Value& verification = MemberOf(finding, "Verification");
  Append(FhirWords("Verification of the location"), "valueCodeableConcept",
         FhirWords(FhirTextOf(verification, "Status")), components);
  const Json::Value& checks = ListOf(verification, "Checks");
  for (Json::ArrayIndex i = 0; i < std::min(checks.size(), MostChecks); ++i)
  {
    const std::string name = FhirTextOf(checks[i], "Name");
    if (!name.empty())
    {
      Append(FhirWords("Check: " + name), "valueBoolean", IsTrue(checks[i], "Passed"), components);
    }
  }
}

}  // namespace

Json::Value FhirComponentsOf(const FhirSubject& subject, const Json::Value& finding,
                             std::int64_t number)
{
  const Json::Value& image = ImageOfFinding(subject.report, finding);
  const Json::Value& measurements = MemberOf(finding, "Measurements");
  Json::Value components(Json::arrayValue);
  AppendInteger("Finding number", number, components);
  AppendSide(subject, finding, components);
  Append(FhirWords("Severity"), "valueCodeableConcept", FhirWords(FhirTextOf(finding, "Severity")),
         components);
  AppendSizes(image, measurements, components);
  AppendIntensities(FhirModalityOf(subject, TextOf(image, "SeriesInstanceUID")), measurements,
                    components);
  AppendPlace(image, finding, components);
  AppendQuantity("Model score from 0 to 1, not a probability",
                 FhirQuantity(NumberOf(finding, "ModelScore"), "no units", "1"), components);
  AppendVerification(finding, components);
  return components;
}

}  // namespace vlm
