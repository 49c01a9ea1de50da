// SPDX-License-Identifier: GPL-3.0-or-later
// An egress ledger that a test can read, and can make refuse.
#pragma once

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "Pipeline/EgressLedger.h"
#include "Pipeline/Mutex.h"

namespace vlm
{

// Thread-safe. Pages are not cut: List gives all.
class MemoryLedger : public EgressLedger
{
public:
  // From now on every call fails.
  void Break()
  {
    const MutexLock lock(mutex_);
    isBroken_ = true;
  }
  void Mend()
  {
    const MutexLock lock(mutex_);
    isBroken_ = false;
  }
  std::vector<EgressEntry> Entries() const
  {
    const MutexLock lock(mutex_);
    return entries_;
  }

  // Of nodes that share it, as far as one needs it who is alone: all entries count, no turns.
  void Share()
  {
    const MutexLock lock(mutex_);
    isShared_ = true;
  }
  bool IsShared() const override
  {
    const MutexLock lock(mutex_);
    return isShared_;
  }
  // What Admit says from now on, instead of admitting; no value: it admits.
  void Refuse(std::optional<Admission> refusal)
  {
    const MutexLock lock(mutex_);
    refusal_ = std::move(refusal);
  }
  int Asked() const
  {
    const MutexLock lock(mutex_);
    return asked_;
  }
  Result<Admission> Admit(const EgressEntry& entry, const SharedLimits&) override
  {
    {
      const MutexLock lock(mutex_);
      ++asked_;
      if (refusal_ && !isBroken_)
      {
        return *refusal_;
      }
    }
    const auto recorded = Record(entry);
    if (!recorded.HasValue())
    {
      return recorded.Failure();
    }
    Admission admission;
    admission.entry = recorded.Value();
    admission.today = UsageSince(entry.model, Timestamp()).Value();
    return admission;
  }

  Result<std::int64_t> Record(const EgressEntry& entry) override
  {
    const MutexLock lock(mutex_);
    if (isBroken_)
    {
      return Broken();
    }
    entries_.push_back(entry);
    entries_.back().id = static_cast<std::int64_t>(entries_.size());
    return entries_.back().id;
  }
  Result<void> Complete(std::int64_t id, int httpStatus, const std::string& outcome,
                        std::chrono::milliseconds latency) override
  {
    return Change(id,
                  [&](EgressEntry& entry)
                  {
                    entry.httpStatus = httpStatus;
                    entry.outcome = outcome;
                    entry.latency = latency;
                  });
  }
  Result<void> NoteUsage(std::int64_t id, std::int64_t inputTokens, std::int64_t outputTokens,
                         const std::string& servedModel) override
  {
    return Change(id,
                  [&](EgressEntry& entry)
                  {
                    entry.inputTokens = inputTokens;
                    entry.outputTokens = outputTokens;
                    entry.servedModel = servedModel;
                  });
  }
  Result<EgressPage> List(const EgressFilter& filter) override
  {
    EgressPage page;
    const MutexLock lock(mutex_);
    std::copy_if(
        entries_.rbegin(), entries_.rend(), std::back_inserter(page.entries),
        [&](const EgressEntry& entry)
        { return filter.orthancStudyId.empty() || entry.orthancStudyId == filter.orthancStudyId; });
    return page;
  }
  Result<EgressUsage> UsageSince(const std::string& model, Timestamp since) override
  {
    EgressUsage usage;
    const MutexLock lock(mutex_);
    if (isBroken_)
    {
      return Broken();
    }
    for (const auto& entry : entries_)
    {
      if (entry.model == model && entry.time >= since)
      {
        ++usage.requests;
        usage.tokens += entry.inputTokens + entry.outputTokens;
      }
    }
    return usage;
  }
  Result<std::vector<Timestamp>> RequestsSince(const std::string& model, Timestamp since) override
  {
    std::vector<Timestamp> times;
    const MutexLock lock(mutex_);
    if (isBroken_)
    {
      return Broken();
    }
    for (const auto& entry : entries_)
    {
      if (entry.model == model && entry.time >= since)
      {
        times.push_back(entry.time);
      }
    }
    return times;
  }

private:
  static Error Broken() { return {ErrorKind::StorageFailed, "the ledger is broken"}; }

  template <typename Edit>
  Result<void> Change(std::int64_t id, const Edit& edit)
  {
    const MutexLock lock(mutex_);
    if (isBroken_)
    {
      return Broken();
    }
    if (id < 1 || id > static_cast<std::int64_t>(entries_.size()))
    {
      return Error{ErrorKind::NotFound, "the ledger has no such entry"};
    }
    edit(entries_[static_cast<std::size_t>(id - 1)]);
    return {};
  }

  mutable Mutex mutex_;
  std::vector<EgressEntry> entries_ VLM_GUARDED_BY(mutex_);
  bool isBroken_ VLM_GUARDED_BY(mutex_) = false;
  bool isShared_ VLM_GUARDED_BY(mutex_) = false;
  int asked_ VLM_GUARDED_BY(mutex_) = 0;
  std::optional<Admission> refusal_ VLM_GUARDED_BY(mutex_);
};

}  // namespace vlm
