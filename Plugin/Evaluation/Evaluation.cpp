// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/Evaluation.h"

namespace vlm
{

std::vector<ComparedGroup> ComparedGroups(const Evaluation& evaluation, Grouping grouping)
{
  const Summary& centreBox = evaluation.centreBox;
  const Summary& randomBox = evaluation.randomBox;
  std::vector<ComparedGroup> groups = {
      {"all", evaluation.summary.all, centreBox.all, randomBox.all}};
  if (grouping == Grouping::All)
  {
    const auto one = evaluation.summary.byFindings.find("One");
    if (one != evaluation.summary.byFindings.end())
    {
      groups.push_back({"one finding", one->second, centreBox.byFindings.at("One"),
                        randomBox.byFindings.at("One")});
    }
    for (const auto& [name, scores] : evaluation.summary.byModality)
    {
      groups.push_back({name.empty() ? "unknown modality" : name, scores,
                        centreBox.byModality.at(name), randomBox.byModality.at(name)});
    }
  }
  for (const auto& [name, scores] : evaluation.summary.bySource)
  {
    groups.push_back({name, scores, centreBox.bySource.at(name), randomBox.bySource.at(name)});
  }
  return groups;
}

}  // namespace vlm
