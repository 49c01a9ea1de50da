// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "Pipeline/AnalysisQueue.h"

namespace vlm
{
namespace
{

constexpr std::array<std::string_view, 6> Names = {"Queued",    "Running", "Completed",
                                                   "Abstained", "Failed",  "Canceled"};

}  // namespace

std::string StateName(AnalysisState state)
{
  return std::string(Names.at(static_cast<std::size_t>(state)));
}

std::optional<AnalysisState> StateFromName(std::string_view name)
{
  for (std::size_t i = 0; i < Names.size(); ++i)
  {
    if (Names.at(i) == name)
    {
      return static_cast<AnalysisState>(i);
    }
  }
  return std::nullopt;
}

bool HasEnded(AnalysisState state)
{
  return state != AnalysisState::Queued && state != AnalysisState::Running;
}

bool HasReport(AnalysisState state)
{
  return state == AnalysisState::Completed || state == AnalysisState::Abstained;
}

Error NotReviewable(const std::string& id, AnalysisState state)
{
  return {ErrorKind::Conflict, "Analysis " + id + " is " + StateName(state) +
                                   "; only what is Completed or Abstained can be reviewed."};
}

}  // namespace vlm
