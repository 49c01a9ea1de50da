// SPDX-License-Identifier: GPL-3.0-or-later
// What is paused, in memory.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "Pipeline/Mutex.h"
#include "Pipeline/Pauses.h"

namespace vlm
{

// Thread-safe.
class MemoryPauses : public Pauses
{
public:
  Result<void> Pause(const std::string& model, const std::string& reason) override
  {
    const MutexLock lock(mutex_);
    records_[model] = {model, {}, reason};
    return {};
  }
  Result<void> Resume(const std::string& model) override
  {
    const MutexLock lock(mutex_);
    records_.erase(model);
    return {};
  }
  Result<std::vector<PauseRecord>> List() override
  {
    const MutexLock lock(mutex_);
    if (isAway_)
    {
      return Error{ErrorKind::StorageFailed, "The database is away."};
    }
    std::vector<PauseRecord> all;
    for (const auto& [model, record] : records_)
    {
      all.push_back(record);
    }
    return all;
  }
  void SetAway(bool isAway)
  {
    const MutexLock lock(mutex_);
    isAway_ = isAway;
  }

private:
  Mutex mutex_;
  std::map<std::string, PauseRecord> records_ VLM_GUARDED_BY(mutex_);
  bool isAway_ VLM_GUARDED_BY(mutex_) = false;
};

}  // namespace vlm
