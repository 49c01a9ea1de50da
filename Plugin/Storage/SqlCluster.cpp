// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/SqlCluster.h"

#include <utility>

#include "Foundation/Uuid.h"

namespace vlm
{
namespace
{

constexpr std::chrono::milliseconds DeadAreShownFor = std::chrono::hours(24);
constexpr std::chrono::milliseconds DeadAreKeptFor = std::chrono::hours(24 * 30);

Timestamp TimestampOf(long long milliseconds)
{
  return Timestamp(std::chrono::milliseconds(milliseconds));
}

bool IsAlive(soci::session& session, const std::string& node, long long now)
{
  int alive = 0;
  session << "SELECT COUNT(*) FROM nodes WHERE id = :id AND lease_until > :now", soci::use(node),
      soci::use(now), soci::into(alive);
  return alive > 0;
}

}  // namespace

SqlCluster::SqlCluster(Database& database, const Clock& clock, NodeSettings settings,
                       std::string version)
    : database_(database),
      clock_(clock),
      settings_(std::move(settings)),
      version_(std::move(version)),
      id_(RandomUuid()),
      startedAt_(clock.Now())
{
}

Result<void> SqlCluster::Beat()
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        const long long now = NowMs();
        const long long started = startedAt_.time_since_epoch().count();
        const long long until = now + std::chrono::milliseconds(settings_.lease).count();
        if (!IsShared())
        {
          session << "UPDATE nodes SET lease_until = 0 WHERE id <> :id", soci::use(id_);
        }
        session << "INSERT INTO nodes (id, name, version, started_at, seen_at, lease_until) VALUES "
                   "(:id, :name, :version, :started, :seen, :until) ON CONFLICT (id) DO UPDATE SET "
                   "seen_at = excluded.seen_at, lease_until = excluded.lease_until",
            soci::use(id_), soci::use(settings_.name), soci::use(version_), soci::use(started),
            soci::use(now), soci::use(until);
        const long long forgotten = now - DeadAreKeptFor.count();
        session << "DELETE FROM nodes WHERE seen_at < :forgotten AND id NOT IN (SELECT node "
                   "FROM analyses WHERE state = 1)",
            soci::use(forgotten);
        return {};
      });
}

Result<void> SqlCluster::Leave()
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        session << "UPDATE nodes SET lease_until = 0 WHERE id = :id", soci::use(id_);
        session << "DELETE FROM leases WHERE node = :id", soci::use(id_);
        return {};
      });
}

Result<std::vector<NodeRecord>> SqlCluster::Nodes()
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::vector<NodeRecord>>
      {
        const long long now = NowMs();
        const long long oldest = now - DeadAreShownFor.count();
        NodeRecord node;
        long long started = 0;
        long long seen = 0;
        long long until = 0;
        long long inHand = 0;
        soci::statement statement =
            (session.prepare
                 << "SELECT id, name, version, started_at, seen_at, lease_until, (SELECT COUNT(*) "
                    "FROM analyses WHERE state = 1 AND node = nodes.id) FROM nodes WHERE seen_at > "
                    ":oldest ORDER BY started_at DESC, id LIMIT 100",
             soci::into(node.id), soci::into(node.name), soci::into(node.version),
             soci::into(started), soci::into(seen), soci::into(until), soci::into(inHand),
             soci::use(oldest));
        statement.execute();
        std::vector<NodeRecord> nodes;
        while (statement.fetch())
        {
          node.startedAt = TimestampOf(started);
          node.seenAt = TimestampOf(seen);
          node.isAlive = until > now;
          node.isThis = node.id == id_;
          node.inHand = inHand;
          nodes.push_back(node);
        }
        return nodes;
      });
}

// One row a name: taken if it is new, ours, or of a node that is not alive. Who is not alive itself
// gets none, since any other may take it at once.
Result<bool> SqlCluster::TryHold(const std::string& name)
{
  return database_.Run(
      [&](soci::session& session) -> Result<bool>
      {
        const long long now = NowMs();
        if (IsShared() && !IsAlive(session, id_, now))
        {
          return false;
        }
        soci::statement statement =
            (session.prepare
                 << "INSERT INTO leases (name, node) VALUES (:name, :node) ON CONFLICT (name) DO "
                    "UPDATE SET node = excluded.node WHERE leases.node = excluded.node OR "
                    "leases.node NOT IN (SELECT id FROM nodes WHERE lease_until > :now)",
             soci::use(name), soci::use(id_), soci::use(now));
        statement.execute(true);
        return statement.get_affected_rows() > 0;
      });
}

Result<void> SqlCluster::Release(const std::string& name)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        session << "DELETE FROM leases WHERE name = :name AND node = :node", soci::use(name),
            soci::use(id_);
        return {};
      });
}

// Every change of analyses ends with one of this number (SqlAnalysisQueue::TellOthers).
Result<std::int64_t> SqlCluster::Changes()
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::int64_t>
      {
        long long value = 0;
        session << "SELECT COALESCE(MAX(value), 0) FROM progress WHERE name = 'changed'",
            soci::into(value);
        return std::int64_t{value};
      });
}

}  // namespace vlm
