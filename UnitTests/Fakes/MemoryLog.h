// SPDX-License-Identifier: GPL-3.0-or-later
// An event log that a test can read.
#pragma once

#include <string>
#include <vector>

#include "Pipeline/EventLog.h"
#include "Pipeline/Mutex.h"

namespace vlm
{

// Thread-safe.
class MemoryLog : public EventLog
{
public:
  void Info(const std::string& sentence) override { Add("I " + sentence); }
  void Warning(const std::string& sentence) override { Add("W " + sentence); }
  void Error(const std::string& sentence) override { Add("E " + sentence); }

  // Each line starts with the first letter of its severity.
  std::vector<std::string> Lines() const
  {
    const MutexLock lock(mutex_);
    return lines_;
  }

private:
  void Add(const std::string& line)
  {
    const MutexLock lock(mutex_);
    lines_.push_back(line);
  }

  mutable Mutex mutex_;
  std::vector<std::string> lines_ VLM_GUARDED_BY(mutex_);
};

}  // namespace vlm
