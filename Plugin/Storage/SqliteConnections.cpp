// SPDX-License-Identifier: GPL-3.0-or-later
// One connection to one file: SQLite writes one transaction at a time, and waits its turn in Take.
#include <soci/sqlite3/soci-sqlite3.h>

#include <filesystem>

#include "Storage/Connections.h"
#include "Storage/Migrations.h"

namespace vlm
{
namespace
{

constexpr int SecondsToWaitForALock = 10;
constexpr const char* Remedy =
    "Restore it from a backup, or move it away: a new one is then made, and reports stay with "
    "their images.";

class SqliteConnections : public Connections
{
public:
  explicit SqliteConnections(const std::string& path) : Connections(path, 1) {}

  Result<void> Open();
  bool IsShared() const override { return false; }
  Result<Taken> Take() override { return Taken(*this, pool_.lease()); }
  Trouble Judge(const Taken&, const std::exception& problem) override
  {
    return {
        {ErrorKind::StorageFailed, "The database '" + location_ + "' refused: " + problem.what()},
        false};
  }

protected:
  // SQLite allows the change of durability only outside of a transaction.
  void Begin(soci::session& session, Durability durability) override
  {
    if (durability == Durability::ToDisk)
    {
      session << "PRAGMA synchronous = FULL";
    }
    session.begin();
  }
  void Commit(soci::session& session, Durability durability) override
  {
    session.commit();
    if (durability == Durability::ToDisk)
    {
      session << "PRAGMA synchronous = NORMAL";
    }
  }

private:
  Result<void> Prepare(soci::session& session);
};

// A damaged file shows itself here, before anything is written.
Result<void> CheckHealth(soci::session& session, const std::string& location)
{
  std::string health;
  session << "PRAGMA quick_check(1)", soci::into(health);
  return health == "ok"
             ? Result<void>()
             : Error{ErrorKind::StorageFailed,
                     "The database file '" + location + "' is damaged (" + health + "). " + Remedy};
}

Result<void> SqliteConnections::Prepare(soci::session& session)
{
  auto healthy = CheckHealth(session, location_);
  auto checked = healthy.HasValue() ? CheckSchema(session, location_) : healthy;
  if (!checked.HasValue())
  {
    return checked;
  }
  std::string mode;
  session << "PRAGMA journal_mode = WAL", soci::into(mode);
  // Safe against a crash of the process; after a power cut the last commits may be missing, which
  // following Orthanc's changes makes good, since the position is part of the same commits.
  session << "PRAGMA synchronous = NORMAL";
  session << "PRAGMA foreign_keys = ON";
  std::string version;
  session << "SELECT sqlite_version()", soci::into(version);
  engine_ = "SQLite " + version;
  Migrate(session);
  return {};
}

Result<void> SqliteConnections::Open()
{
  try
  {
    // Orthanc makes its own folder only after its plugins have started.
    const auto folder = std::filesystem::path(location_).parent_path();
    if (!folder.empty())
    {
      std::filesystem::create_directories(folder);
    }
    soci::session& session = pool_.at(0);
    session.open(soci::sqlite3,
                 "dbname=\"" + location_ + "\" timeout=" + std::to_string(SecondsToWaitForALock));
    return Prepare(session);
  }
  catch (const std::exception& problem)
  {
    return Error{ErrorKind::StorageFailed, "The database file '" + location_ +
                                               "' cannot be used (" + problem.what() +
                                               "). If it is damaged: " + Remedy};
  }
}

}  // namespace

Result<std::unique_ptr<Connections>> Connections::OpenSqlite(const DatabaseSettings& settings)
{
  if (settings.location.find('"') != std::string::npos)
  {
    return Error{ErrorKind::BadConfiguration, "The database file '" + settings.location +
                                                  "' has a quotation mark in its name, which is "
                                                  "not allowed."};
  }
  auto connections = std::make_unique<SqliteConnections>(settings.location);
  const auto opened = connections->Open();
  if (!opened.HasValue())
  {
    return opened.Failure();
  }
  return std::unique_ptr<Connections>(std::move(connections));
}

}  // namespace vlm
