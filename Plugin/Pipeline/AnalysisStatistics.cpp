// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/AnalysisStatistics.h"

#include <algorithm>
#include <utility>

#include "Pipeline/RetryPolicy.h"

namespace vlm
{
namespace
{

// A clock may have been set back in between.
std::chrono::microseconds Between(Timestamp from, Timestamp to)
{
  return std::max(to - from, std::chrono::milliseconds(0));
}

}  // namespace

const std::vector<std::pair<ErrorKind, std::string>>& FailureNames()
{
  static const std::vector<std::pair<ErrorKind, std::string>> names = {
      {ErrorKind::BadConfiguration, "bad_configuration"},
      {ErrorKind::BadInput, "bad_input"},
      {ErrorKind::Forbidden, "forbidden"},
      {ErrorKind::NotFound, "not_found"},
      {ErrorKind::Conflict, "conflict"},
      {ErrorKind::TooLarge, "too_large"},
      {ErrorKind::NoPixels, "no_pixels"},
      {ErrorKind::CorruptDicom, "corrupt_dicom"},
      {ErrorKind::UndecodablePixels, "undecodable_pixels"},
      {ErrorKind::BadReply, "bad_reply"},
      {ErrorKind::ModelRefused, "model_refused"},
      {ErrorKind::ModelUnavailable, "model_unavailable"},
      {ErrorKind::StorageFailed, "storage_failed"},
      {ErrorKind::DegenerateCovariance, "degenerate_covariance"},
      {ErrorKind::MassOutOfRange, "mass_out_of_range"},
      {ErrorKind::Internal, "internal"},
  };
  return names;
}

void AnalysisStatistics::NoteAttempt(const AnalysisRecord& record, const Result<void>& outcome)
{
  const MutexLock lock(mutex_);
  ++counts_.attempts;
  if (record.attempts == 1 && record.startedAt)
  {
    counts_.queued.Add(Between(record.queuedAt, *record.startedAt));
  }
  if (!outcome.HasValue() && ActionAfter(outcome.Failure().kind) != AfterFailure::Release)
  {
    ++counts_.failures[outcome.Failure().kind];
  }
}

void AnalysisStatistics::NoteReport(const AnalysisRecord& record, const AnalysisOutcome& outcome,
                                    std::chrono::microseconds storing)
{
  const MutexLock lock(mutex_);
  ++counts_.ended[StateAfter(outcome.report.status)];
  counts_.images.Add(outcome.times.images);
  counts_.model.Add(outcome.times.model);
  counts_.findings.Add(outcome.times.findings);
  counts_.storing.Add(storing);
  const auto worked = outcome.times.images + outcome.times.model + outcome.times.findings + storing;
  const auto waited =
      record.startedAt ? Between(record.queuedAt, *record.startedAt) : std::chrono::microseconds(0);
  counts_.whole.Add(waited + worked);
}

void AnalysisStatistics::NoteFailed()
{
  const MutexLock lock(mutex_);
  ++counts_.ended[AnalysisState::Failed];
}

AnalysisCounts AnalysisStatistics::Counts() const
{
  const MutexLock lock(mutex_);
  return counts_;
}

}  // namespace vlm
