// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/Migrations.h"

#include <array>
#include <optional>

#include "Storage/SchemaVersions.h"
#include "Storage/SqlDialect.h"

namespace vlm
{
namespace
{

using Step = const SchemaStatements& (*)();
constexpr std::array<Step, 7> Steps = {QueueSchema, EgressSchema,  DeliveriesSchema, ReviewsSchema,
                                       NodesSchema, BatchesSchema, HistorySchema};
constexpr long long NewestVersion = static_cast<long long>(Steps.size());
// Plugins that know this version, or a later one, work with NewestVersion beside newer plugins:
// what came since is only added, and what they do not know of it keeps its default.
constexpr long long OldestCompanion = 5;

struct Version
{
  long long number = 0;           // 0: empty
  long long oldestCompanion = 0;  // that may use it
};

// How many tables there are, and how many of them are named as ours.
struct Tables
{
  int all = 0;
  int ours = 0;
};

Tables CountTables(soci::session& session)
{
  const std::string ours =
      "SUM(CASE WHEN name IN ('schema_version', 'analyses') THEN 1 ELSE 0 END)";
  // Not information_schema, which hides what this user must not touch.
  const std::string source =
      IsPostgres(session)
          ? "(SELECT tablename AS name FROM pg_catalog.pg_tables WHERE schemaname = '" +
                std::string(SchemaName) + "') AS tables"
          : "sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
  Tables tables;
  session << "SELECT COUNT(*), COALESCE(" + ours + ", 0) FROM " + source, soci::into(tables.all),
      soci::into(tables.ours);
  return tables;
}

// Version 5 is the first to tell its companions; SQLite's earlier ones had no company.
bool TellsCompanions(soci::session& session)
{
  int columns = 0;
  session << (IsPostgres(session)
                  ? "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = "
                    "current_schema() AND table_name = 'schema_version' AND column_name = "
                    "'oldest_companion'"
                  : "SELECT COUNT(*) FROM pragma_table_info('schema_version') WHERE name = "
                    "'oldest_companion'"),
      soci::into(columns);
  return columns > 0;
}

// No value: the tables are not ours.
std::optional<Version> VersionOf(soci::session& session)
{
  const Tables tables = CountTables(session);
  if (tables.ours != 2)
  {
    return tables.all == 0 ? std::optional<Version>(Version()) : std::nullopt;
  }
  Version version;
  session << "SELECT COALESCE(MAX(version), 0) FROM schema_version", soci::into(version.number);
  version.oldestCompanion = version.number;
  if (TellsCompanions(session))
  {
    session << "SELECT COALESCE(MAX(oldest_companion), 0) FROM schema_version",
        soci::into(version.oldestCompanion);
  }
  return version;
}

void WriteVersion(soci::session& session)
{
  session << "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)";
  if (!TellsCompanions(session))
  {
    session << "ALTER TABLE schema_version ADD COLUMN oldest_companion BIGINT NOT NULL DEFAULT 0";
  }
  session << "DELETE FROM schema_version";
  session << "INSERT INTO schema_version (version, oldest_companion) VALUES (:version, :oldest)",
      soci::use(NewestVersion), soci::use(OldestCompanion);
}

void Climb(soci::session& session)
{
  const auto version = VersionOf(session).value_or(Version{NewestVersion, 0}).number;
  if (version >= NewestVersion)
  {
    return;
  }
  for (auto number = version; number < NewestVersion; ++number)
  {
    for (const char* statement : Steps.at(static_cast<std::size_t>(number))())
    {
      session << SchemaStatement(session, statement);
    }
  }
  WriteVersion(session);
}

}  // namespace

Result<void> CheckSchema(soci::session& session, const std::string& location)
{
  const auto version = VersionOf(session);
  if (!version)
  {
    return Error{ErrorKind::StorageFailed, "The database '" + location +
                                               "' was made by another program. Set Vlm.Database "
                                               "to one of its own."};
  }
  if (version->number > NewestVersion && version->oldestCompanion > NewestVersion)
  {
    return Error{ErrorKind::StorageFailed,
                 "The database '" + location + "' has schema version " +
                     std::to_string(version->number) + "; this plugin knows up to " +
                     std::to_string(NewestVersion) +
                     ". Install the newer plugin again, or use another database."};
  }
  return {};
}

void Migrate(soci::session& session)
{
  soci::transaction transaction(session);
  Climb(session);
  transaction.commit();
}

namespace
{

// Otherwise the tables of another user would look as if there were none.
Result<void> MakeSchema(soci::session& session, const std::string& location)
{
  // Asked first: even IF NOT EXISTS needs the right to create.
  std::string owner;
  int isUsable = 0;
  session << "SELECT pg_get_userbyid(nspowner), CASE WHEN has_schema_privilege(oid, 'USAGE') THEN "
             "1 ELSE 0 END FROM pg_catalog.pg_namespace WHERE nspname = '" +
                 std::string(SchemaName) + "'",
      soci::into(owner), soci::into(isUsable);
  if (!session.got_data())
  {
    session << std::string("CREATE SCHEMA ") + SchemaName;
    return {};
  }
  return isUsable == 1
             ? Result<void>()
             : Error{ErrorKind::StorageFailed, "The schema " + std::string(SchemaName) + " in " +
                                                   location + " belongs to the user '" + owner +
                                                   "'. Use that user in Vlm.Database, or GRANT its "
                                                   "rights to yours."};
}

}  // namespace

Result<void> MigrateShared(soci::session& session, const std::string& location)
{
  soci::transaction transaction(session);
  // Large tables take their time, also those that another server brings up to date at the moment.
  session << "SET LOCAL statement_timeout = '1h'";
  session << "SET LOCAL lock_timeout = '1h'";
  LockName(session, "schema");
  auto made = MakeSchema(session, location);
  if (!made.HasValue())
  {
    return made;
  }
  auto checked = CheckSchema(session, location);
  if (checked.HasValue())
  {
    Climb(session);
    transaction.commit();
  }
  return checked;
}

}  // namespace vlm
