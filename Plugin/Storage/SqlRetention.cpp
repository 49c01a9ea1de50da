// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/SqlRetention.h"

#include "Storage/RecordRow.h"
#include "Storage/SqlDialect.h"

namespace vlm
{
namespace
{

// A review that began waits for its end: BeginReview changes the row, which is locked here.
std::vector<RecordRow> SelectExpired(soci::session& session, long long before, int most)
{
  QueryArguments arguments;
  arguments.Add(before);
  return SelectRecords(session,
                       "WHERE completed_at IS NOT NULL AND completed_at < :before AND signed_off = "
                       "0 AND review_pending = 0 AND state IN (2, 3, 4, 5) ORDER BY completed_at "
                       "LIMIT " +
                           std::to_string(most) + LockUnlocked(session),
                       std::move(arguments));
}

void NoteRemoval(soci::session& session, const RecordRow& row)
{
  session << "INSERT INTO removals (analysis, level, orthanc_id) VALUES (:analysis, :level, "
             ":resource) ON CONFLICT (analysis) DO NOTHING",
      soci::use(row.id), soci::use(row.level), soci::use(row.orthancId);
}

}  // namespace

Result<int> SqlRetention::Expire(Timestamp endedBefore, int most)
{
  return database_.Run(
      [&](soci::session& session) -> Result<int>
      {
        const auto expired = SelectExpired(session, endedBefore.time_since_epoch().count(), most);
        for (const auto& row : expired)
        {
          NoteRemoval(session, row);
          session << "DELETE FROM analyses WHERE sequence = :sequence", soci::use(row.sequence);
        }
        if (!expired.empty())
        {
          session << "UPDATE progress SET value = value + 1 WHERE name = 'changed'";
        }
        return static_cast<int>(expired.size());
      });
}

Result<std::vector<Removal>> SqlRetention::Removals(const std::string& afterAnalysis)
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::vector<Removal>>
      {
        std::vector<Removal> removals;
        Removal removal;
        int level = 0;
        soci::statement statement =
            (session.prepare << "SELECT analysis, level, orthanc_id FROM removals WHERE analysis > "
                                ":after ORDER BY analysis LIMIT 50",
             soci::into(removal.analysisId), soci::into(level), soci::into(removal.orthancId),
             soci::use(afterAnalysis));
        statement.execute();
        while (statement.fetch())
        {
          removal.level = static_cast<ResourceLevel>(level);
          removals.push_back(removal);
        }
        return removals;
      });
}

Result<void> SqlRetention::EndRemoval(const std::string& analysisId)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        session << "DELETE FROM removals WHERE analysis = :analysis", soci::use(analysisId);
        return {};
      });
}

Result<int> SqlRetention::ForgetEgress(Timestamp before, int most)
{
  return database_.Run(
      [&](soci::session& session) -> Result<int>
      {
        const long long time = before.time_since_epoch().count();
        soci::statement statement =
            (session.prepare << "DELETE FROM egress WHERE id IN (SELECT id FROM egress WHERE time "
                                "< :before ORDER BY time LIMIT :most)",
             soci::use(time), soci::use(most));
        statement.execute(true);
        return static_cast<int>(statement.get_affected_rows());
      });
}

}  // namespace vlm
