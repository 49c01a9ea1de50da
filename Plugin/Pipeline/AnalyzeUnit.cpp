// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/AnalyzeUnit.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "Findings/FindingsParser.h"
#include "Findings/LocationVerifier.h"
#include "Foundation/Uuid.h"
#include "Gaussian/ModelledFinding.h"
#include "Pipeline/Stopwatch.h"
#include "Pixels/KeyFrameSelection.h"

namespace vlm
{
namespace
{

struct LoadedFrames
{
  std::vector<Frame> frames;
  std::vector<std::string> warnings;
};

// Frames that cannot be read are named in a warning while others can; if none can, the first reason
// is the error.
Result<LoadedFrames> LoadFrames(ImageArchive& images, const std::vector<FrameReference>& references,
                                const Cancellation& cancellation)
{
  constexpr std::int64_t mostPixels =
      128LL * 1024 * 1024;  // about 640 MB as display and modality values
  LoadedFrames loaded;
  std::int64_t pixels = 0;
  std::optional<Error> firstProblem;
  for (const auto& reference : references)
  {
    if (cancellation.IsRequested())
    {
      return Error{ErrorKind::Canceled, "The analysis was interrupted while its images were read."};
    }
    if (pixels > mostPixels)
    {
      loaded.warnings.push_back("Only " + std::to_string(loaded.frames.size()) + " of " +
                                std::to_string(references.size()) +
                                " images were read: they are too large to be held at once.");
      break;
    }
    auto frame = images.Load(reference);
    if (frame.HasValue())
    {
      pixels += static_cast<std::int64_t>(frame.Value().display.total());
      loaded.frames.push_back(std::move(frame).Value());
      continue;
    }
    if (frame.Failure().kind == ErrorKind::StorageFailed ||
        frame.Failure().kind == ErrorKind::NotReady)
    {
      return frame.Failure();
    }
    if (!firstProblem)
    {
      firstProblem = frame.Failure();
    }
    loaded.warnings.push_back("Instance " + reference.orthancId + ", frame " +
                              std::to_string(reference.frame) +
                              " was not read: " + frame.Failure().message);
  }
  if (loaded.frames.empty())
  {
    return firstProblem.value_or(Error{ErrorKind::NoPixels, "There is no image to analyse."});
  }
  return loaded;
}

Result<LoadedFrames> LoadKeyFrames(ImageArchive& images, const AnalysisOrder& order,
                                   const Cancellation& cancellation)
{
  const auto series = images.ImagesOf(order.level, order.orthancId);
  if (!series.HasValue())
  {
    return series.Failure();
  }
  // A study of many series gets fewer images of each: all are in memory at once.
  constexpr int mostFrames = 64;
  const int share = mostFrames / std::max(1, static_cast<int>(series.Value().size()));
  const int maximum = std::clamp(share, 1, order.maxImages);
  std::vector<FrameReference> references;
  for (const auto& instances : series.Value())
  {
    const auto selected = SelectKeyFrames(instances, maximum);
    references.insert(references.end(), selected.begin(), selected.end());
  }
  return LoadFrames(images, references, cancellation);
}

ModelRequest RequestOf(const std::vector<Frame>& frames, const std::string& language)
{
  ModelRequest request;
  request.language = language;
  for (const auto& frame : frames)
  {
    const cv::Size size = frame.display.size();
    request.images.push_back({frame.display, frame.acquisition, ImageCoordinates(size, size)});
  }
  return request;
}

ReportedImage ReportedImageOf(const Frame& frame)
{
  return {frame.identity, frame.Rows(), frame.Columns(), frame.spacing, ""};
}

// Verifies each candidate against the pixels of its image and models what stands; what is rejected
// is kept apart.
void AddFindings(const ParsedReply& parsed, const std::vector<Frame>& frames,
                 AnalysisReport& report)
{
  for (std::size_t image = 0; image < frames.size(); ++image)
  {
    std::vector<Finding> standing;
    std::vector<Finding> rejected;
    for (std::size_t i = 0; i < parsed.findings.size(); ++i)
    {
      if (parsed.findings[i].image != static_cast<int>(image))
      {
        continue;
      }
      const std::string id = DerivedUuid(report.analysisId, "finding " + std::to_string(i));
      Finding finding = VerifyLocation(parsed.findings[i], frames[image], id);
      const bool isRejected = finding.verification.status == VerificationStatus::Rejected;
      (isRejected ? rejected : standing).push_back(std::move(finding));
    }
    const auto& spacing = frames[image].spacing;
    for (auto& finding : ModelFindings(std::move(standing), spacing))
    {
      report.findings.push_back(std::move(finding));
    }
    for (auto& finding : ModelFindings(std::move(rejected), spacing))
    {
      report.rejected.push_back(std::move(finding));
    }
  }
}

void AddImages(const ResourceDescription& description, const LoadedFrames& loaded,
               AnalysisReport& report)
{
  report.studyInstanceUid = description.studyInstanceUid;
  report.seriesInstanceUid = description.seriesInstanceUid;
  report.modality = loaded.frames.front().acquisition.modality;
  report.bodyPart = loaded.frames.front().acquisition.bodyPart;
  report.warnings = loaded.warnings;
  for (const auto& frame : loaded.frames)
  {
    report.images.push_back(ReportedImageOf(frame));
    report.warnings.insert(report.warnings.end(), frame.warnings.begin(), frame.warnings.end());
  }
}

void AddTimes(const StageTimes& times, Timestamp completedAt, AnalysisReport& report)
{
  using std::chrono::milliseconds;
  report.timing.completedAt = completedAt;
  report.timing.model = std::chrono::duration_cast<milliseconds>(times.model);
  report.timing.pipeline = std::chrono::duration_cast<milliseconds>(times.images + times.findings);
}

void AddReply(const ModelReply& reply, ParsedReply parsed, AnalysisReport& report)
{
  report.servedModel = reply.servedModel;
  report.readings = 1;
  report.usage = {reply.requests, reply.inputTokens, reply.outputTokens, reply.bytesSent};
  report.noAbnormality = parsed.noAbnormality;
  report.imageQuality = std::move(parsed.imageQuality);
  report.narrative = std::move(parsed.narrative);
  for (auto& [image, reason] : parsed.imagesNotExamined)
  {
    report.images.at(static_cast<std::size_t>(image)).whyNotExamined = std::move(reason);
  }
  report.warnings.insert(report.warnings.end(), parsed.warnings.begin(), parsed.warnings.end());
}

// An empty list of findings means that a model looked; where no picture was good enough to look at,
// it did not.
void AbstainIfNothingWasJudged(AnalysisReport& report)
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

}  // namespace

Result<AnalysisOutcome> AnalyzeUnit::Run(const AnalysisRecord& record, VisionModel& model,
                                         const Cancellation& cancellation) const
{
  Stopwatch watch;
  StageTimes times;
  const auto description = images_.Describe(record.order.level, record.order.orthancId);
  if (!description.HasValue())
  {
    return description.Failure();
  }
  const auto loaded = LoadKeyFrames(images_, record.order, cancellation);
  if (!loaded.HasValue())
  {
    return loaded.Failure();
  }
  const auto& frames = loaded.Value().frames;
  const ModelRequest request = RequestOf(frames, record.order.language);
  times.images = watch.Lap();
  const auto reply = model.Read(request, cancellation);
  times.model = watch.Lap();
  if (!reply.HasValue())
  {
    return reply.Failure();
  }
  auto parsed = ParseFindings(reply.Value().text, request);
  if (!parsed.HasValue())
  {
    return parsed.Failure();
  }
  AnalysisReport report = EmptyReport(record, model.Identity());
  AddImages(description.Value(), loaded.Value(), report);
  AddFindings(parsed.Value(), frames, report);
  AddReply(reply.Value(), std::move(parsed).Value(), report);
  AbstainIfNothingWasJudged(report);
  // Warnings of loading mean that not every key image was seen.
  report.noAbnormality = report.noAbnormality && loaded.Value().warnings.empty();
  times.findings = watch.Lap();
  AddTimes(times, clock_.Now(), report);
  return AnalysisOutcome{std::move(report), description.Value().patientId, times};
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
