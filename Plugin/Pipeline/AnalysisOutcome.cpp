// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of the outcome of AnalyzeUnit: state and log line.
#include <iomanip>
#include <sstream>

#include "Pipeline/AnalyzeUnit.h"
#include "Pipeline/Stopwatch.h"

namespace vlm
{

AnalysisState StateAfter(ReportStatus status)
{
  switch (status)
  {
    case ReportStatus::Completed:
      return AnalysisState::Completed;
    case ReportStatus::Abstained:
      return AnalysisState::Abstained;
    case ReportStatus::Failed:
      break;
  }
  return AnalysisState::Failed;
}

std::string SuccessLine(const AnalysisOutcome& outcome, std::chrono::microseconds storing)
{
  const AnalysisReport& report = outcome.report;
  const StageTimes& times = outcome.times;
  const auto total = times.images + times.model + times.findings + storing;
  std::ostringstream line;
  line << std::fixed << std::setprecision(1) << "Analysed " << report.level << ' '
       << report.orthancId << " with model '" << report.model.name
       << "': " << report.findings.size() << " finding(s) in " << report.images.size()
       << " image(s), " << std::setprecision(3) << MillisecondsOf(total) / 1000.0 << " s ("
       << std::setprecision(1) << "images " << MillisecondsOf(times.images) << " ms, model "
       << MillisecondsOf(times.model) << " ms, findings " << MillisecondsOf(times.findings)
       << " ms, storing " << MillisecondsOf(storing) << " ms)";
  return line.str();
}

}  // namespace vlm
