// SPDX-License-Identifier: GPL-3.0-or-later
// The whole story of one analysis: stored images -> report. Start reading here.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "Foundation/Cancellation.h"
#include "Foundation/Result.h"
#include "Model/EgressGate.h"
#include "Model/VisionModel.h"
#include "Pipeline/AnalysisProgress.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/Clock.h"
#include "Pipeline/ImageArchive.h"
#include "Pipeline/PixelsInFlight.h"
#include "Pipeline/Readings.h"
#include "Report/AnalysisReport.h"

namespace vlm
{

// Where the time of one analysis went.
struct StageTimes
{
  std::chrono::microseconds images{0};  // reading, decoding, windowing and the egress gate
  std::chrono::microseconds model{0};
  std::chrono::microseconds findings{0};  // verification and Gaussian model
};

struct AnalysisOutcome
{
  AnalysisReport report;
  std::string patientId;  // for the index only: reports do not carry it
  StageTimes times;
};

// An outcome, or why there is none; either way what the model answered.
struct AnalysisAttempt
{
  Result<AnalysisOutcome> outcome;
  std::vector<Reading> readings;
};

// Stateless but for the count of pixels and the progress; the ports' thread-safety is its own.
class AnalyzeUnit
{
public:
  AnalyzeUnit(ImageArchive& images, const Clock& clock, BurnedInPolicy burnedIn)
      : images_(images), clock_(clock), burnedIn_(burnedIn)
  {
  }

  // Errors: those of the ports, of the model and of its replies, for RetryPolicy to judge. May
  // suspend the calling fiber.
  AnalysisAttempt Run(const AnalysisRecord& record, VisionModel& model,
                      const Cancellation& cancellation);

  std::int64_t PixelCount() const { return pixels_.Count(); }

  // Run notes its steps; whoever called it forgets them at the end.
  AnalysisProgress& Progress() { return progress_; }
  const AnalysisProgress& Progress() const { return progress_; }

private:
  ImageArchive& images_;
  const Clock& clock_;
  BurnedInPolicy burnedIn_;
  PixelsInFlight pixels_;
  AnalysisProgress progress_;
};

// What the index keeps of a report.
ReportSummary SummaryOf(const AnalysisOutcome& outcome);

// The state of an analysis that ended with a report.
AnalysisState StateAfter(ReportStatus status);

// The log's line about an analysis that ended with a report; `storing` is how long it took to keep
// it.
std::string SuccessLine(const AnalysisOutcome& outcome, std::chrono::microseconds storing);

// The report of an analysis that ended without one.
AnalysisReport FailedReport(const AnalysisRecord& record, const ModelIdentity& model);

}  // namespace vlm
