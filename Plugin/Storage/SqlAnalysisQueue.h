// SPDX-License-Identifier: GPL-3.0-or-later
// The durable queue and report index, in SQL.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <utility>

#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/Clock.h"
#include "Storage/Database.h"

namespace vlm
{

class SqlAnalysisQueue : public AnalysisQueue
{
public:
  // `node`: in whose hands what is claimed here will be (Pipeline/Cluster.h).
  SqlAnalysisQueue(Database& database, const Clock& clock, std::string node = "this node")
      : database_(database), clock_(clock), node_(std::move(node))
  {
  }

  Result<EnqueueOutcome> Enqueue(const AnalysisOrder& order, IfKnown ifKnown) override;
  Result<int> Arrive(const std::vector<AnalysisOrder>& orders,
                     std::int64_t changePosition) override;
  Result<std::optional<std::int64_t>> ChangePosition() override;

  Result<std::optional<AnalysisRecord>> Claim(const ClaimChoice& choice) override;
  Result<void> Finish(const AnalysisRecord& claimed, AnalysisState state, const std::string& reason,
                      const ReportSummary& summary) override;
  Result<void> Postpone(const AnalysisRecord& claimed, Timestamp when,
                        const std::string& reason) override;
  Result<void> Release(const AnalysisRecord& claimed, const std::string& reason) override;
  Result<std::map<std::string, std::int64_t>> InHand() override;
  Result<void> Retry(const std::string& id) override;
  Result<void> Cancel(const std::string& id, const std::string& reason) override;
  Result<int> RecoverInterrupted(int maximumAttempts) override;

  Result<AnalysisRecord> Find(const std::string& id) override;
  Result<AnalysisPage> List(const AnalysisFilter& filter) override;
  Result<std::vector<AnalysisRecord>> ListOf(const std::string& orthancId) override;
  Result<int> Position(const std::string& id) override;
  Result<std::map<AnalysisState, std::int64_t>> CountByState() override;
  Result<QueueAge> Age() override;
  Result<std::optional<Timestamp>> NextDue(const ClaimChoice& choice) override;

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
  void NoteOthers() override { ++changes_; }

private:
  // As Database::Run; what succeeds counts as a change.
  template <typename Work>
  auto Change(Work&& work)
  {
    auto result = database_.Run(
        [&](soci::session& session)
        {
          auto outcome = work(session);
          TellOthers(session, outcome.HasValue());
          return outcome;
        });
    NoteChange(result.HasValue());
    return result;
  }
  // At the end of a transaction that changes something: the other nodes look at this number.
  static void TellOthers(soci::session& session, bool hasChanged);
  // Once it is committed: who reads the number first reads what it counts, too.
  void NoteChange(bool hasChanged) { changes_ += hasChanged ? 1 : 0; }
  EnqueueOutcome Insert(soci::session& session, const AnalysisOrder& order, IfKnown ifKnown) const;
  long long NowMs() const;

  Database& database_;
  const Clock& clock_;
  const std::string node_;
  std::atomic<std::uint64_t> changes_{0};
};

}  // namespace vlm
