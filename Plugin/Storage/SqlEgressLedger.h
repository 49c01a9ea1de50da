// SPDX-License-Identifier: GPL-3.0-or-later
// The egress ledger in SQL.
#pragma once

#include <string>
#include <utility>

#include "Pipeline/EgressLedger.h"
#include "Storage/Database.h"

namespace vlm
{

class SqlEgressLedger : public EgressLedger
{
public:
  // `node`: the identifier of this start of the server (Pipeline/Cluster.h).
  explicit SqlEgressLedger(Database& database, std::string node = "")
      : database_(database), node_(std::move(node))
  {
  }

  bool IsShared() const override { return database_.IsShared(); }
  Result<std::int64_t> Record(const EgressEntry& entry) override;
  Result<Admission> Admit(const EgressEntry& entry, const SharedLimits& limits) override;
  Result<void> Complete(std::int64_t id, int httpStatus, const std::string& outcome,
                        std::chrono::milliseconds latency) override;
  Result<void> NoteUsage(std::int64_t id, std::int64_t inputTokens, std::int64_t outputTokens,
                         const std::string& servedModel) override;
  Result<EgressPage> List(const EgressFilter& filter) override;
  Result<EgressUsage> UsageSince(const std::string& model, Timestamp since) override;
  Result<std::vector<Timestamp>> RequestsSince(const std::string& model, Timestamp since) override;

private:
  Database& database_;
  const std::string node_;
};

}  // namespace vlm
