// SPDX-License-Identifier: GPL-3.0-or-later
// What only one may do at a time, among the threads of this node and among the nodes.
#pragma once

#include <condition_variable>
#include <set>
#include <string>

#include "Foundation/Result.h"
#include "Pipeline/Cluster.h"
#include "Pipeline/Mutex.h"

namespace vlm
{

// Thread-safe; costs the database nothing where there is one node alone.
class NamedLocks
{
public:
  explicit NamedLocks(Cluster& cluster) : cluster_(cluster) {}

  class Held
  {
  public:
    Held(NamedLocks& locks, std::string name) : locks_(&locks), name_(std::move(name)) {}
    ~Held();
    Held(Held&& other) noexcept;
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    Held& operator=(Held&&) = delete;

  private:
    NamedLocks* locks_;  // none: moved away
    std::string name_;
  };

  // Waits until nobody else holds that name, for at most half a minute. Errors: StorageFailed,
  // NotReady (somebody has held it for so long).
  Result<Held> Hold(const std::string& name);

private:
  Result<void> HoldAmongNodes(const std::string& name);
  void LetGo(const std::string& name);

  Cluster& cluster_;
  Mutex mutex_;
  std::condition_variable_any freed_;
  std::set<std::string> held_ VLM_GUARDED_BY(mutex_);  // by threads of this node
};

}  // namespace vlm
