// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/AnalyzeUnit.h"

#include <optional>
#include <utility>

#include "Pipeline/FrameGate.h"
#include "Pipeline/KeyFrameLoading.h"
#include "Pipeline/ReadingsVerification.h"
#include "Pipeline/ReportAssembly.h"
#include "Pipeline/Stopwatch.h"

namespace vlm
{
namespace
{

ReadingTask TaskOf(const AnalysisRecord& record, const GatedFrames& gated, FrameEvidence& evidence,
                   AnalysisProgress& progress)
{
  return {gated.shown,
          gated.allowed,
          record.order.language,
          record.id,
          record.order.orthancStudyId,
          gated.rule,
          &evidence,
          &progress};
}

// Why what was read is not yet a report: the first reading decides, and one that was interrupted,
// or waits for its model, is made again as a whole rather than called complete.
std::optional<Error> WhyUnfinished(const std::vector<Reading>& readings)
{
  if (!readings.front().parsed)
  {
    return readings.front().failure;
  }
  const auto& last = readings.back().failure;
  const bool isInterrupted =
      last && (last->kind == ErrorKind::Canceled || last->kind == ErrorKind::ModelPaused ||
               last->kind == ErrorKind::NotReady);
  return isInterrupted ? last : std::nullopt;
}

}  // namespace

AnalysisAttempt AnalyzeUnit::Run(const AnalysisRecord& record, VisionModel& model,
                                 const Cancellation& cancellation)
{
  Stopwatch watch;
  StageTimes times;
  progress_.Note(record.id, {AnalysisStage::Images});
  const auto description = images_.Describe(record.order.level, record.order.orthancId);
  if (!description.HasValue())
  {
    return {description.Failure(), {}};
  }
  const auto loaded =
      LoadKeyFrames(images_, record.order, model.Views().maximumImages, cancellation);
  if (!loaded.HasValue())
  {
    return {loaded.Failure(), {}};
  }
  const auto& frames = loaded.Value().frames;
  const PixelsInFlight::Lease pixels(pixels_, frames);
  const GatedFrames gated = GateFrames(frames, model, burnedIn_);
  times.images = watch.Lap();
  FrameEvidence evidence(frames);
  ReadingResults results{{}, model.Noise(), &evidence};
  auto& readings = results.readings;
  if (!gated.allowed.empty())
  {
    readings = ReadImages(TaskOf(record, gated, evidence, progress_), model, cancellation);
    if (auto error = WhyUnfinished(readings))
    {
      return {*std::move(error), std::move(readings)};
    }
    MarkContradictions(readings, frames);
  }
  times.model = watch.Lap();
  progress_.Note(record.id, {AnalysisStage::Verifying});
  AnalysisReport report = EmptyReport(record, model.Identity());
  AddImages(description.Value(), loaded.Value(), gated, report);
  if (!readings.empty())
  {
    AddReadings(results, frames, report);
  }
  // Warnings of loading mean that not every key image was seen.
  report.noAbnormality = report.noAbnormality && loaded.Value().warnings.empty();
  Conclude(report);
  times.findings = watch.Lap();
  AddTimes(times, clock_.Now(), report);
  return {AnalysisOutcome{std::move(report), description.Value().patientId, times},
          std::move(readings)};
}

}  // namespace vlm
