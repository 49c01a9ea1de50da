// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/ReportIndexing.h"

#include <algorithm>

#include "Report/StoredJson.h"

namespace vlm
{

ReportSummary SummaryOfReport(const Json::Value& report)
{
  ReportSummary summary;
  summary.modality = TextOf(report, "Modality");
  summary.impression = TextOf(MemberOf(report, "Narrative"), "Impression");
  for (const auto& finding : ListOf(report, "Findings"))
  {
    const auto score = NumberOf(finding, "ModelScore");
    summary.labels.emplace_back(TextOf(finding, "Label"), score);
    if (score)
    {
      summary.maxScore = std::max(summary.maxScore.value_or(0.0), *score);
    }
  }
  summary.findings = static_cast<int>(summary.labels.size());
  return summary;
}

ReviewRecord ReviewRecordOf(const Json::Value& report)
{
  return {RevisionOf(report), IsSignedOff(report), SummaryOfReport(report),
          ReviewedLabelsOf(report)};
}

}  // namespace vlm
