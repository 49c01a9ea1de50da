// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/FhirSubject.h"

#include "Foundation/Uuid.h"
#include "Report/ReportDocument.h"
#include "Report/ReportWords.h"
#include "Report/StoredJson.h"
#include "Results/FhirPieces.h"

namespace vlm
{
namespace
{

Json::Value PatientOf(const FhirStudy& study)
{
  const std::string id = FhirText(study.patientId);
  if (id.empty())
  {
    return {};
  }
  Json::Value reference;
  reference["type"] = "Patient";
  reference["identifier"]["type"] = FhirConcept(
      FhirCoding("http://terminology.hl7.org/CodeSystem/v2-0203", "MR", "Medical record number"),
      "");
  reference["identifier"]["value"] = id;
  reference["identifier"]["assigner"]["display"] = FhirText(study.patientIdIssuer);
  return reference;
}

}  // namespace

FhirSubject FhirSubject::Of(const Json::Value& report, const FhirStudy& study,
                            const FhirOptions& options)
{
  const Phrasebook& words =
      options.language.empty() ? WordsOf(report) : Phrasebook::Of(options.language);
  const std::string root = DerivedUuid(TextOf(report, "AnalysisId"),
                                       TextOf(report, "Level") + " " + TextOf(report, "OrthancId"));
  const std::string stated = TextOf(MemberOf(report, "Timing"), "CompletedAt");
  const std::string completed = IsFhirInstant(stated) ? stated : "";
  const auto review = SignedReviewOf(report);
  const Json::Value& model = MemberOf(report, "Model");
  std::string device = options.software;
  for (const char* key : {"Name", "Type", "Requested", "Served", "PromptVersion"})
  {
    device += "\n" + TextOf(model, key);
  }
  return {report,
          study,
          options,
          words,
          root,
          PatientOf(study),
          IsFhirDateTime(study.started) ? study.started : completed,
          review && review->at ? FormatTimestamp(*review->at) : completed,
          DerivedUuid("Orthanc VLM Device", device),
          review};
}

bool FhirSubject::IsJudged() const
{
  return review || TextOf(report, "Status") == WordOf(ReportStatus::Completed);
}

std::string FhirSubject::IdOf(const char* role) const
{
  return DerivedUuid(root, role);
}

}  // namespace vlm
