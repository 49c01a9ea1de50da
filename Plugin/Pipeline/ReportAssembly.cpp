// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/ReportAssembly.h"

#include <algorithm>
#include <utility>

#include "Findings/Terminology.h"
#include "Gaussian/SeriesGaussian.h"
#include "Pipeline/LaterReadings.h"
#include "Pipeline/ReadingsVerification.h"
#include "Report/FindingOrder.h"
#include "Report/NarrativeCompletion.h"

namespace vlm
{
namespace
{

ReportedImage ReportedImageOf(const Frame& frame)
{
  return {frame.identity, frame.Rows(), frame.Columns(), frame.spacing, "", SlicePositionOf(frame)};
}

// Of the images, in their order: what stands, and apart from it what was rejected.
void AddFindings(const ReadingResults& results, const std::vector<Frame>& frames,
                 AnalysisReport& report)
{
  constexpr std::size_t mostFindings = 5000;  // a stored report must stay readable
  for (int image = 0; image < static_cast<int>(frames.size()); ++image)
  {
    if (report.findings.size() + report.rejected.size() > mostFindings)
    {
      AddWarning("There are more than 5000 findings; those of further images are left out.",
                 report);
      return;
    }
    const Frame& frame = frames[static_cast<std::size_t>(image)];
    const VerificationSettings settings{results.noise,
                                        report.analysisId + " image " + std::to_string(image)};
    for (auto& modelled :
         VerifyReadings(image, frame, results.readings, results.evidence, settings))
    {
      Finding& finding = modelled.finding;
      if (!finding.code)
      {
        finding.code = FindingConcept(finding.statement.label, finding.statement.category);
      }
      const bool isRejected = finding.verification.status == VerificationStatus::Rejected;
      (isRejected ? report.rejected : report.findings).push_back(std::move(modelled));
    }
  }
}

// A lesion over several slices of one series: frames of other series have no common third axis
// here.
void AddVolumes(const std::vector<Frame>& frames, AnalysisReport& report)
{
  const auto isSameSeries = [&frames](const Frame& frame)
  { return frame.identity.seriesInstanceUid == frames.front().identity.seriesInstanceUid; };
  if (!std::all_of(frames.begin(), frames.end(), isSameSeries))
  {
    return;
  }
  std::vector<std::vector<ModelledFinding>> bySlice(frames.size());
  for (const ModelledFinding& modelled : report.findings)
  {
    bySlice[static_cast<std::size_t>(modelled.finding.statement.image)].push_back(modelled);
  }
  std::vector<SliceFindings> slices;
  for (std::size_t i = 0; i < frames.size(); ++i)
  {
    slices.push_back({frames[i], bySlice[i]});
  }
  for (const SeriesGaussian& lesion : JoinSlices(slices))
  {
    ReportedVolume volume{lesion.meanMm, lesion.covarianceMm2, {}};
    for (const SliceMember& member : lesion.members)
    {
      volume.findingIds.push_back(
          bySlice[static_cast<std::size_t>(member.slice)][static_cast<std::size_t>(member.finding)]
              .finding.id);
    }
    report.volumes.push_back(std::move(volume));
  }
}

void AddUsage(const std::vector<Reading>& readings, AnalysisReport& report)
{
  for (const auto& reading : readings)
  {
    report.readings += reading.parsed ? 1 : 0;
    for (const auto& reply : reading.replies)
    {
      report.servedModel = reply.servedModel.empty() ? report.servedModel : reply.servedModel;
      report.usage.requests += reply.requests;
      report.usage.inputTokens += reply.inputTokens;
      report.usage.outputTokens += reply.outputTokens;
      report.usage.bytesSent += reply.bytesSent;
      for (const auto& warning : reply.warnings)
      {
        AddWarning(warning, report);
      }
    }
  }
}

void AddStatements(ParsedReply parsed, AnalysisReport& report)
{
  report.noAbnormality = parsed.noAbnormality;
  report.imageQuality = std::move(parsed.imageQuality);
  report.narrative = std::move(parsed.narrative);
  for (auto& [image, reason] : parsed.imagesNotExamined)
  {
    report.images.at(static_cast<std::size_t>(image)).whyNotExamined = std::move(reason);
  }
  for (const auto& warning : parsed.warnings)
  {
    AddWarning(warning, report);
  }
}

}  // namespace

void AddTimes(const StageTimes& times, Timestamp completedAt, AnalysisReport& report)
{
  using std::chrono::milliseconds;
  report.timing.completedAt = completedAt;
  report.timing.model = std::chrono::duration_cast<milliseconds>(times.model);
  report.timing.pipeline = std::chrono::duration_cast<milliseconds>(times.images + times.findings);
}

void AddImages(const ResourceDescription& description, const LoadedFrames& loaded,
               const GatedFrames& gated, AnalysisReport& report)
{
  report.studyInstanceUid = description.studyInstanceUid;
  report.seriesInstanceUid = description.seriesInstanceUid;
  report.modality = loaded.frames.front().acquisition.modality;
  report.bodyPart = loaded.frames.front().acquisition.bodyPart;
  report.warnings = loaded.warnings;
  report.keyImages = loaded.counts;
  for (std::size_t i = 0; i < loaded.frames.size(); ++i)
  {
    const Frame& frame = loaded.frames[i];
    report.images.push_back(ReportedImageOf(frame));
    report.images.back().whyNotExamined = gated.refusals[i];
    report.warnings.insert(report.warnings.end(), frame.warnings.begin(), frame.warnings.end());
    if (!gated.refusals[i].empty())
    {
      AddWarning(gated.refusals[i], report);
    }
  }
}

void AddReadings(const ReadingResults& results, const std::vector<Frame>& frames,
                 AnalysisReport& report)
{
  AddFindings(results, frames, report);
  AddVolumes(frames, report);
  NumberFindings(report);
  AddUsage(results.readings, report);
  AddStatements(*results.readings.front().parsed, report);
  WarnAboutLaterReadings(results.readings, report);
}

// An empty list of findings means that a model looked; where no picture was good enough to look at,
// it did not.
void Conclude(AnalysisReport& report)
{
  const auto isExamined = [](const ReportedImage& image) { return image.whyNotExamined.empty(); };
  const bool isAnyExamined = std::any_of(report.images.begin(), report.images.end(), isExamined);
  const bool isAnyJudged =
      report.imageQuality.adequate || !report.findings.empty() || report.noAbnormality;
  if (!isAnyExamined || !isAnyJudged)
  {
    report.status = ReportStatus::Abstained;
    report.reason = report.imageQuality.reason.empty() ? report.images.front().whyNotExamined
                                                       : report.imageQuality.reason;
  }
  // Said of the whole, it would be said of the images that were not examined, too.
  report.noAbnormality =
      report.noAbnormality && std::all_of(report.images.begin(), report.images.end(), isExamined);
  CompleteNarrative(report);
}

AnalysisReport EmptyReport(const AnalysisRecord& record, const ModelIdentity& model)
{
  AnalysisReport report;
  report.analysisId = record.id;
  report.level = LevelName(record.order.level);
  report.orthancId = record.order.orthancId;
  report.model = model;
  report.narrative.language = record.order.language;
  report.timing.queuedAt = record.queuedAt;
  report.timing.startedAt = record.startedAt.value_or(record.queuedAt);
  report.timing.completedAt = record.completedAt.value_or(record.queuedAt);
  return report;
}

ReportSummary SummaryOf(const AnalysisOutcome& outcome)
{
  const AnalysisReport& report = outcome.report;
  ReportSummary summary;
  summary.modality = report.modality;
  summary.patientId = outcome.patientId;
  summary.impression = report.narrative.impression;
  summary.findings = static_cast<int>(report.findings.size());
  for (const auto& modelled : report.findings)
  {
    const auto& statement = modelled.finding.statement;
    summary.labels.emplace_back(statement.label, statement.modelScore);
    if (statement.modelScore)
    {
      summary.maxScore = std::max(summary.maxScore.value_or(0.0), *statement.modelScore);
    }
  }
  return summary;
}

AnalysisReport FailedReport(const AnalysisRecord& record, const ModelIdentity& model)
{
  AnalysisReport report = EmptyReport(record, model);
  report.status =
      record.state == AnalysisState::Abstained ? ReportStatus::Abstained : ReportStatus::Failed;
  report.reason = record.reason;
  report.modality = record.summary.modality;
  report.imageQuality = {false, record.reason};
  return report;
}

}  // namespace vlm
