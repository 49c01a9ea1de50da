// SPDX-License-Identifier: GPL-3.0-or-later
// Port: the servers (nodes) that share one database, this one among them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Foundation/Time.h"

namespace vlm
{

struct NodeSettings
{
  std::string name;                // in Vlm.Nodes.Name; empty: host name and HTTP port
  std::chrono::seconds lease{30};  // so long after its last sign of life a node counts as alive
};

// One start of a server.
struct NodeRecord
{
  std::string id;
  std::string name;
  std::string version;  // of the plugin
  Timestamp startedAt{};
  Timestamp seenAt{};
  bool isAlive = false;
  bool isThis = false;
  std::int64_t inHand = 0;  // analyses
};

// Thread-safe. Every method may fail with StorageFailed.
class Cluster
{
public:
  virtual ~Cluster() = default;

  // Whether there may be other nodes: not on SQLite, whose file has one server.
  virtual bool IsShared() const = 0;
  // The identifier of this start.
  virtual const std::string& ThisNode() const = 0;

  // This node is alive for a lease from now on. On SQLite every other one is not.
  virtual Result<void> Beat() = 0;
  // Its work is free to be taken at once.
  virtual Result<void> Leave() = 0;
  // Those that are alive, and those that died during the last day; the newest start first.
  virtual Result<std::vector<NodeRecord>> Nodes() = 0;

  // Whether this node holds that name now, until it releases it or is not alive any more. Held by
  // it already: true.
  virtual Result<bool> TryHold(const std::string& name) = 0;
  virtual Result<void> Release(const std::string& name) = 0;

  // Grows after every change of analyses by any node.
  virtual Result<std::int64_t> Changes() = 0;
};

}  // namespace vlm
