// SPDX-License-Identifier: GPL-3.0-or-later
// Reports as a hospital gathers them, made up: the same ones for the same number.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "Pipeline/AnalysisQueue.h"
#include "Storage/SqlAnalysisQueue.h"

namespace vlm
{

// 200 labels of which few are frequent (Zipf's law), 6 modalities of unequal share, 20,000
// patients, 1 report in 50 failed, 1 in 20 reviewed; scores of two decimals.
class HistoryContents
{
public:
  AnalysisRecord NextRecord();
  ReportSummary SummaryOf(const AnalysisRecord& record);

  static constexpr int Labels = 200;
  static constexpr int Patients = 20'000;
  static constexpr int ReportsPerReview = 20;

private:
  std::string Label();
  double Score();
  std::uint32_t Below(std::uint32_t limit);

  std::mt19937 random_{4901};
  int made_ = 0;
};

// Fills the queue's records; stops at the first failure.
Result<void> FillHistory(SqlAnalysisQueue& queue, int reports);

}  // namespace vlm
