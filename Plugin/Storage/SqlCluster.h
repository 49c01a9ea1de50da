// SPDX-License-Identifier: GPL-3.0-or-later
// The nodes and what they hold, in SQL.
#pragma once

#include <string>

#include "Pipeline/Clock.h"
#include "Pipeline/Cluster.h"
#include "Storage/Database.h"

namespace vlm
{

class SqlCluster : public Cluster
{
public:
  SqlCluster(Database& database, const Clock& clock, NodeSettings settings, std::string version);

  bool IsShared() const override { return database_.IsShared(); }
  const std::string& ThisNode() const override { return id_; }
  Result<void> Beat() override;
  Result<void> Leave() override;
  Result<std::vector<NodeRecord>> Nodes() override;
  Result<bool> TryHold(const std::string& name) override;
  Result<void> Release(const std::string& name) override;
  Result<std::int64_t> Changes() override;

private:
  long long NowMs() const { return clock_.Now().time_since_epoch().count(); }

  Database& database_;
  const Clock& clock_;
  const NodeSettings settings_;
  const std::string version_;
  const std::string id_;
  const Timestamp startedAt_;
};

}  // namespace vlm
