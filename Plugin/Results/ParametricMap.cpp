// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/ParametricMap.h"

#include <utility>

#include "Pixels/DicomValues.h"
#include "Render/AnomalyMap.h"
#include "Report/JsonReport.h"
#include "Results/DerivedObject.h"
#include "Results/DerivedObjectSides.h"
#include "Results/OwnEquipment.h"
#include "Results/ParametricMapGeometry.h"
#include "Results/PresentationStateImage.h"
#include "Results/SignedReview.h"
#include "Results/SourceImageValues.h"
#include "Results/StructuredReportCodes.h"

namespace vlm
{
namespace
{

constexpr int SeriesNumber = 9005;
constexpr const char* ImageTypes = "DERIVED\\PRIMARY\\OTHER\\NONE";

// PS3.3 C.8.32.2, C.7.6.16.1 and 10.9.
void WriteImageModule(const ResultContext& context, const SourceImage& source, DcmDataset& dataset)
{
  const DicomMoment moment = ContentMomentOf(context, source);
  dataset.putAndInsertString(DCM_ImageType, ImageTypes);
  PutText(dataset, DCM_ContentDate, moment.date.empty() ? "19700101" : moment.date);
  PutText(dataset, DCM_ContentTime, moment.time.empty() ? "000000" : moment.time);
  PutText(dataset, DCM_ContentLabel, "AI_ANOMALY_MAP");
  PutText(dataset, DCM_ContentDescription,
          std::string("Anomaly map of ") +
              (SignedReviewOf(context.report) ? "reviewed" : "unverified") + " findings, 0 to 1");
  PutText(dataset, DCM_ContentCreatorName, OwnPersonName);
  PutText(dataset, DCM_ContentQualification, "RESEARCH");
  PutText(dataset, DCM_BurnedInAnnotation, "NO");
  PutText(dataset, DCM_RecognizableVisualFeatures, "NO");
  // Whatever the source is: values of Gaussians were never compressed.
  PutText(dataset, DCM_LossyImageCompression, "00");
  PutText(dataset, DCM_PresentationLUTShape, "IDENTITY");
  dataset.insertEmptyElement(DCM_AcquisitionContextSequence);
}

// PS3.3 C.7.6.17: the one frame by its position.
void WriteDimensions(const std::string& dimensionUid, DcmDataset& dataset)
{
  PutText(PutItem(dataset, DCM_DimensionOrganizationSequence), DCM_DimensionOrganizationUID,
          dimensionUid);
  DcmItem& index = PutItem(dataset, DCM_DimensionIndexSequence);
  PutText(index, DCM_DimensionOrganizationUID, dimensionUid);
  index.putAndInsertTagKey(DCM_DimensionIndexPointer, DCM_ImagePositionPatient);
  index.putAndInsertTagKey(DCM_FunctionalGroupPointer, DCM_PlanePositionSequence);
}

// PS3.3 C.7.6.16.2.9 and C.7.6.16.2.11: a value of the map is itself.
void WriteMapping(DcmItem& shared)
{
  DcmItem& identity = PutItem(shared, DCM_PixelValueTransformationSequence);
  PutText(identity, DCM_RescaleIntercept, "0");
  PutText(identity, DCM_RescaleSlope, "1");
  PutText(identity, DCM_RescaleType, "US");
  DcmItem& mapping = PutItem(shared, DCM_RealWorldValueMappingSequence);
  PutText(mapping, DCM_LUTExplanation, "Noisy-OR of the findings' Gaussians; no probability");
  PutText(mapping, DCM_LUTLabel, "ANOMALY");
  PutCode(mapping, DCM_MeasurementUnitsCodeSequence, "1", "UCUM", "no units");
  mapping.putAndInsertFloat64(DCM_DoubleFloatRealWorldValueFirstValueMapped, 0.0);
  mapping.putAndInsertFloat64(DCM_DoubleFloatRealWorldValueLastValueMapped, 1.0);
  mapping.putAndInsertFloat64(DCM_RealWorldValueIntercept, 0.0);
  mapping.putAndInsertFloat64(DCM_RealWorldValueSlope, 1.0);
}

void WriteFunctionalGroups(const PresentedImage& image, const MapGeometry& geometry,
                           DcmDataset& dataset)
{
  DcmItem& shared = PutItem(dataset, DCM_SharedFunctionalGroupsSequence);
  DcmItem& frame = PutItem(dataset, DCM_PerFrameFunctionalGroupsSequence);
  WritePlane(geometry, shared, frame);
  WriteMapping(shared);
  PutItem(shared, DCM_ParametricMapFrameTypeSequence).putAndInsertString(DCM_FrameType, ImageTypes);
  PutItem(frame, DCM_FrameContentSequence).putAndInsertUint32(DCM_DimensionIndexValues, 1);
  DcmItem& derivation = PutItem(frame, DCM_DerivationImageSequence);
  PutCode(derivation, DCM_DerivationCodeSequence, "AnomalyMap", OwnScheme,
          "Anomaly map of findings");
  DcmItem& source = PutItem(derivation, DCM_SourceImageSequence);
  WriteImageReference(*image.source, image.frame, source);
  PutText(source, DCM_SpatialLocationsPreserved, "YES");
  PutCode(source, DCM_PurposeOfReferenceCodeSequence, "121322", "DCM",
          "Source image for image processing operation");
}

// PS3.3 C.12.2.
void WriteReferences(const SourceImage& source, DcmDataset& dataset)
{
  DcmItem& series = PutItem(dataset, DCM_ReferencedSeriesSequence);
  PutText(series, DCM_SeriesInstanceUID, source.seriesInstanceUid);
  DcmItem& instance = PutItem(series, DCM_ReferencedInstanceSequence);
  PutText(instance, DCM_ReferencedSOPClassUID, source.sopClassUid);
  PutText(instance, DCM_ReferencedSOPInstanceUID, source.sopInstanceUid);
}

// PS3.3 C.7.6.24. The grid is that of the image, so that values lie on its pixels.
void WriteValues(const std::vector<ModelledFinding>& findings, const MapGeometry& geometry,
                 DcmDataset& dataset)
{
  std::vector<const ModelledFinding*> located;
  for (const ModelledFinding& finding : findings)
  {
    if (finding.extent && finding.finding.verification.status != VerificationStatus::Rejected)
    {
      located.push_back(&finding);
    }
  }
  const cv::Rect region(0, 0, geometry.columns, geometry.rows);
  const cv::Mat values = AnomalyMapOf(located, region, region.size()).values;
  dataset.putAndInsertUint16(DCM_SamplesPerPixel, 1);
  PutText(dataset, DCM_PhotometricInterpretation, "MONOCHROME2");
  PutText(dataset, DCM_NumberOfFrames, "1");
  dataset.putAndInsertUint16(DCM_Rows, static_cast<Uint16>(values.rows));
  dataset.putAndInsertUint16(DCM_Columns, static_cast<Uint16>(values.cols));
  dataset.putAndInsertUint16(DCM_BitsAllocated, 32);
  dataset.putAndInsertFloat32Array(DCM_FloatPixelData, values.ptr<float>(),
                                   static_cast<unsigned long>(values.total()));
}

Result<ResultObject> MapOf(const ResultContext& context, const PresentedImage& image,
                           const MapGeometry& geometry,
                           const std::vector<ModelledFinding>& findings)
{
  const SourceImage& source = *image.source;
  DerivedIdentity identity;
  identity.sopClassUid = UID_ParametricMapStorage;
  identity.sopInstanceUid = context.Uid("pm-" + std::to_string(image.index));
  identity.seriesInstanceUid = context.Uid("pm-series");
  const std::string modality = MendedValue(source, source.Dataset(), DCM_Modality);
  identity.modality = modality.empty() ? "OT" : modality;
  identity.seriesNumber = SeriesNumber;
  identity.instanceNumber = image.index + 1;
  DcmDataset dataset;
  WriteCommonModules(context, source, identity, dataset);
  WriteSeriesSide(context, source, dataset);
  WriteImageSide(source, dataset);
  PutText(dataset, DCM_FrameOfReferenceUID, geometry.frameOfReferenceUid);
  PutText(dataset, DCM_PositionReferenceIndicator, "");
  WriteImageModule(context, source, dataset);
  WriteDimensions(context.Uid("pm-dimension"), dataset);
  WriteFunctionalGroups(image, geometry, dataset);
  WriteReferences(source, dataset);
  WriteValues(findings, geometry, dataset);
  return FinishedObject(ResultKind::ParametricMap, dataset);
}

}  // namespace

Result<std::vector<ResultObject>> ParametricMapsOf(const ResultContext& context)
{
  const auto findings = FindingsByImage(context.report);
  if (!findings.HasValue())
  {
    return findings.Failure();
  }
  std::vector<ResultObject> maps;
  for (const PresentedImage& image : PresentedImagesOf(context))
  {
    const auto geometry = GeometryOf(image);
    if (!geometry)
    {
      continue;
    }
    Result<ResultObject> map = MapOf(context, image, *geometry,
                                     findings.Value().at(static_cast<std::size_t>(image.index)));
    if (!map.HasValue())
    {
      return map.Failure();
    }
    maps.push_back(std::move(map.Value()));
  }
  return maps;
}

}  // namespace vlm
