// SPDX-License-Identifier: GPL-3.0-or-later
#include "HistoryContents.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "Foundation/Uuid.h"

namespace vlm
{
namespace
{

constexpr std::int64_t FirstTime = 1'700'000'000'000;
constexpr std::int64_t TimeBetween = 60'000;
constexpr int ReportsPerFailure = 50;

}  // namespace

std::uint32_t HistoryContents::Below(std::uint32_t limit)
{
  return static_cast<std::uint32_t>(random_() % limit);
}

// The label of rank k is k times rarer than the first.
std::string HistoryContents::Label()
{
  static const std::vector<double> upTo = []
  {
    std::vector<double> sums;
    double sum = 0.0;
    for (int rank = 1; rank <= Labels; ++rank)
    {
      sum += 1.0 / rank;
      sums.push_back(sum);
    }
    return sums;
  }();
  constexpr std::uint32_t steps = 1'000'000;
  const double chance = upTo.back() * Below(steps) / steps;
  const auto rank = std::upper_bound(upTo.begin(), upTo.end(), chance) - upTo.begin();
  return "Label " + std::to_string(rank) + (rank % 2 == 0 ? " opacity" : " lesion");
}

// Mostly between 0.3 and 0.9; one in a hundred thousand, or so, is 0.99.
double HistoryContents::Score()
{
  constexpr double hundredths = 100.0;
  double sum = 0.0;
  for (int i = 0; i < 4; ++i)
  {
    sum += Below(100) / hundredths;
  }
  return std::round(sum / 4.0 * hundredths) / hundredths;
}

AnalysisRecord HistoryContents::NextRecord()
{
  AnalysisRecord record;
  const std::string number = std::to_string(made_);
  record.id = RandomUuid();
  record.order.orthancId = "instance-" + number;
  record.order.orthancSeriesId = "series-" + number;
  record.order.orthancStudyId = "study-" + std::to_string(made_ / 4);
  record.order.model = "offline";
  record.state = made_ % ReportsPerFailure == 0 ? AnalysisState::Failed : AnalysisState::Completed;
  record.queuedAt = Timestamp(std::chrono::milliseconds(FirstTime + made_ * TimeBetween));
  record.startedAt = record.queuedAt;
  record.completedAt = record.queuedAt;
  record.attempts = 1;
  ++made_;
  return record;
}

ReportSummary HistoryContents::SummaryOf(const AnalysisRecord& record)
{
  static const std::array<const char*, 12> modalities = {"CT", "CT", "CT", "CT", "MR", "MR",
                                                         "MR", "DX", "DX", "US", "CR", "MG"};
  ReportSummary summary;
  summary.modality = modalities.at(Below(modalities.size()));
  summary.patientId = "P" + std::to_string(Below(Patients));
  if (record.state == AnalysisState::Failed)
  {
    return summary;
  }
  summary.impression =
      "Made up for measuring: a sentence as long as an impression mostly is, "
      "with a remark about what should be compared with earlier images.";
  const std::uint32_t findings = Below(4);
  for (std::uint32_t i = 0; i < findings; ++i)
  {
    const double score = Score();
    summary.labels.emplace_back(Label(), score);
    summary.maxScore = std::max(summary.maxScore.value_or(0.0), score);
  }
  summary.findings = static_cast<int>(summary.labels.size());
  return summary;
}

Result<void> FillHistory(SqlAnalysisQueue& queue, int reports)
{
  HistoryContents contents;
  for (int i = 0; i < reports; ++i)
  {
    const auto record = contents.NextRecord();
    const auto summary = contents.SummaryOf(record);
    const auto restored = queue.Restore(record, summary);
    if (!restored.HasValue())
    {
      return restored.Failure();
    }
    if (i % HistoryContents::ReportsPerReview == 1)
    {
      auto noted = queue.NoteReview(record.id, {1, i % 3 == 0, summary, {}});
      if (!noted.HasValue())
      {
        return noted;
      }
    }
  }
  return {};
}

}  // namespace vlm
