// SPDX-License-Identifier: GPL-3.0-or-later
// The queue in memory: as much of its contract as the workers and the change follower use.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/Clock.h"
#include "Pipeline/Mutex.h"

namespace vlm
{

// Thread-safe. Identifiers are "a0", "a1", ... in the order of arrival.
class MemoryQueue : public AnalysisQueue
{
public:
  explicit MemoryQueue(const Clock& clock) : clock_(clock) {}

  // Runs before each change of a record or position, with the name of the method; may refuse it.
  std::function<Result<void>(const std::string&)> beforeWrite = [](const std::string&)
  { return Result<void>(); };

  Result<EnqueueOutcome> Enqueue(const AnalysisOrder& order, IfKnown) override
  {
    const MutexLock lock(mutex_);
    return Add(order);
  }
  Result<int> Arrive(const std::vector<AnalysisOrder>& orders, std::int64_t position) override
  {
    auto allowed = beforeWrite("Arrive");
    if (!allowed.HasValue())
    {
      return allowed.Failure();
    }
    const MutexLock lock(mutex_);
    int added = 0;
    for (const auto& order : orders)
    {
      added += Add(order).isNew ? 1 : 0;
    }
    position_ = position;
    return added;
  }
  Result<std::optional<std::int64_t>> ChangePosition() override
  {
    const MutexLock lock(mutex_);
    return position_;
  }

  Result<std::optional<AnalysisRecord>> Claim(const ClaimChoice& choice) override
  {
    const auto& waiting = choice.waiting;
    const MutexLock lock(mutex_);
    for (auto& [id, record] : records_)
    {
      const bool isWaiting =
          std::find(waiting.begin(), waiting.end(), record.order.model) != waiting.end();
      if (record.state == AnalysisState::Queued && record.nextAttemptAt <= clock_.Now() &&
          !isWaiting)
      {
        record.state = AnalysisState::Running;
        record.startedAt = clock_.Now();
        ++record.attempts;
        ++record.claims;
        return std::optional<AnalysisRecord>(record);
      }
    }
    return std::optional<AnalysisRecord>();
  }
  Result<void> Finish(const AnalysisRecord& claimed, AnalysisState state, const std::string& reason,
                      const ReportSummary& summary) override
  {
    return Change("Finish", claimed.id,
                  [&](AnalysisRecord& record)
                  {
                    record.state = state;
                    record.reason = reason;
                    record.summary = summary;
                  });
  }
  Result<void> Postpone(const AnalysisRecord& claimed, Timestamp when,
                        const std::string& reason) override
  {
    return Change("Postpone", claimed.id,
                  [&](AnalysisRecord& record)
                  {
                    record.state = AnalysisState::Queued;
                    record.nextAttemptAt = when;
                    record.reason = reason;
                  });
  }
  Result<void> Release(const AnalysisRecord& claimed, const std::string& reason) override
  {
    return Change("Release", claimed.id,
                  [&](AnalysisRecord& record)
                  {
                    record.state = AnalysisState::Queued;
                    record.reason = reason;
                    --record.attempts;
                  });
  }
  Result<std::map<std::string, std::int64_t>> InHand() override
  {
    const MutexLock lock(mutex_);
    std::map<std::string, std::int64_t> inHand;
    for (const auto& [id, record] : records_)
    {
      if (record.state == AnalysisState::Running)
      {
        inHand[id] = record.claims;
      }
    }
    return inHand;
  }
  Result<void> Retry(const std::string&) override { return Unused(); }
  Result<void> Cancel(const std::string& id, const std::string& reason) override
  {
    return Change("Cancel", id,
                  [&](AnalysisRecord& record)
                  {
                    record.state = AnalysisState::Canceled;
                    record.reason = reason;
                  });
  }
  Result<int> RecoverInterrupted(int) override { return Unused(); }

  Result<AnalysisRecord> Find(const std::string& id) override
  {
    const MutexLock lock(mutex_);
    const auto found = records_.find(id);
    return found == records_.end() ? Result<AnalysisRecord>(Unknown(id)) : found->second;
  }
  Result<AnalysisPage> List(const AnalysisFilter&) override
  {
    const MutexLock lock(mutex_);
    AnalysisPage page;
    for (const auto& [id, record] : records_)
    {
      page.records.push_back(record);
    }
    return page;
  }
  Result<std::vector<AnalysisRecord>> ListOf(const std::string&) override { return Unused(); }
  Result<int> Position(const std::string&) override { return Unused(); }
  Result<std::map<AnalysisState, std::int64_t>> CountByState() override
  {
    const MutexLock lock(mutex_);
    std::map<AnalysisState, std::int64_t> counts;
    for (const auto& [id, record] : records_)
    {
      ++counts[record.state];
    }
    return counts;
  }
  Result<QueueAge> Age() override { return Unused(); }
  Result<std::optional<Timestamp>> NextDue(const ClaimChoice& choice) override
  {
    const auto& waiting = choice.waiting;
    const MutexLock lock(mutex_);
    std::optional<Timestamp> next;
    for (const auto& [id, record] : records_)
    {
      if (record.state == AnalysisState::Queued &&
          std::find(waiting.begin(), waiting.end(), record.order.model) == waiting.end())
      {
        next = std::min(next.value_or(record.nextAttemptAt), record.nextAttemptAt);
      }
    }
    return next;
  }

  Result<bool> Restore(const AnalysisRecord& record, const ReportSummary& summary) override
  {
    auto allowed = beforeWrite("Restore");
    if (!allowed.HasValue())
    {
      return allowed.Failure();
    }
    const MutexLock lock(mutex_);
    const auto [at, isNew] = records_.emplace(record.id, record);
    if (isNew)
    {
      at->second.summary = summary;
    }
    return isNew;
  }

  Result<void> BeginReview(const std::string& id) override
  {
    return Change("BeginReview", id, [](AnalysisRecord&) {});
  }
  Result<void> NoteReview(const std::string& id, const ReviewRecord& review) override
  {
    return Change("NoteReview", id,
                  [&](AnalysisRecord& record)
                  {
                    record.reviewRevision = review.revision;
                    record.isSignedOff = review.isSignedOff;
                    record.summary.impression = review.summary.impression;
                    record.summary.findings = review.summary.findings;
                  });
  }
  Result<void> EndReview(const std::string& id) override
  {
    return Change("EndReview", id, [](AnalysisRecord&) {});
  }
  Result<std::vector<AnalysisRecord>> UnfinishedReviews() override
  {
    return std::vector<AnalysisRecord>();
  }
  Result<std::vector<AcceptanceRow>> Acceptance() override { return Unused(); }

  Result<std::optional<std::int64_t>> FindMark(const std::string& name) override
  {
    const MutexLock lock(mutex_);
    return marks_.count(name) == 0 ? std::optional<std::int64_t>() : marks_.at(name);
  }
  Result<void> SetMark(const std::string& name, std::int64_t value) override
  {
    auto allowed = beforeWrite("SetMark");
    const MutexLock lock(mutex_);
    if (allowed.HasValue())
    {
      marks_[name] = value;
    }
    return allowed;
  }

  Result<void> Remove(const std::string& id) override
  {
    return Change("Remove", id, [this, &id](const AnalysisRecord&) { records_.erase(id); });
  }
  Result<int> RemoveOf(const std::string& orthancId) override
  {
    auto allowed = beforeWrite("RemoveOf");
    if (!allowed.HasValue())
    {
      return allowed.Failure();
    }
    const MutexLock lock(mutex_);
    int removed = 0;
    for (auto at = records_.begin(); at != records_.end();)
    {
      const bool isGone = at->second.order.orthancId == orthancId;
      removed += isGone ? 1 : 0;
      at = isGone ? records_.erase(at) : std::next(at);
    }
    return removed;
  }
  Result<std::vector<std::pair<ResourceLevel, std::string>>> Resources(const std::string& after,
                                                                       int) override
  {
    const MutexLock lock(mutex_);
    std::set<std::pair<std::string, ResourceLevel>> sorted;
    for (const auto& [id, record] : records_)
    {
      if (record.order.orthancId > after)
      {
        sorted.emplace(record.order.orthancId, record.order.level);
      }
    }
    std::vector<std::pair<ResourceLevel, std::string>> resources;
    for (const auto& [orthancId, level] : sorted)
    {
      resources.emplace_back(level, orthancId);
    }
    return resources;
  }

  std::uint64_t Changes() const override { return 0; }
  void NoteOthers() override {}

private:
  static Error Unknown(const std::string& id) { return {ErrorKind::NotFound, "No " + id}; }
  static Error Unused() { return {ErrorKind::Internal, "The fake queue cannot do this."}; }

  EnqueueOutcome Add(const AnalysisOrder& order) VLM_REQUIRES(mutex_)
  {
    for (const auto& [id, record] : records_)
    {
      if (record.order.orthancId == order.orthancId && !HasEnded(record.state))
      {
        return {id, false};
      }
    }
    AnalysisRecord record;
    record.id = "a" + std::to_string(next_++);
    record.order = order;
    record.queuedAt = clock_.Now();
    record.nextAttemptAt = clock_.Now();
    records_[record.id] = record;
    return {record.id, true};
  }

  template <typename Action>
  Result<void> Change(const std::string& method, const std::string& id, Action&& action)
  {
    auto allowed = beforeWrite(method);
    const MutexLock lock(mutex_);
    const auto found = records_.find(id);
    if (allowed.HasValue() && found == records_.end())
    {
      return Unknown(id);
    }
    if (allowed.HasValue())
    {
      action(found->second);
    }
    return allowed;
  }

  const Clock& clock_;
  Mutex mutex_;
  std::map<std::string, std::int64_t> marks_ VLM_GUARDED_BY(mutex_);
  std::map<std::string, AnalysisRecord> records_ VLM_GUARDED_BY(mutex_);
  std::optional<std::int64_t> position_ VLM_GUARDED_BY(mutex_);
  int next_ VLM_GUARDED_BY(mutex_) = 0;
};

}  // namespace vlm
