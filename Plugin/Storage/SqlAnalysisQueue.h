// SPDX-License-Identifier: GPL-3.0-or-later
// The durable queue and report index, in SQL.
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/Clock.h"
#include "Storage/Database.h"

namespace vlm
{

class SqlAnalysisQueue : public AnalysisQueue
{
public:
  SqlAnalysisQueue(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  Result<EnqueueOutcome> Enqueue(const AnalysisOrder& order, IfKnown ifKnown) override;
  Result<int> Arrive(const std::vector<AnalysisOrder>& orders,
                     std::int64_t changePosition) override;
  Result<std::optional<std::int64_t>> ChangePosition() override;

  Result<std::optional<AnalysisRecord>> Claim(const std::vector<std::string>& waiting) override;
  Result<void> Finish(const std::string& id, AnalysisState state, const std::string& reason,
                      const ReportSummary& summary) override;
  Result<void> Postpone(const std::string& id, Timestamp when, const std::string& reason) override;
  Result<void> Release(const std::string& id, const std::string& reason) override;
  Result<void> Retry(const std::string& id) override;
  Result<int> RecoverInterrupted(int maximumAttempts) override;

  Result<AnalysisRecord> Find(const std::string& id) override;
  Result<AnalysisPage> List(const AnalysisFilter& filter) override;
  Result<std::vector<AnalysisRecord>> ListOf(const std::string& orthancId) override;
  Result<int> Position(const std::string& id) override;
  Result<std::map<AnalysisState, std::int64_t>> CountByState() override;
  Result<std::optional<Timestamp>> NextDue(const std::vector<std::string>& waiting) override;

  Result<bool> Restore(const AnalysisRecord& record, const ReportSummary& summary) override;

  Result<void> BeginReview(const std::string& id) override;
  Result<void> NoteReview(const std::string& id, const ReviewRecord& review) override;
  Result<void> EndReview(const std::string& id) override;
  Result<std::vector<AnalysisRecord>> UnfinishedReviews() override;
  Result<std::vector<AcceptanceRow>> Acceptance() override;

  Result<std::optional<std::int64_t>> FindMark(const std::string& name) override;
  Result<void> SetMark(const std::string& name, std::int64_t value) override;

  Result<void> Remove(const std::string& id) override;
  Result<int> RemoveOf(const std::string& orthancId) override;
  Result<std::vector<std::pair<ResourceLevel, std::string>>> Resources(const std::string& after,
                                                                       int limit) override;

  std::uint64_t Changes() const override { return changes_; }

private:
  // As Database::Run; what succeeds counts as a change.
  template <typename Work>
  auto Change(Work&& work)
  {
    auto result = database_.Run(std::forward<Work>(work));
    NoteChange(result.HasValue());
    return result;
  }
  // Once it is committed: who reads the number first reads what it counts, too.
  void NoteChange(bool hasChanged) { changes_ += hasChanged ? 1 : 0; }
  EnqueueOutcome Insert(soci::session& session, const AnalysisOrder& order, IfKnown ifKnown) const;
  long long NowMs() const;

  Database& database_;
  const Clock& clock_;
  std::atomic<std::uint64_t> changes_{0};
};

}  // namespace vlm
