// SPDX-License-Identifier: GPL-3.0-or-later
// The SQL database, its schema, and the one place where SOCI's exceptions become Errors.
#pragma once

#include <soci/soci.h>

#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "Foundation/Result.h"
#include "Pipeline/DatabaseSettings.h"
#include "Storage/Connections.h"

namespace vlm
{

// What went wrong since the start, for the metrics.
struct DatabaseTroubles
{
  std::uint64_t errors = 0;      // transactions that failed
  std::uint64_t reconnects = 0;  // connections that were lost and made anew
};

// Thread-safe. SQLite runs one transaction at a time, PostgreSQL as many as there are connections.
class Database
{
public:
  // Opens or creates it, checks it, and brings its schema up to date. A database that is damaged,
  // newer, or not ours is left as it is; a PostgreSQL server that does not answer yet is waited for
  // a while. Errors: BadConfiguration, StorageFailed; both name the database and the remedy.
  static Result<std::unique_ptr<Database>> Open(const DatabaseSettings& settings);

  // "SQLite 3.40.1" or "PostgreSQL 15.9", for the status page.
  const std::string& Engine() const { return connections_->Engine(); }
  const std::string& Location() const { return connections_->Location(); }
  // Whether other servers may use it at the same time.
  bool IsShared() const { return connections_->IsShared(); }
  DatabaseTroubles Troubles() const { return {errors_, connections_->Reconnects()}; }

  // Runs `work(session)` in a transaction; `work` returns a Result. An Error rolls back. What meets
  // another transaction's lock or row, or a connection that was lost before the commit, runs anew:
  // `work` must not change anything outside of the session that a second run would not set right.
  // Errors: StorageFailed; BadInput (a text that the database cannot hold).
  template <typename Work>
  auto Run(Work&& work) -> decltype(work(std::declval<soci::session&>()))
  {
    return Insist(work, Durability::Usual);
  }

  // The same, and once it returns, what was written survives a power cut too.
  template <typename Work>
  auto RunToDisk(Work&& work) -> decltype(work(std::declval<soci::session&>()))
  {
    return Insist(work, Durability::ToDisk);
  }

private:
  explicit Database(std::unique_ptr<Connections> connections) : connections_(std::move(connections))
  {
  }

  template <typename Work>
  auto Insist(Work& work, Durability durability) -> decltype(work(std::declval<soci::session&>()))
  {
    for (int attempt = 1;; ++attempt)
    {
      auto connection = connections_->Take();
      if (!connection.HasValue())
      {
        ++errors_;
        return connection.Failure();
      }
      Connections::Taken taken = std::move(connection).Value();
      try
      {
        return InTransaction(taken, work, durability);
      }
      catch (const std::exception& problem)
      {
        const Trouble trouble = connections_->Judge(taken, problem);
        if (!trouble.mayRunAnew || attempt >= MostAttempts)
        {
          ++errors_;
          return trouble.error;
        }
      }
      PauseBefore(attempt);
    }
  }

  template <typename Work>
  static auto InTransaction(Connections::Taken& taken, Work& work, Durability durability)
      -> decltype(work(std::declval<soci::session&>()))
  {
    taken.Begin(durability);
    auto result = work(taken.Session());
    if (result.HasValue())
    {
      taken.Commit();
    }
    return result;  // otherwise `taken` rolls back
  }

  static void PauseBefore(int attempt);

  static constexpr int MostAttempts = 6;
  std::unique_ptr<Connections> connections_;
  std::atomic<std::uint64_t> errors_{0};
};

}  // namespace vlm
