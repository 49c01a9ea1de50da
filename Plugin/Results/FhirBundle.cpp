// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/FhirBundle.h"

#include <vector>

#include "Foundation/AsciiCase.h"
#include "Foundation/Encoding.h"
#include "Foundation/Uuid.h"
#include "Report/Disclaimer.h"
#include "Report/StoredJson.h"
#include "Results/FhirImagingStudy.h"
#include "Results/FhirNarrative.h"
#include "Results/FhirObservations.h"
#include "Results/FhirPieces.h"
#include "Results/FhirReviewer.h"

namespace vlm
{
namespace
{

using Resources = std::vector<Json::Value>;

Json::Value PresentedForm(const FhirSubject& subject)
{
  if (subject.options.pdf.empty())
  {
    return {};
  }
  Json::Value form;
  form["contentType"] = "application/pdf";
  form["language"] = subject.words.Language();
  form["data"] = Base64(subject.options.pdf);
  form["title"] = subject.words.Say("document.title");
  form["creation"] = subject.issued;
  return form;
}

Json::Value AnalysisIdentifier(const FhirSubject& subject)
{
  const std::string analysis = LowerCase(TextOf(subject.report, "AnalysisId"));
  Json::Value identifier;
  if (IsUuid(analysis))
  {
    identifier["system"] = FhirSystem::Uri;
    identifier["value"] = "urn:uuid:" + analysis;
  }
  return identifier;
}

// Where nobody judged the images, the report is not available: "cancelled".
const char* StatusOf(const FhirSubject& subject)
{
  if (subject.review)
  {
    return subject.review->isAmendment ? "corrected" : "final";
  }
  return subject.IsJudged() ? "preliminary" : "cancelled";
}

Json::Value DiagnosticReport(const FhirSubject& subject, const Resources& observations)
{
  Json::Value resource;
  resource["resourceType"] = "DiagnosticReport";
  resource["id"] = subject.IdOf("DiagnosticReport");
  resource["language"] = subject.words.Language();
  resource["text"] = FhirNarrativeOfReport(subject);
  resource["identifier"].append(AnalysisIdentifier(subject));
  resource["status"] = StatusOf(subject);
  resource["category"].append(FhirConcept(
      FhirCoding("http://terminology.hl7.org/CodeSystem/v2-0074", "RAD", "Radiology"), ""));
  resource["code"] =
      FhirConcept(FhirCoding(FhirSystem::Loinc, "18748-4", "Diagnostic imaging study"),
                  subject.words.Say("document.title"));
  resource["subject"] = subject.patient;
  resource["effectiveDateTime"] = subject.effective;
  resource["issued"] = subject.issued;
  for (const Json::Value& observation : observations)
  {
    resource["result"].append(FhirReference("Observation", observation["id"].asString()));
  }
  resource["imagingStudy"].append(FhirReference("ImagingStudy", subject.ImagingStudyId()));
  resource["conclusion"] = subject.IsJudged()
                               ? FhirTextOf(MemberOf(subject.report, "Narrative"), "Impression")
                               : FhirReason(subject);
  if (subject.review)
  {
    resource["contained"].append(FhirReviewerOf(*subject.review));
    resource["resultsInterpreter"].append(FhirReviewerReference());
  }
  resource["presentedForm"].append(PresentedForm(subject));
  return resource;
}

void AppendVersion(const char* type, const std::string& value, Json::Value& device)
{
  if (!value.empty())
  {
    Json::Value version;
    version["type"] = FhirWords(type);
    version["value"] = value;
    device["version"].append(version);
  }
}

void AppendName(const char* type, const std::string& name, Json::Value& device)
{
  if (!name.empty())
  {
    Json::Value named;
    named["name"] = name;
    named["type"] = type;
    device["deviceName"].append(named);
  }
}

// The algorithm: a model as this plugin uses it.
Json::Value Device(const FhirSubject& subject)
{
  const Json::Value& model = MemberOf(subject.report, "Model");
  const std::string served = FhirTextOf(model, "Served");
  const std::string requested = FhirTextOf(model, "Requested");
  const std::string type = FhirTextOf(model, "Type");
  Json::Value resource;
  resource["resourceType"] = "Device";
  resource["id"] = subject.deviceId;
  resource["status"] = "active";
  resource["modelNumber"] = requested;
  AppendName("user-friendly-name", FhirTextOf(model, "Name"), resource);
  AppendName("model-name", served.empty() ? requested : served, resource);
  resource["type"] = FhirWords("Image analysis software" + (type.empty() ? "" : ", " + type));
  AppendVersion("Model as served", served, resource);
  AppendVersion("Prompt or rules", FhirTextOf(model, "PromptVersion"), resource);
  AppendVersion("Orthanc VLM plugin", FhirText(subject.options.software), resource);
  Json::Value note;
  note["text"] = DisclaimerTextOf(subject.report, subject.words);
  resource["note"].append(note);
  return resource;
}

void AppendVerifier(const FhirSubject& subject, Json::Value& provenance)
{
  if (subject.review)
  {
    Json::Value agent;
    agent["type"] =
        FhirConcept(FhirCoding("http://terminology.hl7.org/CodeSystem/provenance-participant-type",
                               "verifier", "Verifier"),
                    "");
    agent["who"] = FhirReviewerReference();
    provenance["contained"].append(FhirReviewerOf(*subject.review));
    provenance["agent"].append(agent);
  }
}

Json::Value Provenance(const FhirSubject& subject, const Resources& targets)
{
  Json::Value resource;
  resource["resourceType"] = "Provenance";
  resource["id"] = subject.IdOf("Provenance");
  for (const Json::Value& target : targets)
  {
    resource["target"].append(
        FhirReference(target["resourceType"].asCString(), target["id"].asString()));
  }
  const std::string started = TextOf(MemberOf(subject.report, "Timing"), "StartedAt");
  if (IsFhirInstant(started) && started <= subject.issued)
  {
    resource["occurredPeriod"]["start"] = started;
    resource["occurredPeriod"]["end"] = subject.issued;
  }
  resource["recorded"] = subject.issued;
  Json::Value agent;
  agent["type"] =
      FhirConcept(FhirCoding("http://terminology.hl7.org/CodeSystem/provenance-participant-type",
                             "performer", "Performer"),
                  "");
  agent["who"] = FhirReference("Device", subject.deviceId);
  resource["agent"].append(agent);
  AppendVerifier(subject, resource);
  Json::Value entity;
  entity["role"] = "source";
  entity["what"] = FhirReference("ImagingStudy", subject.ImagingStudyId());
  resource["entity"].append(entity);
  return resource;
}

Json::Value Entry(Json::Value resource, FhirBundleType type)
{
  const std::string id = resource["id"].asString();
  Json::Value entry;
  entry["fullUrl"] = "urn:uuid:" + id;
  if (type == FhirBundleType::Transaction)
  {
    entry["request"]["method"] = "PUT";
    entry["request"]["url"] = resource["resourceType"].asString() + "/" + id;
  }
  entry["resource"] = std::move(resource);
  return entry;
}

}  // namespace

Json::Value FhirBundleOf(const Json::Value& report, const FhirStudy& study,
                         const FhirOptions& options)
{
  const FhirSubject subject = FhirSubject::Of(report, study, options);
  const Resources observations = FhirObservationsOf(subject);
  Resources resources = {DiagnosticReport(subject, observations)};
  resources.insert(resources.end(), observations.begin(), observations.end());
  const Resources made = resources;
  resources.push_back(FhirImagingStudyOf(subject));
  resources.push_back(Device(subject));
  if (!subject.issued.empty())
  {
    resources.push_back(Provenance(subject, made));
  }
  Json::Value bundle;
  bundle["resourceType"] = "Bundle";
  bundle["id"] = subject.IdOf("Bundle");
  bundle["type"] = options.type == FhirBundleType::Transaction ? "transaction" : "collection";
  bundle["timestamp"] = subject.issued;
  for (Json::Value& resource : resources)
  {
    bundle["entry"].append(Entry(std::move(resource), options.type));
  }
  return Pruned(bundle);
}

}  // namespace vlm
