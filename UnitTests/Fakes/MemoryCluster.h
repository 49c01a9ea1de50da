// SPDX-License-Identifier: GPL-3.0-or-later
// Nodes that share leases in memory.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "Pipeline/Cluster.h"
#include "Pipeline/Mutex.h"

namespace vlm
{

// What the nodes of one test share. Thread-safe.
class SharedLeases
{
public:
  bool TryHold(const std::string& name, const std::string& node)
  {
    const MutexLock lock(mutex_);
    const auto holder = holders_.find(name);
    if (holder != holders_.end() && holder->second != node && dead_.count(holder->second) == 0)
    {
      return false;
    }
    holders_[name] = node;
    return true;
  }
  void Release(const std::string& name, const std::string& node)
  {
    const MutexLock lock(mutex_);
    const auto holder = holders_.find(name);
    if (holder != holders_.end() && holder->second == node)
    {
      holders_.erase(holder);
    }
  }
  void Kill(const std::string& node)
  {
    const MutexLock lock(mutex_);
    dead_.insert(node);
  }
  void Revive(const std::string& node)
  {
    const MutexLock lock(mutex_);
    dead_.erase(node);
  }
  // Empty: nobody.
  std::string HolderOf(const std::string& name)
  {
    const MutexLock lock(mutex_);
    const auto holder = holders_.find(name);
    return holder == holders_.end() ? "" : holder->second;
  }

private:
  Mutex mutex_;
  std::map<std::string, std::string> holders_ VLM_GUARDED_BY(mutex_);
  std::set<std::string> dead_ VLM_GUARDED_BY(mutex_);
};

// Thread-safe. Made without others it is alone, as on SQLite.
class MemoryCluster : public Cluster
{
public:
  MemoryCluster() = default;
  MemoryCluster(SharedLeases& others, std::string node) : others_(&others), node_(std::move(node))
  {
  }

  // Runs before each call, with the name of the method; may refuse it.
  std::function<Result<void>(const std::string&)> beforeCall = [](const std::string&)
  { return Result<void>(); };
  std::atomic<std::int64_t> changes{0};
  std::atomic<int> beats{0};

  bool IsShared() const override { return others_ != nullptr; }
  const std::string& ThisNode() const override { return node_; }
  Result<void> Beat() override
  {
    auto allowed = beforeCall("Beat");
    if (allowed.HasValue())
    {
      ++beats;
      if (others_ != nullptr)
      {
        others_->Revive(node_);
      }
    }
    return allowed;
  }
  Result<void> Leave() override { return beforeCall("Leave"); }
  Result<std::vector<NodeRecord>> Nodes() override { return std::vector<NodeRecord>(); }
  Result<bool> TryHold(const std::string& name) override
  {
    const auto allowed = beforeCall("TryHold");
    if (!allowed.HasValue())
    {
      return allowed.Failure();
    }
    return others_ == nullptr || others_->TryHold(name, node_);
  }
  Result<void> Release(const std::string& name) override
  {
    auto allowed = beforeCall("Release");
    if (allowed.HasValue() && others_ != nullptr)
    {
      others_->Release(name, node_);
    }
    return allowed;
  }
  Result<std::int64_t> Changes() override
  {
    const auto allowed = beforeCall("Changes");
    return allowed.HasValue() ? Result<std::int64_t>(changes.load()) : allowed.Failure();
  }

private:
  SharedLeases* others_ = nullptr;
  std::string node_ = "this node";
};

}  // namespace vlm
