// SPDX-License-Identifier: GPL-3.0-or-later
// The reading half of StructuredReport.h.
#include <algorithm>
#include <charconv>
#include <exception>
#include <map>

#include "Foundation/Phrasebook.h"
#include "Foundation/Uuid.h"
#include "Pixels/DicomValues.h"
#include "Report/JsonReport.h"
#include "Report/ReportWords.h"
#include "Results/ResultUid.h"
#include "Results/StructuredReport.h"
#include "Results/StructuredReportFindingReading.h"
#include "Results/StructuredReportReviewReading.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostImages = 10000;  // as of a stored report
constexpr double MostPixels = 65535.0;     // (0028,0010) is US

// The series of each image among the evidence, in the study of the report.
using SeriesByImage = std::map<std::string, ImageIdentity>;

void AddEvidence(DcmItem& dataset, const DcmTagKey& sequence, SeriesByImage& series)
{
  for (DcmItem* study : ItemsOf(dataset, sequence))
  {
    for (DcmItem* one : ItemsOf(*study, DCM_ReferencedSeriesSequence))
    {
      for (DcmItem* image : ItemsOf(*one, DCM_ReferencedSOPSequence))
      {
        ImageIdentity identity;
        identity.sopInstanceUid = AsciiOf(*image, DCM_ReferencedSOPInstanceUID);
        identity.seriesInstanceUid = AsciiOf(*one, DCM_SeriesInstanceUID);
        identity.studyInstanceUid = AsciiOf(*study, DCM_StudyInstanceUID);
        series.emplace(identity.sopInstanceUid, identity);
      }
    }
  }
}

int PixelsOf(const std::optional<double>& number)
{
  return number && *number >= 0.0 && *number <= MostPixels ? static_cast<int>(*number) : 0;
}

std::optional<PixelSpacing> SpacingOf(const ContentItems& facts)
{
  const auto row = facts.NumberOf(sr::VerticalSpacing);
  const auto column = facts.NumberOf(sr::HorizontalSpacing);
  const auto isSpacing = [](const std::optional<double>& mm)
  { return mm && *mm >= SmallestSpacingMm && *mm <= LargestSpacingMm; };
  if (!isSpacing(row) || !isSpacing(column))
  {
    return std::nullopt;
  }
  PixelSpacing spacing = {*row, *column};
  const std::string stated = facts.TextOf(sr::SpacingSource);
  for (const auto source :
       {PixelSpacing::Source::ImagerPixelSpacing, PixelSpacing::Source::UltrasoundRegion})
  {
    spacing.source = stated == WordOf(source) ? source : spacing.source;
  }
  return spacing;
}

std::vector<ReportedImage> ImagesOf(DcmItem& dataset, const ContentItems& root)
{
  SeriesByImage evidence;
  AddEvidence(dataset, DCM_CurrentRequestedProcedureEvidenceSequence, evidence);
  AddEvidence(dataset, DCM_PertinentOtherEvidenceSequence, evidence);
  std::vector<ReportedImage> images;
  const ContentItems library(root.Find(sr::ImageLibrary));
  for (const ContentItem& item : ContentItems(library.Find(sr::LibraryGroup)))
  {
    const auto reference = item.Image();
    if (!reference || images.size() >= MostImages)
    {
      continue;
    }
    const ContentItems facts(&item);
    ReportedImage image;
    image.identity = evidence[reference->sopInstanceUid];
    image.identity.sopInstanceUid = reference->sopInstanceUid;
    image.identity.frame = reference->frame;
    image.rows = PixelsOf(facts.NumberOf(sr::Rows));
    image.columns = PixelsOf(facts.NumberOf(sr::Columns));
    image.spacing = SpacingOf(facts);
    image.whyNotExamined = facts.TextOf(sr::NotExamined);
    images.push_back(std::move(image));
  }
  return images;
}

void ReadModel(const ContentItems& root, const ContentItems& evaluations, AnalysisReport& report)
{
  report.model.name = evaluations.TextOf(sr::ModelName);
  report.model.type = evaluations.TextOf(sr::ModelType);
  report.model.promptVersion = evaluations.TextOf(sr::PromptVersion);
  report.model.requested = root.TextOf(sr::DeviceName);
  report.servedModel = root.TextOf(sr::DeviceModel);
  const std::string readings = evaluations.TextOf(sr::Readings);
  std::from_chars(readings.data(), readings.data() + readings.size(), report.readings);
  report.readings = std::max(report.readings, 0);
}

Narrative NarrativeOf(const ContentItems& root, const ContentItems& evaluations)
{
  Narrative narrative;
  narrative.impression = evaluations.TextOf(sr::Impression);
  narrative.findings = evaluations.TextOf(sr::Finding);
  narrative.technique = evaluations.TextOf(sr::Technique);
  narrative.recommendations = evaluations.TextsOf(sr::Recommendation);
  narrative.limitations = evaluations.TextsOf(sr::Limitation);
  const ContentItem* language = root.Find(sr::Language);
  narrative.language = language == nullptr ? "en" : language->Code().value;
  return narrative;
}

void ReadWhole(const ContentItems& evaluations, AnalysisReport& report)
{
  report.analysisId = evaluations.TextOf(sr::AnalysisId);
  const std::string level = evaluations.TextOf(sr::Level);
  report.level = level == "Instance" || level == "Study" ? level : "Series";
  report.modality = evaluations.TextOf(sr::Modality);
  report.bodyPart = evaluations.TextOf(sr::BodyPart);
  report.status = evaluations.TextOf(sr::Status) == WordOf(ReportStatus::Abstained)
                      ? ReportStatus::Abstained
                      : ReportStatus::Completed;
  report.reason = evaluations.TextOf(sr::Reason);
  const ContentItem* assessment = evaluations.Find(sr::Assessment);
  report.noAbnormality =
      assessment != nullptr && assessment->Code().value == sr::NoAbnormality.value;
  report.imageQuality.reason = evaluations.TextOf(sr::PoorQuality);
  report.imageQuality.adequate = report.imageQuality.reason.empty();
  report.timing.completedAt =
      ParseTimestamp(evaluations.TextOf(sr::CompletedAt)).value_or(Timestamp());
  report.timing.startedAt = report.timing.completedAt;
  report.timing.queuedAt = report.timing.completedAt;
  report.warnings = evaluations.TextsOf(sr::Warning);
}

// The evaluations of the whole name the analysis; an SR that it did not bring about, such as one
// under another UID after anonymization, is none of it.
std::optional<std::string> AnalysisOf(DcmItem& dataset, const ContentItems& evaluations)
{
  const std::string analysis = evaluations.TextOf(sr::AnalysisId);
  const bool isOurs = AsciiOf(dataset, DCM_SOPClassUID) == UID_Comprehensive3DSRStorage &&
                      IsUuid(analysis) &&
                      AsciiOf(dataset, DCM_SOPInstanceUID) ==
                          ResultUid(analysis, "sr", ReviewRevisionIn(evaluations));
  return isOurs ? std::optional(analysis) : std::nullopt;
}

Result<Json::Value> Read(const std::string& dicomFile)
{
  const Result<DicomHeader> parsed = ParseDicomHeader(dicomFile.data(), dicomFile.size());
  if (!parsed.HasValue())
  {
    return parsed.Failure();
  }
  DcmDataset& dataset = parsed.Value().Dataset();
  // Another archive may have written it anew in a character set of its own.
  if (AsciiOf(dataset, DCM_SpecificCharacterSet) != "ISO_IR 192" && dataset.convertToUTF8().bad())
  {
    return Error{ErrorKind::CorruptDicom,
                 "The texts of the Structured Report are in a character set that is unknown."};
  }
  const ContentItems root(dataset);
  const ContentItems evaluations(root.Find(sr::Evaluations));
  if (!AnalysisOf(dataset, evaluations))
  {
    return Error{ErrorKind::BadInput,
                 "The DICOM object is not a Structured Report of this plugin."};
  }
  AnalysisReport report;
  ReadWhole(evaluations, report);
  ReadModel(root, evaluations, report);
  report.narrative = NarrativeOf(root, evaluations);
  report.images = ImagesOf(dataset, root);
  report.findings = FindingsOf(ContentItems(root.Find(sr::Measurements)), report.images);
  report.studyInstanceUid = AsciiOf(dataset, DCM_StudyInstanceUID);
  report.seriesInstanceUid = report.level == "Study" || report.images.empty()
                                 ? ""
                                 : report.images.front().identity.seriesInstanceUid;
  report.warnings.push_back(Phrasebook::Of(report.narrative.language).Say("sr.readBack"));
  Json::Value json = ReportToJson(report);
  SeparateReview(root, report.images, json);
  return json;
}

}  // namespace

std::optional<std::string> AnalysisOfStructuredReport(const std::string& dicomFile)
{
  try
  {
    const Result<DicomHeader> parsed = ParseDicomHeader(dicomFile.data(), dicomFile.size());
    if (!parsed.HasValue() || parsed.Value().hasPixelData)
    {
      return std::nullopt;
    }
    DcmDataset& dataset = parsed.Value().Dataset();
    return AnalysisOf(dataset, ContentItems(ContentItems(dataset).Find(sr::Evaluations)));
  }
  catch (const std::exception&)  // of DCMTK
  {
    return std::nullopt;
  }
}

Result<Json::Value> ReadStructuredReport(const std::string& dicomFile)
{
  try
  {
    return Read(dicomFile);
  }
  catch (const std::exception& exception)  // of jsoncpp or DCMTK
  {
    return Error{ErrorKind::CorruptDicom,
                 std::string("The Structured Report cannot be read: ") + exception.what() + "."};
  }
}

}  // namespace vlm
