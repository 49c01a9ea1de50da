// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/DeliveryLabels.h"

#include <algorithm>

namespace vlm
{

std::vector<std::string> LabelsAfter(const std::vector<ResourceOutcome>& outcomes,
                                     const LabelNames& names)
{
  const auto any = [&](AnalysisState state, int findings)
  {
    return std::any_of(outcomes.begin(), outcomes.end(),
                       [&](const ResourceOutcome& outcome)
                       { return outcome.state == state && outcome.findings >= findings; });
  };
  std::vector<std::string> labels;
  if (any(AnalysisState::Completed, 1))
  {
    labels.push_back(names.finding);
  }
  else if (any(AnalysisState::Completed, 0))
  {
    labels.push_back(names.noFinding);
  }
  if (any(AnalysisState::Failed, 0))
  {
    labels.push_back(names.failed);
  }
  return labels;
}

}  // namespace vlm
