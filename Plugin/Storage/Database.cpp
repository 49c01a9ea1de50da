// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/Database.h"

#include <soci/sqlite3/soci-sqlite3.h>

#include <filesystem>

#include "Storage/Migrations.h"

namespace vlm
{
namespace
{

constexpr int SecondsToWaitForALock = 10;

std::string ConnectionString(const std::string& path)
{
  return "dbname=\"" + path + "\" timeout=" + std::to_string(SecondsToWaitForALock);
}

}  // namespace

Result<std::unique_ptr<Database>> Database::OpenSqlite(const std::string& path)
{
  if (path.find('"') != std::string::npos)
  {
    return Error{
        ErrorKind::BadConfiguration,
        "The database file '" + path + "' has a quotation mark in its name, which is not allowed."};
  }
  std::unique_ptr<Database> database(new Database(path));
  const auto opened = database->Open();
  if (!opened.HasValue())
  {
    return opened.Failure();
  }
  return database;
}

Result<void> Database::Open()
{
  const MutexLock lock(mutex_);
  try
  {
    // Orthanc makes its own folder only after its plugins have started.
    const auto folder = std::filesystem::path(location_).parent_path();
    if (!folder.empty())
    {
      std::filesystem::create_directories(folder);
    }
    session_.open(soci::sqlite3, ConnectionString(location_));
    // A damaged file shows itself here, before anything is written.
    std::string health;
    session_ << "PRAGMA quick_check(1)", soci::into(health);
    if (health != "ok")
    {
      return Error{ErrorKind::StorageFailed, "The database file '" + location_ + "' is damaged (" +
                                                 health +
                                                 "). Restore it from a backup, or move it away: a "
                                                 "new one is then made, and reports stay with "
                                                 "their images."};
    }
    auto checked = CheckSchema(session_, location_);
    if (!checked.HasValue())
    {
      return checked;
    }
    std::string mode;
    session_ << "PRAGMA journal_mode = WAL", soci::into(mode);
    // Safe against a crash of the process; after a power cut the last commits may be missing, which
    // following Orthanc's changes makes good, since the position is part of the same commits.
    session_ << "PRAGMA synchronous = NORMAL";
    session_ << "PRAGMA foreign_keys = ON";
    std::string version;
    session_ << "SELECT sqlite_version()", soci::into(version);
    engine_ = "SQLite " + version;
    Migrate(session_);
    return {};
  }
  catch (const std::exception& problem)
  {
    return Error{ErrorKind::StorageFailed, "The database file '" + location_ +
                                               "' cannot be used (" + problem.what() +
                                               "). If it is damaged, restore it from a backup, or "
                                               "move it away: a new one is then made, and reports "
                                               "stay with their images."};
  }
}

Error Database::Explain(const std::exception& problem) const
{
  return Error{ErrorKind::StorageFailed,
               "The database '" + location_ + "' refused: " + problem.what()};
}

}  // namespace vlm
