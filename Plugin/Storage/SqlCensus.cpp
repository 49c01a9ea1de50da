// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/SqlCensus.h"

#include <algorithm>

namespace vlm
{
namespace
{

// None: 0.
std::chrono::milliseconds AgeOf(long long time, long long now)
{
  return std::chrono::milliseconds(time > 0 ? std::max(now - time, 0LL) : 0LL);
}

void CountAnalyses(soci::session& session, long long now, CensusResult& census)
{
  int state = 0;
  long long count = 0;
  soci::statement statement =
      (session.prepare << "SELECT state, COUNT(*) FROM analyses GROUP BY state", soci::into(state),
       soci::into(count));
  statement.execute();
  while (statement.fetch())
  {
    census.analyses[static_cast<AnalysisState>(state)] = count;
  }
  long long due = 0;
  long long oldest = 0;
  session << "SELECT COUNT(*) FROM analyses WHERE state = 0 AND next_attempt_at <= :now",
      soci::use(now), soci::into(due);
  // As SqlAnalysisQueue::Age: from the oldest on.
  session << "SELECT queued_at FROM analyses WHERE state = 0 AND +next_attempt_at <= :now ORDER BY "
             "queued_at LIMIT 1",
      soci::use(now), soci::into(oldest);
  census.due = due;
  census.oldestDue = AgeOf(oldest, now);
}

void CountDeliveries(soci::session& session, long long now, CensusResult& census)
{
  int state = 0;
  long long count = 0;
  long long oldest = 0;
  soci::statement statement =
      (session.prepare << "SELECT state, COUNT(*), MIN(created_at) FROM deliveries GROUP BY state",
       soci::into(state), soci::into(count), soci::into(oldest));
  statement.execute();
  while (statement.fetch())
  {
    census.deliveries[static_cast<DeliveryState>(state)] = count;
    if (static_cast<DeliveryState>(state) == DeliveryState::Waiting)
    {
      census.oldestDelivery = AgeOf(oldest, now);
    }
  }
}

void CountNodes(soci::session& session, long long now, CensusResult& census)
{
  long long alive = 0;
  session << "SELECT COUNT(*) FROM nodes WHERE lease_until > :now", soci::use(now),
      soci::into(alive);
  census.nodesAlive = alive;
}

void ReadPauses(soci::session& session, CensusResult& census)
{
  std::string subject;
  soci::statement statement =
      (session.prepare << "SELECT subject FROM pauses", soci::into(subject));
  statement.execute();
  while (statement.fetch())
  {
    census.paused.insert(subject);
  }
}

}  // namespace

Result<CensusResult> SqlCensus::Take()
{
  return database_.Run(
      [&](soci::session& session) -> Result<CensusResult>
      {
        const long long now = clock_.Now().time_since_epoch().count();
        CensusResult census;
        CountAnalyses(session, now, census);
        CountDeliveries(session, now, census);
        CountNodes(session, now, census);
        ReadPauses(session, census);
        return census;
      });
}

DatabaseCounts SqlCensus::Troubles() const
{
  const auto troubles = database_.Troubles();
  return {troubles.errors, troubles.reconnects};
}

}  // namespace vlm
