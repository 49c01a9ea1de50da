// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/LaterReadings.h"

#include <algorithm>

namespace vlm
{
namespace
{

// A zoom looks at what was pointed to: that it sees nothing says nothing of the rest.
bool StatesNoAbnormality(const Reading& reading)
{
  return reading.parsed && reading.view.kind == ViewKind::Full && reading.parsed->noAbnormality;
}

void WarnAboutReading(const Reading& reading, AnalysisReport& report)
{
  if (reading.failure)
  {
    AddWarning(
        "A further reading (" + reading.name +
            ") failed, and the report rests on the earlier ones: " + reading.failure->message,
        report);
  }
  else if (StatesNoAbnormality(reading) && !report.findings.empty())
  {
    AddWarning("A further reading (" + reading.name + ") states no abnormality.", report);
  }
}

void WarnAboutLaterFinding(const Finding& finding, const std::vector<Reading>& readings,
                           AnalysisReport& report)
{
  const auto& sightings = finding.verification.sightings;
  if (sightings.empty() || sightings.front().reading == 0)
  {
    return;
  }
  const auto first = static_cast<std::size_t>(sightings.front().reading);
  AddWarning("\"" + finding.statement.label + "\" in image " +
                 std::to_string(finding.statement.image + 1) +
                 " was first stated by a further reading (" + readings[first].name +
                 "); the narrative is that of the first one.",
             report);
}

}  // namespace

void AddWarning(const std::string& warning, AnalysisReport& report)
{
  if (std::find(report.warnings.begin(), report.warnings.end(), warning) == report.warnings.end())
  {
    report.warnings.push_back(warning);
  }
}

void WarnAboutLaterReadings(const std::vector<Reading>& readings, AnalysisReport& report)
{
  constexpr std::size_t mostWarnings = 60;  // of hundreds of findings
  for (std::size_t i = 1; i < readings.size() && report.warnings.size() < mostWarnings; ++i)
  {
    WarnAboutReading(readings[i], report);
  }
  for (std::size_t i = 0; i < report.findings.size() && report.warnings.size() < mostWarnings; ++i)
  {
    WarnAboutLaterFinding(report.findings[i].finding, readings, report);
  }
  report.noAbnormality = report.noAbnormality && report.findings.empty();
}

}  // namespace vlm
