// SPDX-License-Identifier: GPL-3.0-or-later
// What people ask of a history of reports (HistoryContents.h): each filter with frequent, rare and
// absent values, and several at once.
#pragma once

#include <string>
#include <vector>

#include "Pipeline/AnalysisQueue.h"

namespace vlm
{

struct Question
{
  std::string name;
  AnalysisFilter filter;
};

std::vector<Question> HistoryQuestions();

}  // namespace vlm
