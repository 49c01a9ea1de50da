// SPDX-License-Identifier: GPL-3.0-or-later
// Connections to a PostgreSQL server, which may go away and come back at any time.
#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>

#include <algorithm>
#include <atomic>
#include <boost/algorithm/string/replace.hpp>
#include <chrono>
#include <thread>
#include <vector>

#include "Pipeline/Mutex.h"
#include "Storage/Connections.h"
#include "Storage/Migrations.h"
#include "Storage/PostgresUrl.h"

namespace vlm
{
namespace
{

using Moment = std::chrono::steady_clock::time_point;
using std::chrono::milliseconds;

constexpr milliseconds FirstPause{250};
constexpr milliseconds LongestPause{10'000};
constexpr milliseconds PauseAtStart{1000};
constexpr int MillisecondsToWaitForAConnection = 30'000;

// While the server is away: when it is tried again, and what it said.
class Outage
{
public:
  // No value: it may be tried now.
  std::optional<std::string> WhyNot(Moment now) const
  {
    const MutexLock lock(mutex_);
    return failures_ > 0 && now < next_ ? std::optional<std::string>(words_) : std::nullopt;
  }
  void NoteFailure(const std::string& words, Moment now)
  {
    const MutexLock lock(mutex_);
    words_ = words;
    const auto pause = FirstPause * (1 << std::min(failures_, MostDoublings));
    next_ = now + std::min<milliseconds>(pause, LongestPause);
    ++failures_;
  }
  void NoteSuccess()
  {
    const MutexLock lock(mutex_);
    failures_ = 0;
  }

private:
  static constexpr int MostDoublings = 10;
  mutable Mutex mutex_;
  int failures_ VLM_GUARDED_BY(mutex_) = 0;
  Moment next_ VLM_GUARDED_BY(mutex_){};
  std::string words_ VLM_GUARDED_BY(mutex_);
};

std::string SqlStateOf(const std::exception& problem)
{
  const auto* error = dynamic_cast<const soci::postgresql_soci_error*>(&problem);
  return error == nullptr ? std::string() : error->sqlstate();
}

bool BeginsWith(const std::string& text, const char* beginning)
{
  return text.rfind(beginning, 0) == 0;
}

// Two transactions met: one of them runs anew.
bool IsMeeting(const std::string& state)
{
  return state == "40001" || state == "40P01" || state == "23505";
}

bool IsConnected(soci::session& session)
{
  auto* backend = static_cast<soci::postgresql_session_backend*>(session.get_backend());
  return backend != nullptr && PQstatus(backend->conn_) == CONNECTION_OK;
}

bool IsLoss(const std::string& state)
{
  return BeginsWith(state, "08") || BeginsWith(state, "57P");
}

// What waiting does not mend, and its remedy. The server says it in its own language, the words of
// libpq are those of the C library: only English ones are known.
const char* RemedyOf(const std::string& words)
{
  const auto says = [&words](const char* part) { return words.find(part) != std::string::npos; };
  if (says("password authentication failed") || says("no password supplied"))
  {
    return "Check the user in Vlm.Database and the password in Vlm.DatabasePasswordEnvironment or "
           "Vlm.DatabasePasswordFile.";
  }
  if (says("no pg_hba.conf entry") || says("authentication failed"))
  {
    return "Let this user and address in: pg_hba.conf of the PostgreSQL server.";
  }
  if (says("does not exist"))
  {
    return "Create it first (CREATE ROLE, CREATE DATABASE), or correct Vlm.Database.";
  }
  if (says("permission denied"))
  {
    return "Give the user of Vlm.Database the right: GRANT CREATE, CONNECT ON DATABASE ... TO ...";
  }
  if (says("invalid URI") || says("invalid connection option") || says("invalid sslmode") ||
      says("missing \"=\""))
  {
    return "Correct Vlm.Database.";
  }
  return nullptr;
}

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
  if (!settings_.password.empty())
  {
    boost::replace_all(words, settings_.password, "***");
    boost::replace_all(words, PercentEncode(settings_.password), "***");
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
  session << std::string("SET search_path TO ") + SchemaName;
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
    generation_.compare_exchange_strong(made_[taken.Place()], made_[taken.Place()] + 1);
    return {Away(Spoken(problem)), !taken.IsCommitting()};
  }
  if (state == "22021")
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
      return Prepare();
    }
    catch (const std::exception& problem)
    {
      const std::string words = Spoken(problem);
      const char* remedy = RemedyOf(words);
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
  const auto checked = CheckPostgresUrl(settings.location);
  if (!checked.HasValue())
  {
    return checked.Failure();
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
