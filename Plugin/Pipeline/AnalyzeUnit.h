// SPDX-License-Identifier: GPL-3.0-or-later
// The whole story of one analysis: stored images -> report. Start reading here.
#pragma once

#include <chrono>
#include <string>

#include "Foundation/Cancellation.h"
#include "Foundation/Result.h"
#include "Model/VisionModel.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/Clock.h"
#include "Pipeline/ImageArchive.h"
#include "Report/AnalysisReport.h"

namespace vlm
{

// Where the time of one analysis went.
struct StageTimes
{
  std::chrono::microseconds images{0};  // reading, decoding and windowing
  std::chrono::microseconds model{0};
  std::chrono::microseconds findings{0};  // parsing, verification and Gaussian model
};

struct AnalysisOutcome
{
  AnalysisReport report;
  std::string patientId;  // for the index only: reports do not carry it
  StageTimes times;
};

// Stateless; the ports' thread-safety is its own.
class AnalyzeUnit
{
public:
  AnalyzeUnit(ImageArchive& images, const Clock& clock) : images_(images), clock_(clock) {}

  // Errors: those of the ports and of FindingsParser, for RetryPolicy to judge.
  Result<AnalysisOutcome> Run(const AnalysisRecord& record, VisionModel& model,
                              const Cancellation& cancellation) const;

private:
  ImageArchive& images_;
  const Clock& clock_;
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
