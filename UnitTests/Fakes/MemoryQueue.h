// SPDX-License-Identifier: GPL-3.0-or-later
// The queue in memory: as much of its contract as the workers and the change follower use.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "Fakes/MemoryRecords.h"
#include "Pipeline/Clock.h"

namespace vlm
{

// Thread-safe. Identifiers are "a0", "a1", ... in the order of arrival.
class MemoryQueue : public MemoryRecords
{
public:
  explicit MemoryQueue(const Clock& clock, std::string node = "this node")
      : clock_(clock), node_(std::move(node))
  {
  }

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
  Result<std::optional<AnalysisRecord>> Claim(const ClaimChoice& choice) override
  {
    const MutexLock lock(mutex_);
    AnalysisRecord* first = nullptr;
    for (auto& [id, record] : records_)
    {
      const bool isBefore = first == nullptr || record.order.priority > first->order.priority;
      if (isBefore && MayBegin(record, choice) && record.nextAttemptAt <= clock_.Now())
      {
        first = &record;
      }
    }
    if (first == nullptr)
    {
      return std::optional<AnalysisRecord>();
    }
    first->state = AnalysisState::Running;
    first->startedAt = clock_.Now();
    first->node = node_;
    ++first->attempts;
    ++first->claims;
    return std::optional<AnalysisRecord>(*first);
  }
  Result<void> Finish(const AnalysisRecord& claimed, AnalysisState state, const std::string& reason,
                      const ReportSummary& summary) override
  {
    return TakeBack("Finish", claimed, state,
                    [&](AnalysisRecord& record)
                    {
                      record.reason = reason;
                      record.summary = summary;
                    });
  }
  Result<void> Postpone(const AnalysisRecord& claimed, Timestamp when,
                        const std::string& reason) override
  {
    return TakeBack("Postpone", claimed, AnalysisState::Queued,
                    [&](AnalysisRecord& record)
                    {
                      record.nextAttemptAt = when;
                      record.reason = reason;
                    });
  }
  Result<void> Release(const AnalysisRecord& claimed, const std::string& reason) override
  {
    return TakeBack("Release", claimed, AnalysisState::Queued,
                    [&](AnalysisRecord& record)
                    {
                      record.reason = reason;
                      --record.attempts;
                    });
  }
  Result<std::map<std::string, std::int64_t>> InHand() override
  {
    auto allowed = beforeWrite("InHand");
    if (!allowed.HasValue())
    {
      return allowed.Failure();
    }
    const MutexLock lock(mutex_);
    std::map<std::string, std::int64_t> inHand;
    for (const auto& [id, record] : records_)
    {
      if (record.state == AnalysisState::Running && record.node == node_)
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
                    record.node.clear();
                    record.reason = reason;
                  });
  }
  // Of what HandOver gave to a node that LetDie took.
  Result<int> RecoverInterrupted(int maximumAttempts) override
  {
    auto allowed = beforeWrite("RecoverInterrupted");
    if (!allowed.HasValue())
    {
      return allowed.Failure();
    }
    const MutexLock lock(mutex_);
    int recovered = 0;
    for (auto& [id, record] : records_)
    {
      if (record.state == AnalysisState::Running && dead_.count(record.node) > 0)
      {
        const bool isTriedAgain = record.attempts < maximumAttempts;
        record.state = isTriedAgain ? AnalysisState::Queued : AnalysisState::Failed;
        record.node.clear();
        ++recovered;
      }
    }
    return recovered;
  }

  // As if this node had been taken for dead, and that one had claimed the record since.
  void HandOver(const std::string& id, const std::string& node)
  {
    const MutexLock lock(mutex_);
    AnalysisRecord& record = records_.at(id);
    record.state = AnalysisState::Running;
    record.node = node;
    ++record.claims;
  }
  void LetDie(const std::string& node)
  {
    const MutexLock lock(mutex_);
    dead_.insert(node);
  }

  Result<QueueAge> Age() override
  {
    const MutexLock lock(mutex_);
    QueueAge age;
    for (const auto& [id, record] : records_)
    {
      if (record.state == AnalysisState::Queued && record.nextAttemptAt <= clock_.Now())
      {
        ++age.due;
        age.oldest = std::min(age.oldest.value_or(record.queuedAt), record.queuedAt);
      }
    }
    return age;
  }
  Result<std::optional<Timestamp>> NextDue(const ClaimChoice& choice) override
  {
    const MutexLock lock(mutex_);
    std::optional<Timestamp> next;
    for (const auto& [id, record] : records_)
    {
      if (MayBegin(record, choice))
      {
        next = std::min(next.value_or(record.nextAttemptAt), record.nextAttemptAt);
      }
    }
    return next;
  }

private:
  static bool MayBegin(const AnalysisRecord& record, const ClaimChoice& choice)
  {
    const auto& waiting = choice.waiting;
    return record.state == AnalysisState::Queued &&
           record.order.priority >= choice.leastPriority.value_or(record.order.priority) &&
           std::find(waiting.begin(), waiting.end(), record.order.model) == waiting.end();
  }

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

  // What was claimed, to `state`, unless another node has it in hand by now.
  template <typename Action>
  Result<void> TakeBack(const std::string& method, const AnalysisRecord& claimed,
                        AnalysisState state, Action&& action)
  {
    bool isLost = false;
    const auto changed = Change(method, claimed.id,
                                [&](AnalysisRecord& record)
                                {
                                  isLost = record.state != AnalysisState::Running ||
                                           record.node != claimed.node ||
                                           record.claims != claimed.claims;
                                  if (!isLost)
                                  {
                                    action(record);
                                    record.state = state;
                                    record.node.clear();
                                  }
                                });
    return isLost ? Result<void>(Error{ErrorKind::Conflict, "Lost: " + claimed.id}) : changed;
  }

  const Clock& clock_;
  const std::string node_;
  std::set<std::string> dead_ VLM_GUARDED_BY(mutex_);
  int next_ VLM_GUARDED_BY(mutex_) = 0;
};

}  // namespace vlm
