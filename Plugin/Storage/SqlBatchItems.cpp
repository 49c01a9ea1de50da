// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of the items of a batch.
#include "Storage/SqlBatches.h"
#include "Storage/SqlDialect.h"

namespace vlm
{
namespace
{

struct ItemRow
{
  long long position = 0;
  int level = -1, isOwn = 0;
  std::string orthancId, analysisId, reason;

  BatchItem ToItem() const
  {
    BatchItem item;
    item.position = position;
    item.orthancId = orthancId;
    if (level >= 0)
    {
      item.level = static_cast<ResourceLevel>(level);
    }
    item.analysisId = analysisId;
    item.reason = reason;
    item.isOwn = isOwn == 1;
    return item;
  }
};

std::vector<BatchItem> Fetch(soci::statement& select, const ItemRow& row)
{
  select.execute();
  std::vector<BatchItem> items;
  while (select.fetch())
  {
    items.push_back(row.ToItem());
  }
  return items;
}

}  // namespace

Result<BatchCounts> SqlBatches::Count(const std::string& batchId)
{
  return database_.Run(
      [&](soci::session& session) -> Result<BatchCounts>
      {
        BatchCounts counts;
        int state = 0;
        long long count = 0;
        soci::statement select =
            (session.prepare << "SELECT state, COUNT(*) FROM batch_items WHERE batch = :batch "
                                "GROUP BY state",
             soci::use(batchId), soci::into(state), soci::into(count));
        select.execute();
        while (select.fetch())
        {
          counts.items[static_cast<BatchItemState>(state)] = count;
        }
        long long running = 0;
        session << "SELECT COUNT(*) FROM analyses a JOIN batch_items i ON i.analysis = a.id WHERE "
                   "a.state = 1 AND i.batch = :batch AND i.state = 2",
            soci::use(batchId), soci::into(running);
        counts.running = running;
        return counts;
      });
}

Result<std::vector<BatchItem>> SqlBatches::Items(const std::string& batchId, BatchItemState state,
                                                 std::int64_t after, int limit)
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::vector<BatchItem>>
      {
        ItemRow row;
        const int stateNumber = static_cast<int>(state);
        const long long position = after;
        soci::statement select =
            (session.prepare << "SELECT position, level, orthanc_id, analysis, reason FROM "
                                "batch_items WHERE batch = :batch AND state = :state AND position "
                                "> :after ORDER BY position LIMIT :limit",
             soci::use(batchId), soci::use(stateNumber), soci::use(position), soci::use(limit),
             soci::into(row.position), soci::into(row.level), soci::into(row.orthancId),
             soci::into(row.analysisId), soci::into(row.reason));
        return Fetch(select, row);
      });
}

// An analysis that was asked for elsewhere too is older, more urgent, or of another batch.
Result<std::vector<BatchItem>> SqlBatches::OwnQueued(const BatchRecord& batch, int limit)
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::vector<BatchItem>>
      {
        ItemRow row;
        const long long created = batch.createdAt.time_since_epoch().count();
        soci::statement select =
            (session.prepare
                 << "SELECT i.position, i.level, i.orthanc_id, i.analysis, i.reason, CASE WHEN "
                    "a.priority <= :priority AND a.queued_at >= :created AND NOT EXISTS (SELECT 1 "
                    "FROM batch_items o JOIN batches b ON b.id = o.batch WHERE o.analysis = "
                    "i.analysis AND o.analysis <> '' AND o.batch <> i.batch AND o.state = 2 AND "
                    "b.state IN (1, 2, 3)) THEN 1 ELSE 0 END FROM batch_items i LEFT JOIN analyses "
                    "a ON a.id = i.analysis WHERE i.batch = :batch AND i.state = 2 ORDER BY "
                    "i.position LIMIT :limit",
             soci::use(batch.wish.priority), soci::use(created), soci::use(batch.id),
             soci::use(limit), soci::into(row.position), soci::into(row.level),
             soci::into(row.orthancId), soci::into(row.analysisId), soci::into(row.reason),
             soci::into(row.isOwn));
        return Fetch(select, row);
      });
}

Result<void> SqlBatches::Replace(const std::string& batchId, const BatchItem& given,
                                 const std::vector<BatchUnit>& units)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        int level = 0;
        std::string orthancId;
        soci::statement insert =
            (session.prepare << "INSERT INTO batch_items (batch, level, orthanc_id, state) VALUES "
                                "(:batch, :level, :resource, 1) ON CONFLICT DO NOTHING",
             soci::use(batchId), soci::use(level), soci::use(orthancId));
        for (const auto& unit : units)
        {
          level = static_cast<int>(unit.level);
          orthancId = unit.orthancId;
          insert.execute(true);
        }
        const long long position = given.position;
        session << "DELETE FROM batch_items WHERE position = :position", soci::use(position);
        return {};
      });
}

// What ended meanwhile, e.g. was canceled, stays as it is.
Result<void> SqlBatches::Note(const std::vector<BatchNews>& news)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        int state = 0;
        long long position = 0;
        std::string analysisId;
        std::string reason;
        soci::statement update =
            (session.prepare << "UPDATE batch_items SET state = :state, analysis = :analysis, "
                                "reason = :reason WHERE position = :position AND state <= 2",
             soci::use(state), soci::use(analysisId), soci::use(reason), soci::use(position));
        for (const auto& one : news)
        {
          state = static_cast<int>(one.state);
          position = one.position;
          analysisId = one.analysisId;
          reason = StorableText(session, one.reason);
          update.execute(true);
        }
        return {};
      });
}

Result<std::string> SqlBatches::FindSince(const AnalysisOrder& order, Timestamp since)
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::string>
      {
        const long long time = since.time_since_epoch().count();
        std::string id;
        session << "SELECT id FROM analyses WHERE orthanc_id = :resource AND model = :model AND "
                   "queued_at >= :since ORDER BY sequence DESC LIMIT 1",
            soci::use(order.orthancId), soci::use(order.model), soci::use(time), soci::into(id);
        return session.got_data() ? id : std::string();
      });
}

Result<int> SqlBatches::CancelWaiting(const std::string& batchId, int limit)
{
  return database_.Run(
      [&](soci::session& session) -> Result<int>
      {
        soci::statement update =
            (session.prepare << "UPDATE batch_items SET state = 5, reason = 'Its job was "
                                "canceled.' WHERE position IN (SELECT position FROM batch_items "
                                "WHERE batch = :batch AND state < 2 ORDER BY state, position LIMIT "
                                ":limit)",
             soci::use(batchId), soci::use(limit));
        update.execute(true);
        return static_cast<int>(update.get_affected_rows());
      });
}

}  // namespace vlm
