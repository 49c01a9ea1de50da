// SPDX-License-Identifier: GPL-3.0-or-later
// What SqlAnalysisQueue tells of that which waits.
#include <soci/boost-optional.h>

#include <boost/optional.hpp>

#include "Storage/SqlAnalysisQueue.h"
#include "Storage/SqlDialect.h"

namespace vlm
{

// In the order of claims (Storage/SqlTurns.h), of all models.
Result<int> SqlAnalysisQueue::Position(const std::string& id)
{
  return database_.Run(
      [&](soci::session& session) -> Result<int>
      {
        int before = 0;
        session << "SELECT COUNT(*) FROM analyses other, analyses mine WHERE mine.id = :id AND "
                   "other.state = 0 AND "
                   "(other.priority > mine.priority OR (other.priority = mine.priority AND "
                   "(other.turn < mine.turn OR (other.turn = mine.turn AND "
                   "other.sequence < mine.sequence))))",
            soci::use(id), soci::into(before);
        return before;
      });
}

Result<QueueAge> SqlAnalysisQueue::Age()
{
  return database_.Run(
      [&](soci::session& session) -> Result<QueueAge>
      {
        const long long now = NowMs();
        QueueAge age;
        // Few of a long queue are not due; and SQLite counts all that an index has much faster than
        // a part of it.
        long long all = 0;
        long long later = 0;
        session << "SELECT COUNT(*) FROM analyses WHERE state = 0", soci::into(all);
        session << "SELECT COUNT(*) FROM analyses" + ByIndex(session, "analyses_waiting_until") +
                       " WHERE state = 0 AND next_attempt_at > :now",
            soci::use(now), soci::into(later);
        age.due = all - later;
        long long oldest = 0;
        session << "SELECT queued_at FROM analyses" + ByIndex(session, "analyses_waiting_since") +
                       " WHERE state = 0 AND next_attempt_at <= :now ORDER BY queued_at LIMIT 1",
            soci::use(now), soci::into(oldest);
        if (session.got_data())
        {
          age.oldest = Timestamp(std::chrono::milliseconds(oldest));
        }
        return age;
      });
}

}  // namespace vlm
