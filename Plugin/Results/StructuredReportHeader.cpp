// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/StructuredReportHeader.h"

#include <dcmtk/dcmsr/dsrsoprf.h>

#include <algorithm>

#include "Foundation/CleanText.h"
#include "Foundation/Phrasebook.h"
#include "Report/StoredJson.h"
#include "Results/DerivedObject.h"
#include "Results/SignedReview.h"
#include "Results/SourceImageValues.h"
#include "Results/StructuredReportCodes.h"

namespace vlm
{
namespace
{

// Why the report does not cover all that it was to cover; empty: it does.
std::string WhyPartial(const ResultContext& context)
{
  const Json::Value& report = context.report;
  const Phrasebook& words = Phrasebook::Of(TextOf(MemberOf(report, "Narrative"), "Language"));
  if (TextOf(report, "Status") != "Completed")
  {
    const std::string reason = TextOf(report, "Reason");
    return reason.empty() ? words.Say("sr.abstained") : reason;
  }
  const Json::Value& images = ListOf(report, "Images");
  const auto unexamined = std::count_if(
      images.begin(), images.end(), [](const Json::Value& image) { return !IsExamined(image); });
  return unexamined == 0 ? ""
                         : words.Say("sr.unexamined", {{"count", std::to_string(unexamined)},
                                                       {"images", std::to_string(images.size())}});
}

void WriteFlags(const ResultContext& context, DcmDataset& dataset)
{
  const std::string whyPartial = WhyPartial(context);
  const bool isSigned = SignedReviewOf(context.report).has_value();
  PutText(dataset, DCM_PreliminaryFlag, isSigned ? "FINAL" : "PRELIMINARY");
  // Only what is complete can be verified (PS3.3 C.17.2): whoever signs says that it is.
  PutText(dataset, DCM_CompletionFlag, whyPartial.empty() || isSigned ? "COMPLETE" : "PARTIAL");
  PutText(dataset, DCM_VerificationFlag, isSigned ? "VERIFIED" : "UNVERIFIED");
  if (!whyPartial.empty())
  {
    PutText(dataset, DCM_CompletionFlagDescription, whyPartial);
  }
}

// Type 1, so that a report which does not say when it was made needs some moment, too.
void WriteContentMoment(const ResultContext& context, const SourceImage& source,
                        DcmDataset& dataset)
{
  const DicomMoment moment = ContentMomentOf(context, source);
  PutText(dataset, DCM_ContentDate, moment.date.empty() ? "19700101" : moment.date);
  PutText(dataset, DCM_ContentTime, moment.time.empty() ? "000000" : moment.time);
}

// PS3.3 C.17.2. The moment is type 1 like that of the content, and the same one.
void WriteVerifier(const ResultContext& context, const SourceImage& source, DcmDataset& dataset)
{
  const auto review = SignedReviewOf(context.report);
  if (!review)
  {
    return;
  }
  const DicomMoment moment = ContentMomentOf(context, source);
  DcmItem& verifier = PutItem(dataset, DCM_VerifyingObserverSequence);
  PutText(verifier, DCM_VerifyingOrganization, OrganizationOf(context));
  PutText(verifier, DCM_VerificationDateTime,
          moment.date.empty() ? "19700101000000" : moment.date + moment.time);
  PutText(verifier, DCM_VerifyingObserverName, review->name);
  verifier.insertEmptyElement(DCM_VerifyingObserverIdentificationCodeSequence);
}

void WriteEvidence(const ResultContext& context, const SourceImage& source, DcmDataset& dataset)
{
  DSRSOPInstanceReferenceList current(DCM_CurrentRequestedProcedureEvidenceSequence);
  DSRSOPInstanceReferenceList other(DCM_PertinentOtherEvidenceSequence);
  for (const std::optional<SourceImage>& image : context.sources)
  {
    if (image)
    {
      const bool isOfStudy = image->studyInstanceUid == source.studyInstanceUid;
      (isOfStudy ? current : other)
          .addItem(image->studyInstanceUid.c_str(), image->seriesInstanceUid.c_str(),
                   image->sopClassUid.c_str(), image->sopInstanceUid.c_str(), OFFalse);
    }
  }
  current.write(dataset);
  other.write(dataset);
}

void WritePredecessors(const ResultContext& context, DcmDataset& dataset)
{
  DSRSOPInstanceReferenceList predecessors(DCM_PredecessorDocumentsSequence);
  for (const PredecessorDocument& document : context.predecessors)
  {
    predecessors.addItem(document.studyInstanceUid.c_str(), document.seriesInstanceUid.c_str(),
                         UID_Comprehensive3DSRStorage, document.sopInstanceUid.c_str(), OFFalse);
  }
  predecessors.write(dataset);
}

// PS3.3 C.12.1.1: whose codes they are.
void WriteOwnScheme(DcmDataset& dataset)
{
  DcmItem& scheme = PutItem(dataset, DCM_CodingSchemeIdentificationSequence);
  PutText(scheme, DCM_CodingSchemeDesignator, OwnScheme);
  PutText(scheme, DCM_CodingSchemeName, "Orthanc VLM: findings of a model");
  PutText(scheme, DCM_CodingSchemeResponsibleOrganization, "Orthanc VLM");
}

}  // namespace

std::string OrganizationOf(const ResultContext& context)
{
  const SourceImage* source = context.AnySource();
  const std::string stated =
      context.reviewOrganization.empty() && source != nullptr
          ? MendedValue(*source, source->Dataset(), DCM_InstitutionName)
          : CleanText(context.reviewOrganization, 64, LineBreaks::ReplaceBySpaces);
  return stated.empty() ? "Unknown" : stated;
}

void WriteReportHeader(const ResultContext& context, const SourceImage& source, DcmDataset& dataset)
{
  WriteFlags(context, dataset);
  WriteContentMoment(context, source, dataset);
  WriteVerifier(context, source, dataset);
  WriteEvidence(context, source, dataset);
  WritePredecessors(context, dataset);
  WriteOwnScheme(dataset);
  // Type 2: nothing was ordered or performed that the report knows of.
  dataset.insertEmptyElement(DCM_PerformedProcedureCodeSequence);
  dataset.insertEmptyElement(DCM_ReferencedPerformedProcedureStepSequence);
}

}  // namespace vlm
