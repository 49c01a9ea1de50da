// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of all images, and of each group of them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "Evaluation/Bootstrap.h"
#include "Evaluation/Scores.h"

namespace vlm
{

struct ImageTally
{
  std::string source;
  std::string modality;
  Tally tally;
};

struct GroupScores
{
  Tally tally;
  std::vector<std::optional<Interval>> intervals;  // one for each of Metrics()

  std::optional<double> Value(const char* metric) const;
  std::optional<Interval> IntervalOf(const char* metric) const;
};

struct Summary
{
  GroupScores all;
  std::map<std::string, GroupScores> bySource;
  std::map<std::string, GroupScores> byModality;
  std::map<std::string, GroupScores> byFindings;  // "None", "One", "Several" true ones in an image
};

Summary Summarize(const std::vector<ImageTally>& images, unsigned seed);

}  // namespace vlm
