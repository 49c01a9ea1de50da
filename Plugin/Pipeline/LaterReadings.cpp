// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/LaterReadings.h"

#include <algorithm>
#include <cmath>

namespace vlm
{
namespace
{

bool IsSamePlace(const BoundingBox& a, const BoundingBox& b)
{
  const double reach = std::max({a.width, a.height, b.width, b.height}) / 2.0;
  return std::hypot(a.CentreColumn() - b.CentreColumn(), a.CentreRow() - b.CentreRow()) <= reach;
}

bool IsAmong(const CandidateFinding& finding, const std::vector<CandidateFinding>& known)
{
  return std::any_of(known.begin(), known.end(),
                     [&finding](const CandidateFinding& one)
                     {
                       const bool isSame = finding.box && one.box
                                               ? IsSamePlace(*finding.box, *one.box)
                                               : finding.label == one.label;
                       return one.image == finding.image && isSame;
                     });
}

// Later readings give evidence about the first one's findings; what they alone say is not silent.
void WarnAboutReading(const Reading& reading, const ParsedReply& first, AnalysisReport& report)
{
  if (reading.failure)
  {
    AddWarning(
        "A further reading (" + reading.name +
            ") failed, and the report rests on the earlier ones: " + reading.failure->message,
        report);
    return;
  }
  for (const auto& finding : reading.parsed->findings)
  {
    if (!IsAmong(finding, first.findings))
    {
      report.noAbnormality = false;
      AddWarning("A further reading (" + reading.name + ") states \"" + finding.label +
                     "\" in image " + std::to_string(finding.image + 1) +
                     ", which the first one did not; the findings are those of the first.",
                 report);
    }
  }
  if (IsIndependent(reading) && reading.parsed->noAbnormality && !first.findings.empty())
  {
    AddWarning("A further reading (" + reading.name + ") states no abnormality.", report);
  }
}

}  // namespace

void AddWarning(const std::string& warning, AnalysisReport& report)
{
  if (std::find(report.warnings.begin(), report.warnings.end(), warning) == report.warnings.end())
  {
    report.warnings.push_back(warning);
  }
}

bool IsIndependent(const Reading& reading)
{
  return reading.parsed && reading.view.kind == ViewKind::Full;
}

void WarnAboutLaterReadings(const std::vector<Reading>& readings, AnalysisReport& report)
{
  constexpr std::size_t mostWarnings = 60;  // of hundreds of findings
  for (std::size_t i = 1; i < readings.size() && report.warnings.size() < mostWarnings; ++i)
  {
    WarnAboutReading(readings[i], *readings.front().parsed, report);
  }
}

}  // namespace vlm
