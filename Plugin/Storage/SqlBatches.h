// SPDX-License-Identifier: GPL-3.0-or-later
// Batches and their items, in SQL.
#pragma once

#include <string>
#include <vector>

#include "Pipeline/Batches.h"
#include "Pipeline/Clock.h"
#include "Storage/Database.h"

namespace vlm
{

class SqlBatches : public Batches
{
public:
  SqlBatches(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  Result<void> Create(const BatchRecord& batch) override;
  Result<void> Add(const std::string& batchId, const std::vector<std::string>& orthancIds) override;
  Result<bool> ChangeState(const std::string& batchId, const std::vector<BatchState>& from,
                           BatchState to) override;
  Result<BatchRecord> Find(const std::string& batchId) override;
  Result<std::vector<BatchRecord>> Open() override;
  Result<BatchCounts> Count(const std::string& batchId) override;
  Result<std::vector<BatchItem>> Items(const std::string& batchId, BatchItemState state,
                                       std::int64_t after, int limit) override;
  Result<std::vector<BatchItem>> OwnQueued(const BatchRecord& batch, int limit) override;
  Result<void> Replace(const std::string& batchId, const BatchItem& given,
                       const std::vector<BatchUnit>& units) override;
  Result<void> Note(const std::vector<BatchNews>& news) override;
  Result<std::string> FindSince(const AnalysisOrder& order, Timestamp since) override;
  Place Follow(const std::string& batchId, std::int64_t after, int limit) override;
  Place Hold(const BatchRecord& batch, std::int64_t after, int limit) override;
  Place LetGo(const BatchRecord& batch, std::int64_t after, int limit) override;
  Result<int> CancelWaiting(const std::string& batchId, int limit) override;
  Result<void> Reopen(const std::string& batchId) override;
  Result<void> Forget(Timestamp before) override;

private:
  Database& database_;
  const Clock& clock_;
};

}  // namespace vlm
