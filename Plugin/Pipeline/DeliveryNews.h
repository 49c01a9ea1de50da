// SPDX-License-Identifier: GPL-3.0-or-later
// Which trouble is worth a line in the log, so that a dead destination does not fill it.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "Foundation/Time.h"
#include "Pipeline/Mutex.h"

namespace vlm
{

// Thread-safe.
class DeliveryNews
{
public:
  // True the first time, when the reason is another one, and else once in 10 minutes.
  bool IsNews(const std::string& subject, const std::string& reason, Timestamp now);

private:
  struct Told
  {
    std::string reason;
    Timestamp when{};
  };
  Mutex mutex_;
  std::map<std::string, Told> told_ VLM_GUARDED_BY(mutex_);  // by subject
};

}  // namespace vlm
