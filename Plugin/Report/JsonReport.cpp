// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/JsonReport.h"

#include <cmath>

#include "Report/ReportWords.h"

namespace vlm
{
namespace
{

Json::Value FiniteOrNull(const std::optional<double>& number)
{
  return number && std::isfinite(*number) ? Json::Value(*number) : Json::Value();
}

Json::Value TextsToJson(const std::vector<std::string>& texts)
{
  Json::Value list(Json::arrayValue);
  for (const std::string& text : texts)
  {
    list.append(text);
  }
  return list;
}

Json::Value PairToJson(double first, double second)
{
  Json::Value pair(Json::arrayValue);
  pair.append(first);
  pair.append(second);
  return pair;
}

Json::Value BoxToJson(const std::optional<BoundingBox>& box)
{
  // A box with a number that JSON cannot say is no location.
  if (!box || !std::isfinite(box->left) || !std::isfinite(box->top) || !std::isfinite(box->width) ||
      !std::isfinite(box->height))
  {
    return {};
  }
  Json::Value json;
  json["Left"] = box->left;
  json["Top"] = box->top;
  json["Width"] = box->width;
  json["Height"] = box->height;
  return json;
}

Json::Value GaussianToJson(const ModelledFinding& finding)
{
  if (!finding.extent)
  {
    return {};
  }
  const Eigen::Vector2d& mean = finding.extent->Mean();
  const Eigen::Matrix2d& covariance = finding.extent->Covariance();
  Json::Value json;
  json["Mean"] = PairToJson(mean(0), mean(1));
  json["Covariance"].append(PairToJson(covariance(0, 0), covariance(0, 1)));
  json["Covariance"].append(PairToJson(covariance(1, 0), covariance(1, 1)));
  json["Weight"] = finding.weight;
  return json;
}

Json::Value EllipsesToJson(const std::vector<CredibleEllipse>& ellipses)
{
  Json::Value list(Json::arrayValue);
  for (const CredibleEllipse& ellipse : ellipses)
  {
    Json::Value json;
    json["Mass"] = ellipse.mass;
    json["SemiAxesPx"] = PairToJson(ellipse.semiAxesPx[0], ellipse.semiAxesPx[1]);
    json["AngleDegrees"] = ellipse.angleDegrees;
    json["SemiAxesMm"] = ellipse.semiAxesMm
                             ? PairToJson((*ellipse.semiAxesMm)[0], (*ellipse.semiAxesMm)[1])
                             : Json::Value();
    json["AreaMm2"] = FiniteOrNull(ellipse.areaMm2);
    list.append(json);
  }
  return list;
}

Json::Value MeasurementsToJson(const Measurements& measurements)
{
  Json::Value json;
  json["LongAxisMm"] = FiniteOrNull(measurements.longAxisMm);
  json["ShortAxisMm"] = FiniteOrNull(measurements.shortAxisMm);
  json["AreaMm2"] = FiniteOrNull(measurements.areaMm2);
  json["MeanInside"] = FiniteOrNull(measurements.meanInside);
  json["MeanAround"] = FiniteOrNull(measurements.meanAround);
  json["ContrastToNoise"] = FiniteOrNull(measurements.contrastToNoise);
  return json;
}

Json::Value VerificationToJson(const Verification& verification)
{
  Json::Value json;
  json["Status"] = WordOf(verification.status);
  json["ShiftPx"] = std::isfinite(verification.shiftPx) ? verification.shiftPx : 0.0;
  json["ShiftMm"] = FiniteOrNull(verification.shiftMm);
  json["Checks"] = Json::arrayValue;
  for (const Check& check : verification.checks)
  {
    Json::Value item;
    item["Name"] = check.name;
    item["Passed"] = check.passed;
    item["Detail"] = check.detail;
    json["Checks"].append(item);
  }
  return json;
}

Json::Value CodeToJson(const std::optional<CodedConcept>& code)
{
  if (!code)
  {
    return {};
  }
  Json::Value json;
  json["Scheme"] = code->scheme;
  json["Value"] = code->value;
  json["Meaning"] = code->meaning;
  return json;
}

Json::Value FindingToJson(const ModelledFinding& modelled)
{
  const Finding& finding = modelled.finding;
  const CandidateFinding& statement = finding.statement;
  Json::Value json;
  json["Id"] = finding.id;
  json["Label"] = statement.label;
  json["Category"] = statement.category;
  json["Anatomy"] = statement.anatomy;
  json["Laterality"] = WordOf(statement.laterality);
  json["Description"] = statement.description;
  json["Severity"] = statement.severity;
  json["Evidence"] = statement.evidence;
  json["Differential"] = TextsToJson(statement.differential);
  json["ModelScore"] = FiniteOrNull(statement.modelScore);
  json["Code"] = CodeToJson(finding.code);
  json["Image"] = statement.image;
  json["Box"] = BoxToJson(finding.box);
  json["RawBox"] = BoxToJson(finding.rawBox);
  json["Gaussian"] = GaussianToJson(modelled);
  json["CredibleEllipses"] = EllipsesToJson(modelled.ellipses);
  json["Measurements"] = MeasurementsToJson(finding.measurements);
  json["Verification"] = VerificationToJson(finding.verification);
  json["Review"] = Json::Value();
  return json;
}

Json::Value FindingsToJson(const std::vector<ModelledFinding>& findings)
{
  Json::Value list(Json::arrayValue);
  for (const ModelledFinding& finding : findings)
  {
    list.append(FindingToJson(finding));
  }
  return list;
}

Json::Value ImagesToJson(const std::vector<ReportedImage>& images)
{
  Json::Value list(Json::arrayValue);
  for (const ReportedImage& image : images)
  {
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
    json["Examined"] = image.whyNotExamined.empty();
    json["Reason"] = image.whyNotExamined;
    list.append(json);
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

Json::Value NarrativeToJson(const Narrative& narrative)
{
  Json::Value json;
  json["Technique"] = narrative.technique;
  json["Findings"] = narrative.findings;
  json["Impression"] = narrative.impression;
  json["Recommendations"] = TextsToJson(narrative.recommendations);
  json["Limitations"] = TextsToJson(narrative.limitations);
  json["Language"] = narrative.language;
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
  json["Images"] = ImagesToJson(report.images);
  json["Findings"] = FindingsToJson(report.findings);
  json["Rejected"] = FindingsToJson(report.rejected);
  json["NoAbnormality"] = report.noAbnormality;
  json["ImageQuality"]["Adequate"] = report.imageQuality.adequate;
  json["ImageQuality"]["Reason"] = report.imageQuality.reason;
  json["Narrative"] = NarrativeToJson(report.narrative);
  json["Usage"] = UsageToJson(report.usage);
  json["Timing"] = TimingToJson(report.timing);
  json["Warnings"] = TextsToJson(report.warnings);
  json["Disclaimer"] = std::string(DisclaimerText);
  return json;
}

}  // namespace vlm
