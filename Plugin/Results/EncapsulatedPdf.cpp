// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/EncapsulatedPdf.h"

#include <set>

#include "Foundation/Phrasebook.h"
#include "Report/StoredJson.h"
#include "Results/DerivedObject.h"
#include "Results/SignedReview.h"

namespace vlm
{
namespace
{

constexpr int SeriesNumber = 9003;

// Of each instance once, whatever number of its frames was analysed.
void WriteSources(const ResultContext& context, DcmDataset& dataset)
{
  std::set<std::string> written;
  for (const std::optional<SourceImage>& source : context.sources)
  {
    if (source && written.insert(source->sopInstanceUid).second)
    {
      DcmItem& item = AddItem(dataset, DCM_SourceInstanceSequence);
      PutText(item, DCM_ReferencedSOPClassUID, source->sopClassUid);
      PutText(item, DCM_ReferencedSOPInstanceUID, source->sopInstanceUid);
    }
  }
}

// PS3.3 C.24.2 and C.8.6.1. The page names the patient.
void WriteDocument(const ResultContext& context, const SourceImage& source, const std::string& pdf,
                   DcmDataset& dataset)
{
  const std::string language = TextOf(MemberOf(context.report, "Narrative"), "Language");
  const DicomMoment moment = ContentMomentOf(context, source);
  PutText(dataset, DCM_ConversionType, "WSD");
  PutText(dataset, DCM_ContentDate, moment.date);
  PutText(dataset, DCM_ContentTime, moment.time);
  PutText(dataset, DCM_AcquisitionDateTime, "");
  PutText(dataset, DCM_BurnedInAnnotation, "YES");
  PutText(dataset, DCM_VerificationFlag,
          SignedReviewOf(context.report) ? "VERIFIED" : "UNVERIFIED");
  PutText(dataset, DCM_DocumentTitle, Phrasebook::Of(language).Say("document.title"));
  PutCode(dataset, DCM_ConceptNameCodeSequence, "18748-4", "LN", "Diagnostic Imaging Report");
  WriteSources(context, dataset);
  PutText(dataset, DCM_MIMETypeOfEncapsulatedDocument, "application/pdf");
  dataset.putAndInsertUint32(DCM_EncapsulatedDocumentLength, static_cast<Uint32>(pdf.size()));
  dataset.putAndInsertUint8Array(DCM_EncapsulatedDocument,
                                 reinterpret_cast<const Uint8*>(pdf.data()),
                                 static_cast<unsigned long>(pdf.size()));
}

}  // namespace

Result<ResultObject> EncapsulatedPdfOf(const ResultContext& context, const std::string& pdf)
{
  const SourceImage* source = context.AnySource();
  if (source == nullptr)
  {
    return Error{ErrorKind::NotFound, "No image of the report is in the archive any more."};
  }
  DerivedIdentity identity;
  identity.sopClassUid = UID_EncapsulatedPDFStorage;
  identity.sopInstanceUid = context.Uid("pdf");
  identity.seriesInstanceUid = context.Uid("pdf-series");
  identity.modality = "DOC";
  identity.seriesNumber = SeriesNumber;
  DcmDataset dataset;
  WriteCommonModules(context, *source, identity, dataset);
  WriteDocument(context, *source, pdf, dataset);
  return FinishedObject(ResultKind::EncapsulatedPdf, dataset);
}

}  // namespace vlm
