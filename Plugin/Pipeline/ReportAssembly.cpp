// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/ReportAssembly.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "Findings/Contradictions.h"
#include "Findings/LocationVerifier.h"
#include "Foundation/Uuid.h"
#include "Gaussian/ModelledFinding.h"
#include "Pipeline/LaterReadings.h"

namespace vlm
{
namespace
{

ReportedImage ReportedImageOf(const Frame& frame)
{
  return {frame.identity, frame.Rows(), frame.Columns(), frame.spacing, ""};
}

std::vector<BoundingBox> BoxesOn(const ParsedReply& parsed, int image)
{
  std::vector<BoundingBox> boxes;
  for (const auto& finding : parsed.findings)
  {
    if (finding.image == image && finding.box)
    {
      boxes.push_back(*finding.box);
    }
  }
  return boxes;
}

// What the full views after the first one saw in an image.
OtherReadings OtherReadingsOf(const std::vector<Reading>& readings, int image)
{
  OtherReadings others;
  for (std::size_t i = 1; i < readings.size(); ++i)
  {
    if (IsIndependent(readings[i]))
    {
      others.push_back(BoxesOn(*readings[i].parsed, image));
    }
  }
  return others;
}

struct JudgedFindings
{
  std::vector<Finding> standing;
  std::vector<Finding> rejected;
};

JudgedFindings JudgeFindings(const ParsedReply& parsed, const Frame& frame, int image,
                             const OtherReadings& others, const std::string& analysisId)
{
  JudgedFindings judged;
  for (std::size_t i = 0; i < parsed.findings.size(); ++i)
  {
    if (parsed.findings[i].image != image)
    {
      continue;
    }
    const std::string id = DerivedUuid(analysisId, "finding " + std::to_string(i));
    Finding finding = VerifyLocation(parsed.findings[i], frame, id, others);
    const bool isRejected = finding.verification.status == VerificationStatus::Rejected;
    (isRejected ? judged.rejected : judged.standing).push_back(std::move(finding));
  }
  return judged;
}

void Append(std::vector<ModelledFinding> from, std::vector<ModelledFinding>& to)
{
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

void AddFindings(const ParsedReply& parsed, const std::vector<Reading>& readings,
                 const std::vector<Frame>& frames, AnalysisReport& report)
{
  for (int image = 0; image < static_cast<int>(frames.size()); ++image)
  {
    const Frame& frame = frames[static_cast<std::size_t>(image)];
    auto judged =
        JudgeFindings(parsed, frame, image, OtherReadingsOf(readings, image), report.analysisId);
    Append(ModelFindings(std::move(judged.standing), frame.spacing), report.findings);
    Append(ModelFindings(std::move(judged.rejected), frame.spacing), report.rejected);
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

void AddReadings(const std::vector<Reading>& readings, const std::vector<Frame>& frames,
                 AnalysisReport& report)
{
  ParsedReply parsed = CheckContradictions(*readings.front().parsed, frames);
  AddFindings(parsed, readings, frames, report);
  AddUsage(readings, report);
  AddStatements(std::move(parsed), report);
  WarnAboutLaterReadings(readings, report);
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
