// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/StructuredReport.h"

#include <exception>

#include "Foundation/Uuid.h"
#include "Report/StoredJson.h"
#include "Results/DerivedObject.h"
#include "Results/StructuredReportCodes.h"
#include "Results/StructuredReportHeader.h"
#include "Results/StructuredReportPieces.h"

namespace vlm
{
namespace
{

constexpr int SeriesNumber = 9001;  // after those of scanners

Result<void> CheckReport(const ResultContext& context)
{
  if (CountOf(context.report, "SchemaVersion") != 1)
  {
    return Error{ErrorKind::BadInput, "The report is not of schema version 1."};
  }
  const std::string id = context.AnalysisId();
  if (!IsUuid(id))
  {
    return Error{ErrorKind::BadInput,
                 "The report's AnalysisId is \"" + id + "\"; it must be a UUID."};
  }
  const std::string status = TextOf(context.report, "Status");
  if (status != "Completed" && status != "Abstained")
  {
    return Error{ErrorKind::BadInput, "The report's Status is \"" + status +
                                          "\"; a Structured Report is made of Completed and "
                                          "Abstained ones."};
  }
  if (context.AnySource() == nullptr)
  {
    return Error{ErrorKind::NotFound, "No image of the report is in the archive."};
  }
  return {};
}

Result<ResultObject> Make(const ResultContext& context)
{
  const SourceImage& source = *context.AnySource();
  ContentTree tree(sr::MeasurementReport, "1500");
  AddObservationContext(context, tree);
  AddImageLibrary(context, tree);
  AddMeasurements(context, tree);
  AddEvaluations(context, tree);

  DcmDataset dataset;
  ResultObject object = {ResultKind::StructuredReport, context.Uid("sr"), {}};
  WriteCommonModules(context, source,
                     {UID_Comprehensive3DSRStorage, object.sopInstanceUid, context.Uid("sr-series"),
                      "SR", SeriesNumber},
                     dataset);
  WriteReportHeader(context, source, dataset);
  const Result<void> written = tree.WriteTo(dataset);
  if (!written.HasValue())
  {
    return written.Failure();
  }
  Result<std::string> encoded = EncodeDicom(dataset);
  if (!encoded.HasValue())
  {
    return encoded.Failure();
  }
  object.dicom = std::move(encoded).Value();
  return object;
}

}  // namespace

Result<ResultObject> StructuredReportOf(const ResultContext& context)
{
  try
  {
    const Result<void> check = CheckReport(context);
    return check.HasValue() ? Make(context) : check.Failure();
  }
  catch (const std::exception& exception)  // of jsoncpp or DCMTK
  {
    return Error{ErrorKind::Internal,
                 std::string("The Structured Report cannot be made: ") + exception.what() + "."};
  }
}

}  // namespace vlm
