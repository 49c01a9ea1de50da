// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/Summary.h"

namespace vlm
{
namespace
{

using Group = std::vector<const Tally*>;

GroupScores ScoresOf(const Group& group, unsigned seed)
{
  GroupScores scores;
  for (const Tally* tally : group)
  {
    scores.tally += *tally;
  }
  scores.intervals = BootstrapIntervals(group, seed);
  return scores;
}

const char* CountWordOf(const Tally& tally)
{
  if (tally.normals > 0.0)
  {
    return "None";
  }
  return tally.trueFindings < 1.5 * tally.images ? "One" : "Several";
}

std::map<std::string, GroupScores> ScoresOf(const std::map<std::string, Group>& groups,
                                            unsigned seed)
{
  std::map<std::string, GroupScores> scores;
  for (const auto& [name, group] : groups)
  {
    scores.emplace(name, ScoresOf(group, seed));
  }
  return scores;
}

}  // namespace

std::optional<double> GroupScores::Value(const char* metric) const
{
  return MetricOf(metric).of(tally);
}

std::optional<Interval> GroupScores::IntervalOf(const char* metric) const
{
  const auto index = static_cast<std::size_t>(&MetricOf(metric) - Metrics().data());
  return index < intervals.size() ? intervals[index] : std::nullopt;
}

Summary Summarize(const std::vector<ImageTally>& images, unsigned seed)
{
  Group all;
  std::map<std::string, Group> bySource;
  std::map<std::string, Group> byModality;
  std::map<std::string, Group> byFindings;
  for (const auto& image : images)
  {
    all.push_back(&image.tally);
    bySource[image.source].push_back(&image.tally);
    byModality[image.modality].push_back(&image.tally);
    byFindings[CountWordOf(image.tally)].push_back(&image.tally);
  }
  return {ScoresOf(all, seed), ScoresOf(bySource, seed), ScoresOf(byModality, seed),
          ScoresOf(byFindings, seed)};
}

}  // namespace vlm
