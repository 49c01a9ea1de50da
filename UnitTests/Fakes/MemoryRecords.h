// SPDX-License-Identifier: GPL-3.0-or-later
// What MemoryQueue keeps, and how it is read and reviewed.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/Mutex.h"

namespace vlm
{

// Thread-safe.
class MemoryRecords : public AnalysisQueue
{
public:
  // Runs before each change of a record or position, and before InHand, with the name of the
  // method; may refuse it.
  std::function<Result<void>(const std::string&)> beforeWrite = [](const std::string&)
  { return Result<void>(); };

  Result<std::optional<std::int64_t>> ChangePosition() override
  {
    const MutexLock lock(mutex_);
    return position_;
  }

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

  // Counts NoteOthers alone.
  std::uint64_t Changes() const override { return others_; }
  void NoteOthers() override { ++others_; }

protected:
  static Error Unknown(const std::string& id) { return {ErrorKind::NotFound, "No " + id}; }
  static Error Unused() { return {ErrorKind::Internal, "The fake queue cannot do this."}; }

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

  Mutex mutex_;
  std::map<std::string, std::int64_t> marks_ VLM_GUARDED_BY(mutex_);
  std::map<std::string, AnalysisRecord> records_ VLM_GUARDED_BY(mutex_);
  std::optional<std::int64_t> position_ VLM_GUARDED_BY(mutex_);

private:
  std::atomic<std::uint64_t> others_{0};
};

}  // namespace vlm
