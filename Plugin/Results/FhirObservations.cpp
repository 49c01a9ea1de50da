// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/FhirObservations.h"

#include <map>
#include <set>
#include <string>

#include "Findings/Terminology.h"
#include "Foundation/AsciiCase.h"
#include "Foundation/JoinedText.h"
#include "Foundation/Uuid.h"
#include "Report/FindingReview.h"
#include "Report/Lesions.h"
#include "Report/ReportWords.h"
#include "Report/StoredJson.h"
#include "Report/VerificationWords.h"
#include "Results/FhirComponents.h"
#include "Results/FhirNarrative.h"
#include "Results/FhirPieces.h"
#include "Results/FhirReviewer.h"
#include "Results/ResultUid.h"

namespace vlm
{
namespace
{

Json::Value EmptyObservation(const FhirSubject& subject, const std::string& id)
{
  Json::Value observation;
  observation["resourceType"] = "Observation";
  observation["id"] = id;
  observation["status"] = subject.review ? "final" : "preliminary";
  observation["category"].append(
      FhirConcept(FhirCoding("http://terminology.hl7.org/CodeSystem/observation-category",
                             "imaging", "Imaging"),
                  ""));
  observation["subject"] = subject.patient;
  observation["effectiveDateTime"] = subject.effective;
  observation["issued"] = subject.issued;
  observation["device"] = FhirReference("Device", subject.deviceId);
  observation["derivedFrom"].append(FhirReference("ImagingStudy", subject.ImagingStudyId()));
  return observation;
}

// The Tracking Unique Identifier by which the DICOM SR names the same finding.
Json::Value TrackingIdentifier(const std::string& id)
{
  Json::Value identifier;
  identifier["type"] =
      FhirConcept(FhirCoding(FhirSystem::Dicom, "112040", "Tracking Unique Identifier"), "");
  identifier["system"] = FhirSystem::DicomUid;
  identifier["value"] = OidUrn(UidOfUuid(id));
  return identifier;
}

bool IsSnomedId(const std::string& code)
{
  constexpr std::size_t least = 6;
  constexpr std::size_t most = 18;
  return code.size() >= least && code.size() <= most &&
         code.find_first_not_of("0123456789") == std::string::npos;
}

Json::Value CodeOfFinding(const FhirSubject& subject, const Json::Value& finding)
{
  const Json::Value& code = MemberOf(finding, "Code");
  const std::string value = TextOf(code, "Value");
  const bool isSnomed = TextOf(code, "Scheme") == "SCT" && IsSnomedId(value);
  const std::string label = FhirTextOf(finding, "Label");
  return FhirConcept(
      isSnomed ? FhirCoding(FhirSystem::Snomed, value, FhirTextOf(code, "Meaning")) : Json::Value(),
      label.empty() ? subject.words.Say("document.finding") : label);
}

Json::Value SiteOfFinding(const FhirSubject& subject, const Json::Value& finding)
{
  const std::string anatomy = FhirTextOf(finding, "Anatomy");
  const auto site = SiteConcept(anatomy, TextOf(subject.report, "BodyPart"));
  return FhirConcept(
      site ? FhirCoding(FhirSystem::Snomed, site->value, site->meaning) : Json::Value(), anatomy);
}

void AppendNote(const std::string& title, const std::string& text, Json::Value& observation)
{
  const std::string fit = FhirText(text);
  if (!fit.empty())
  {
    Json::Value note;
    note["text"] = title.empty() ? fit : title + fit;
    observation["note"].append(note);
  }
}

void AppendNotes(const FhirSubject& subject, const Json::Value& finding, Json::Value& observation)
{
  const Phrasebook& words = subject.words;
  const auto titled = [&](const char* phrase)
  { return words.Say(phrase) + words.Say("document.colon"); };
  AppendNote(titled("document.description"), TextOf(finding, "Description"), observation);
  AppendNote(titled("document.evidence"), TextOf(finding, "Evidence"), observation);
  AppendNote(titled("document.differential"),
             Joined(TextsOf(finding, "Differential"), words.Say("document.semicolon")),
             observation);
  AppendNote(titled("document.doubts"), DoubtsOf(finding, words), observation);
  AppendNote("", FhirDecisionOf(finding, words), observation);
}

// Of what no device observed. Nobody is named before the report is signed.
void AppendPerformer(const FhirSubject& subject, Json::Value& observation)
{
  if (subject.review)
  {
    observation["contained"].append(FhirReviewerOf(*subject.review));
    observation["performer"].append(FhirReviewerReference());
  }
}

Json::Value ObservationOf(const FhirSubject& subject, const Json::Value& finding,
                          const std::string& id, std::int64_t number)
{
  Json::Value observation = EmptyObservation(subject, id);
  observation["text"] = FhirNarrativeOfFinding(subject, finding, number);
  observation["identifier"].append(TrackingIdentifier(id));
  observation["code"] = CodeOfFinding(subject, finding);
  observation["bodySite"] = SiteOfFinding(subject, finding);
  observation["component"] = FhirComponentsOf(subject, finding, number);
  AppendNotes(subject, finding, observation);
  if (DispositionOf(finding) == "Added")
  {
    observation.removeMember("device");
    AppendPerformer(subject, observation);
  }
  return observation;
}

Json::Value NothingFound(const FhirSubject& subject)
{
  Json::Value observation = EmptyObservation(subject, subject.IdOf("no finding"));
  const std::string said = FhirPhraseForNone(subject);
  observation["text"] = FhirNarrativeOfText(subject, said);
  observation["code"] = FhirConcept(FhirCoding(FhirSystem::Dicom, "121071", "Finding"), "");
  observation["valueCodeableConcept"] =
      FhirConcept(IsTrue(subject.report, "NoAbnormality")
                      ? FhirCoding(FhirSystem::Dicom, "111286", "No abnormality")
                      : Json::Value(),
                  said);
  AppendNote("", FhirRejectedCount(subject), observation);
  return observation;
}

// That of the finding; another one where it has none of its own.
std::string IdOfFinding(const FhirSubject& subject, const Json::Value& finding,
                        Json::ArrayIndex index, std::set<std::string>& taken)
{
  const std::string stated = LowerCase(TextOf(finding, "Id"));
  const bool isOwn = IsUuid(stated) && taken.count(stated) == 0;
  return *taken
              .insert(isOwn ? stated
                            : DerivedUuid(subject.root, "finding " + std::to_string(index)))
              .first;
}

}  // namespace

std::vector<Json::Value> FhirObservationsOf(const FhirSubject& subject)
{
  const Json::Value& findings = ListOf(subject.report, "Findings");
  const bool isCompleted = TextOf(subject.report, "Status") == WordOf(ReportStatus::Completed);
  if (findings.empty() && isCompleted)
  {
    return {NothingFound(subject)};
  }
  std::map<Json::ArrayIndex, std::int64_t> numbers;
  for (const Lesion& lesion : LesionsOf(subject.report))
  {
    for (const Json::ArrayIndex member : lesion.members)
    {
      numbers[member] = lesion.number;
    }
  }
  std::set<std::string> taken;
  std::vector<Json::Value> observations;
  for (Json::ArrayIndex i = 0; i < findings.size(); ++i)
  {
    const std::string id = IdOfFinding(subject, findings[i], i, taken);
    observations.push_back(ObservationOf(subject, findings[i], id, numbers[i]));
  }
  return observations;
}

}  // namespace vlm
