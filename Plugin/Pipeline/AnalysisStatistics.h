// SPDX-License-Identifier: GPL-3.0-or-later
// What became of the analyses that this server worked on since its start, and where the time went:
// for the metrics.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/AnalyzeUnit.h"
#include "Pipeline/Mutex.h"

namespace vlm
{

// A sum of times and of how many.
struct TimeSum
{
  std::chrono::microseconds time{0};
  std::int64_t count = 0;

  void Add(std::chrono::microseconds one)
  {
    time += one;
    ++count;
  }
};

struct AnalysisCounts
{
  std::int64_t attempts = 0;
  // Of attempts; what goes back to the queue since its model is paused, or the server stops, is
  // none.
  std::map<ErrorKind, std::int64_t> failures;
  std::map<AnalysisState, std::int64_t> ended;  // Completed, Abstained, Failed
  TimeSum queued;                               // until the first attempt
  TimeSum whole;                                // from queued to a report
  // Of attempts that led to a report:
  TimeSum images;
  TimeSum model;
  TimeSum findings;
  TimeSum storing;
};

// Every kind of failure, and its name in snake case: "bad_reply".
const std::vector<std::pair<ErrorKind, std::string>>& FailureNames();

// Thread-safe.
class AnalysisStatistics
{
public:
  void NoteAttempt(const AnalysisRecord& record, const Result<void>& outcome);
  void NoteReport(const AnalysisRecord& record, const AnalysisOutcome& outcome,
                  std::chrono::microseconds storing);
  // It ended without a report.
  void NoteFailed();

  AnalysisCounts Counts() const;

private:
  mutable Mutex mutex_;
  AnalysisCounts counts_ VLM_GUARDED_BY(mutex_);
};

}  // namespace vlm
