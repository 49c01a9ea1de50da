// SPDX-License-Identifier: GPL-3.0-or-later
// The life of a batch: made, filled, found, reopened, forgotten.
#include "Storage/SqlBatches.h"

namespace vlm
{
namespace
{

constexpr const char* Columns =
    "SELECT id, server, state, created_at, model, language, level, priority, repeats FROM batches ";

struct BatchRow
{
  BatchRecord batch;
  int state = 0, level = -1, repeats = 0;
  long long createdAt = 0;

  void Bind(soci::statement& statement)
  {
    statement.exchange(soci::into(batch.id));
    statement.exchange(soci::into(batch.server));
    statement.exchange(soci::into(state));
    statement.exchange(soci::into(createdAt));
    statement.exchange(soci::into(batch.wish.model));
    statement.exchange(soci::into(batch.wish.language));
    statement.exchange(soci::into(level));
    statement.exchange(soci::into(batch.wish.priority));
    statement.exchange(soci::into(repeats));
  }
  BatchRecord ToRecord() const
  {
    BatchRecord record = batch;
    record.state = static_cast<BatchState>(state);
    record.createdAt = Timestamp(std::chrono::milliseconds(createdAt));
    if (level >= 0)
    {
      record.wish.level = static_cast<ResourceLevel>(level);
    }
    record.wish.ifKnown = repeats == 1 ? IfKnown::Repeat : IfKnown::Collapse;
    return record;
  }
};

std::string ListOf(const std::vector<BatchState>& states)
{
  std::string list;
  for (const auto state : states)
  {
    list += (list.empty() ? "" : ", ") + std::to_string(static_cast<int>(state));
  }
  return list;
}

}  // namespace

Result<void> SqlBatches::Create(const BatchRecord& batch)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        const int state = static_cast<int>(batch.state);
        const long long created = batch.createdAt.time_since_epoch().count();
        const int level = batch.wish.level ? static_cast<int>(*batch.wish.level) : -1;
        const int repeats = batch.wish.ifKnown == IfKnown::Repeat ? 1 : 0;
        session << "INSERT INTO batches (id, server, state, created_at, model, language, level, "
                   "priority, repeats) VALUES (:id, :server, :state, :created, :model, :language, "
                   ":level, :priority, :repeats)",
            soci::use(batch.id), soci::use(batch.server), soci::use(state), soci::use(created),
            soci::use(batch.wish.model), soci::use(batch.wish.language), soci::use(level),
            soci::use(batch.wish.priority), soci::use(repeats);
        return {};
      });
}

Result<void> SqlBatches::Add(const std::string& batchId, const std::vector<std::string>& orthancIds)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        std::string orthancId;
        soci::statement insert =
            (session.prepare << "INSERT INTO batch_items (batch, level, orthanc_id, state) VALUES "
                                "(:batch, -1, :resource, 0) ON CONFLICT DO NOTHING",
             soci::use(batchId), soci::use(orthancId));
        for (const auto& one : orthancIds)
        {
          orthancId = one;
          insert.execute(true);
        }
        return {};
      });
}

Result<bool> SqlBatches::ChangeState(const std::string& batchId,
                                     const std::vector<BatchState>& from, BatchState to)
{
  return database_.Run(
      [&](soci::session& session) -> Result<bool>
      {
        const int state = static_cast<int>(to);
        soci::statement update =
            (session.prepare << "UPDATE batches SET state = :state WHERE id = :id AND state IN (" +
                                    ListOf(from) + ")",
             soci::use(state), soci::use(batchId));
        update.execute(true);
        return update.get_affected_rows() == 1;
      });
}

Result<BatchRecord> SqlBatches::Find(const std::string& batchId)
{
  return database_.Run(
      [&](soci::session& session) -> Result<BatchRecord>
      {
        BatchRow row;
        soci::statement select(session);
        row.Bind(select);
        select.exchange(soci::use(batchId));
        select.alloc();
        select.prepare(std::string(Columns) + "WHERE id = :id");
        select.define_and_bind();
        if (!select.execute(true))
        {
          return Error{ErrorKind::NotFound, "There is no batch '" + batchId + "'."};
        }
        return row.ToRecord();
      });
}

Result<std::vector<BatchRecord>> SqlBatches::Open()
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::vector<BatchRecord>>
      {
        BatchRow row;
        soci::statement select(session);
        row.Bind(select);
        select.alloc();
        select.prepare(std::string(Columns) + "WHERE state < 5 AND state > 0 ORDER BY created_at");
        select.define_and_bind();
        select.execute();
        std::vector<BatchRecord> batches;
        while (select.fetch())
        {
          batches.push_back(row.ToRecord());
        }
        return batches;
      });
}

Result<void> SqlBatches::Reopen(const std::string& batchId)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        soci::statement update =
            (session.prepare << "UPDATE batches SET state = 1 WHERE id = :id AND state = 5",
             soci::use(batchId));
        update.execute(true);
        if (update.get_affected_rows() == 1)
        {
          session << "UPDATE batch_items SET state = CASE WHEN level < 0 THEN 0 ELSE 1 END, "
                     "reason = '' WHERE batch = :batch AND state IN (4, 5)",
              soci::use(batchId);
        }
        return {};
      });
}

Result<void> SqlBatches::Forget(Timestamp before)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        const long long time = before.time_since_epoch().count();
        session << "DELETE FROM batch_items WHERE batch IN (SELECT id FROM batches WHERE "
                   "created_at < :before AND state IN (0, 5))",
            soci::use(time);
        session << "DELETE FROM batches WHERE created_at < :before AND state IN (0, 5)",
            soci::use(time);
        return {};
      });
}

}  // namespace vlm
