// SPDX-License-Identifier: GPL-3.0-or-later
// Connections to a PostgreSQL server, which may go away and come back at any time.
#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>

#include <algorithm>
#include <atomic>
#include <boost/algorithm/string/replace.hpp>
#include <chrono>
#include <optional>
#include <thread>
#include <vector>

#include "Storage/Connections.h"
#include "Storage/Migrations.h"
#include "Storage/Outage.h"
#include "Storage/PostgresTrouble.h"
#include "Storage/PostgresUrl.h"

namespace vlm
{
namespace
{

using std::chrono::milliseconds;

constexpr milliseconds PauseAtStart{1000};
constexpr int MillisecondsToWaitForAConnection = 30'000;

PGconn* ConnectionOf(soci::session& session)
{
  const auto* backend = static_cast<soci::postgresql_session_backend*>(session.get_backend());
  return backend == nullptr ? nullptr : backend->conn_;
}

bool IsConnected(soci::session& session)
{
  return PQstatus(ConnectionOf(session)) == CONNECTION_OK;
}

// libpq would write what the server remarks to the error output of Orthanc.
void Overhear(void*, const PGresult*) {}

class PostgresConnections : public Connections
{
public:
  explicit PostgresConnections(const DatabaseSettings& settings)
      : Connections(settings.location, static_cast<std::size_t>(settings.connections)),
        settings_(settings),
        made_(static_cast<std::size_t>(settings.connections))
  {
  }

  Result<void> Open();
  bool IsShared() const override { return true; }
  std::uint64_t Reconnects() const override { return reconnects_; }
  Result<Taken> Take() override;
  Trouble Judge(const Taken& taken, const std::exception& problem) override;

protected:
  void Begin(soci::session& session, Durability durability) override
  {
    session.begin();
    if (durability == Durability::ToDisk)
    {
      session << "SET LOCAL synchronous_commit = on";
    }
  }
  void Commit(soci::session& session, Durability) override { session.commit(); }

private:
  void Connect(std::size_t place);
  Result<void> Prepare();
  Error Away(const std::string& words) const;
  std::string Spoken(const std::exception& problem) const;

  DatabaseSettings settings_;
  // Connections of an earlier generation than the newest loss are taken for lost, too: a server
  // that was restarted closed them all. 0: not yet made. Each touched by whoever took that place.
  std::vector<int> made_;
  std::atomic<int> generation_{1};
  std::atomic<std::uint64_t> reconnects_{0};
  Outage outage_;
};

// Never the password, and on one line.
std::string PostgresConnections::Spoken(const std::exception& problem) const
{
  std::string words = problem.what();
  if (!settings_.password.IsEmpty())
  {
    boost::replace_all(words, settings_.password.Reveal(), "***");
    boost::replace_all(words, PercentEncode(settings_.password.Reveal()), "***");
  }
  boost::replace_all(words, "\n", " ");
  return words;
}

Error PostgresConnections::Away(const std::string& words) const
{
  return {ErrorKind::StorageFailed, "The database at " + location_ + " is away: " + words};
}

// Lets SOCI's exceptions through.
void PostgresConnections::Connect(std::size_t place)
{
  soci::session& session = pool_.at(place);
  if (session.get_backend() != nullptr)
  {
    session.close();
  }
  session.open(soci::postgresql, ConnectionUrl(settings_));
  PQsetNoticeReceiver(ConnectionOf(session), Overhear, nullptr);
  session << std::string("SET search_path TO ") + SchemaName;
  // Whatever the defaults of this database or user are.
  session << "SET default_transaction_isolation = 'read committed'";
  session << "SET client_min_messages = warning";
  session << "SET statement_timeout = '60s'";
  session << "SET lock_timeout = '30s'";
  // A node that vanished in the middle of a transaction must not hold its locks for hours.
  session << "SET idle_in_transaction_session_timeout = '60s'";
}

Result<Connections::Taken> PostgresConnections::Take()
{
  std::size_t place = 0;
  if (!pool_.try_lease(place, MillisecondsToWaitForAConnection))
  {
    return Error{ErrorKind::StorageFailed,
                 "All connections to the database at " + location_ + " are busy."};
  }
  Taken taken(*this, place);
  const int generation = generation_;
  if (made_[place] == generation)
  {
    return taken;
  }
  const auto now = std::chrono::steady_clock::now();
  if (const auto why = outage_.WhyNot(now))
  {
    return Away(*why);
  }
  try
  {
    Connect(place);
    outage_.NoteSuccess();
    reconnects_ += made_[place] > 0 ? 1 : 0;
    made_[place] = generation;
    return taken;
  }
  catch (const std::exception& problem)
  {
    const std::string words = Spoken(problem);
    outage_.NoteFailure(words, now);
    return Away(words);
  }
}

Trouble PostgresConnections::Judge(const Taken& taken, const std::exception& problem)
{
  const std::string state = SqlStateOf(problem);
  if (IsMeeting(state))
  {
    return {{ErrorKind::StorageFailed,
             "The database at " + location_ + " is used by too many at once: " + Spoken(problem)},
            true};
  }
  if (IsLoss(state) || !IsConnected(pool_.at(taken.Place())))
  {
    int lost = made_[taken.Place()];
    generation_.compare_exchange_strong(lost, lost + 1);  // unless somebody has noted it already
    return {Away(Spoken(problem)), !taken.IsCommitting()};
  }
  if (IsMalformedText(state))
  {
    return {{ErrorKind::BadInput, "It is not a text in UTF-8."}, false};
  }
  return {
      {ErrorKind::StorageFailed, "The database at " + location_ + " refused: " + Spoken(problem)},
      false};
}

Result<void> PostgresConnections::Prepare()
{
  soci::session& session = pool_.at(0);
  std::string version;
  session << "SELECT split_part(current_setting('server_version'), ' ', 1)", soci::into(version);
  engine_ = "PostgreSQL " + version;
  int number = 0;
  session << "SELECT CAST(current_setting('server_version_num') AS INTEGER)", soci::into(number);
  constexpr int oldest = 110000;  // 11, the oldest that Orthanc's own plugin is used with
  if (number < oldest)
  {
    return Error{ErrorKind::StorageFailed, "The database at " + location_ + " is " + engine_ +
                                               "; this plugin needs PostgreSQL 11 or newer."};
  }
  std::string encoding;
  session << "SELECT current_setting('server_encoding')", soci::into(encoding);
  if (encoding != "UTF8")
  {
    return Error{ErrorKind::StorageFailed, "The database at " + location_ + " keeps its texts in " +
                                               encoding +
                                               ", which cannot hold every name; create it with "
                                               "ENCODING 'UTF8' TEMPLATE template0."};
  }
  return MigrateShared(session, location_);
}

Result<void> PostgresConnections::Open()
{
  const auto end = std::chrono::steady_clock::now() + settings_.patience;
  for (;;)
  {
    try
    {
      Connect(0);
      made_[0] = generation_;
      return Prepare();
    }
    catch (const std::exception& problem)
    {
      const std::string words = Spoken(problem);
      const char* remedy = RemedyOf(SqlStateOf(problem), words);
      if (remedy != nullptr || std::chrono::steady_clock::now() >= end)
      {
        return Error{ErrorKind::StorageFailed,
                     "The database at " + location_ + " cannot be used: " + words + ". " +
                         (remedy == nullptr ? "Start it, or correct Vlm.Database." : remedy)};
      }
    }
    std::this_thread::sleep_for(PauseAtStart);
  }
}

}  // namespace

Result<std::unique_ptr<Connections>> Connections::OpenPostgres(const DatabaseSettings& settings)
{
  const auto checked = CheckDatabaseUrl(settings.location);
  if (!checked.HasValue())
  {
    return Error{ErrorKind::BadConfiguration,
                 "Vlm.Database cannot be used; " + checked.Failure().message + "."};
  }
  auto connections = std::make_unique<PostgresConnections>(settings);
  const auto opened = connections->Open();
  if (!opened.HasValue())
  {
    return opened.Failure();
  }
  return std::unique_ptr<Connections>(std::move(connections));
}

}  // namespace vlm
