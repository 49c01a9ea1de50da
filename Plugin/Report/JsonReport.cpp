// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/JsonReport.h"

#include <cmath>

#include "Gaussian/AnomalyMixture.h"
#include "Report/FindingJson.h"
#include "Report/JsonPieces.h"
#include "Report/NarrativeSentences.h"
#include "Report/ReportWords.h"

namespace vlm
{
namespace
{

Json::Value FindingsToJson(const std::vector<ModelledFinding>& findings)
{
  Json::Value list(Json::arrayValue);
  for (const ModelledFinding& finding : findings)
  {
    list.append(FindingToJson(finding));
  }
  return list;
}

// None of an image that no model looked at: there, not even the background is known.
std::optional<double> BackgroundWeightOf(const AnalysisReport& report, std::size_t image)
{
  if (report.status != ReportStatus::Completed || !report.images[image].whyNotExamined.empty())
  {
    return std::nullopt;
  }
  return BackgroundWeight(report.findings, static_cast<int>(image));
}

Json::Value SliceToJson(const std::optional<SlicePosition>& slice)
{
  if (!slice || !std::isfinite(slice->mm))
  {
    return {};
  }
  Json::Value json;
  json["Towards"] = slice->towards;
  json["Mm"] = slice->mm;
  return json;
}

Json::Value ImagesToJson(const AnalysisReport& report)
{
  Json::Value list(Json::arrayValue);
  for (std::size_t i = 0; i < report.images.size(); ++i)
  {
    const ReportedImage& image = report.images[i];
    Json::Value json;
    json["OrthancId"] = image.identity.orthancId;
    json["SOPInstanceUID"] = image.identity.sopInstanceUid;
    json["SeriesInstanceUID"] = image.identity.seriesInstanceUid;
    json["StudyInstanceUID"] = image.identity.studyInstanceUid;
    json["Frame"] = image.identity.frame;
    json["Rows"] = image.rows;
    json["Columns"] = image.columns;
    const bool hasSpacing =
        image.spacing && std::isfinite(image.spacing->rowMm + image.spacing->columnMm);
    json["PixelSpacingMm"] =
        hasSpacing ? PairToJson(image.spacing->rowMm, image.spacing->columnMm) : Json::Value();
    json["PixelSpacingSource"] =
        hasSpacing ? Json::Value(WordOf(image.spacing->source)) : Json::Value();
    json["SlicePosition"] = SliceToJson(image.slice);
    json["Examined"] = image.whyNotExamined.empty();
    json["Reason"] = image.whyNotExamined;
    json["BackgroundWeight"] = FiniteOrNull(BackgroundWeightOf(report, i));
    list.append(json);
  }
  return list;
}

Json::Value VolumesToJson(const std::vector<ReportedVolume>& volumes)
{
  Json::Value list(Json::arrayValue);
  for (const ReportedVolume& volume : volumes)
  {
    if (volume.meanMm.allFinite() && volume.covarianceMm2.allFinite())
    {
      Json::Value json;
      json["MeanMm"] = VectorToJson(volume.meanMm);
      json["CovarianceMm2"] = MatrixToJson(volume.covarianceMm2);
      json["Findings"] = TextsToJson(volume.findingIds);
      list.append(json);
    }
  }
  return list;
}

Json::Value ModelToJson(const AnalysisReport& report)
{
  Json::Value json;
  json["Name"] = report.model.name;
  json["Type"] = report.model.type;
  json["Requested"] = report.model.requested;
  json["Served"] = report.servedModel;
  json["PromptVersion"] = report.model.promptVersion;
  json["Readings"] = report.readings;
  return json;
}

Json::Value NarrativeToJson(const AnalysisReport& report)
{
  const Narrative& narrative = report.narrative;
  Json::Value json;
  json["Technique"] = narrative.technique;
  json["Findings"] = narrative.findings;
  json["Impression"] = narrative.impression;
  json["Recommendations"] = TextsToJson(narrative.recommendations);
  json["Limitations"] = TextsToJson(narrative.limitations);
  json["Language"] = narrative.language;
  json["Sentences"] = SentencesToJson(report.sentences);
  return json;
}

Json::Value UsageToJson(const ModelUsage& usage)
{
  Json::Value json;
  json["Requests"] = usage.requests;
  json["InputTokens"] = Json::Int64(usage.inputTokens);
  json["OutputTokens"] = Json::Int64(usage.outputTokens);
  json["BytesSent"] = Json::Int64(usage.bytesSent);
  return json;
}

Json::Value TimingToJson(const ReportTiming& timing)
{
  Json::Value json;
  json["QueuedAt"] = FormatTimestamp(timing.queuedAt);
  json["StartedAt"] = FormatTimestamp(timing.startedAt);
  json["CompletedAt"] = FormatTimestamp(timing.completedAt);
  json["ModelMs"] = Json::Int64(timing.model.count());
  json["PipelineMs"] = Json::Int64(timing.pipeline.count());
  return json;
}

}  // namespace

Json::Value ReportToJson(const AnalysisReport& report)
{
  Json::Value json;
  json["SchemaVersion"] = 1;
  json["AnalysisId"] = report.analysisId;
  json["Level"] = report.level;
  json["OrthancId"] = report.orthancId;
  json["StudyInstanceUID"] = report.studyInstanceUid;
  json["SeriesInstanceUID"] = report.seriesInstanceUid;
  json["Modality"] = report.modality;
  json["BodyPart"] = report.bodyPart;
  json["Status"] = WordOf(report.status);
  json["Reason"] = report.reason;
  json["Model"] = ModelToJson(report);
  json["Images"] = ImagesToJson(report);
  json["Findings"] = FindingsToJson(report.findings);
  json["Rejected"] = FindingsToJson(report.rejected);
  json["Volumes"] = VolumesToJson(report.volumes);
  json["NoAbnormality"] = report.noAbnormality;
  json["ImageQuality"]["Adequate"] = report.imageQuality.adequate;
  json["ImageQuality"]["Reason"] = report.imageQuality.reason;
  json["Narrative"] = NarrativeToJson(report);
  json["Usage"] = UsageToJson(report.usage);
  json["Timing"] = TimingToJson(report.timing);
  json["Warnings"] = TextsToJson(report.warnings);
  json["Disclaimer"] = std::string(DisclaimerText);
  json["Review"] = Json::Value();
  json["Reviews"] = Json::arrayValue;
  return json;
}

}  // namespace vlm
