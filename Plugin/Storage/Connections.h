// SPDX-License-Identifier: GPL-3.0-or-later
// The connections to one database: how they are opened, kept, lost and made anew.
#pragma once

#include <soci/soci.h>

#include <cstdint>
#include <exception>
#include <memory>
#include <string>

#include "Foundation/Result.h"
#include "Pipeline/DatabaseSettings.h"

namespace vlm
{

enum class Durability
{
  Usual,  // survives the end of the process
  ToDisk  // and a power cut
};

struct Trouble
{
  Error error;
  bool mayRunAnew = false;  // the same transaction, at once
};

// Thread-safe.
class Connections
{
public:
  // One connection in the hands of one caller, with its transaction; gives it back, rolling back
  // what was not committed.
  class Taken
  {
  public:
    Taken(Connections& connections, std::size_t place);
    ~Taken();
    Taken(Taken&& other) noexcept;
    Taken(const Taken&) = delete;
    Taken& operator=(const Taken&) = delete;
    Taken& operator=(Taken&&) = delete;

    soci::session& Session() { return connections_->pool_.at(place_); }
    std::size_t Place() const { return place_; }
    // The following let SOCI's exceptions through.
    void Begin(Durability durability);
    void Commit();
    // From here on it is not known whether a failed transaction was committed.
    bool IsCommitting() const { return step_ == Step::Committing; }

  private:
    enum class Step
    {
      Idle,
      Working,
      Committing
    };
    Connections* connections_;  // none: moved away
    std::size_t place_;
    Step step_ = Step::Idle;
    Durability durability_ = Durability::Usual;
  };

  // Checks the database and brings its schema up to date. Errors: as Database::Open.
  static Result<std::unique_ptr<Connections>> OpenSqlite(const DatabaseSettings& settings);
  static Result<std::unique_ptr<Connections>> OpenPostgres(const DatabaseSettings& settings);
  virtual ~Connections() = default;

  const std::string& Engine() const { return engine_; }
  const std::string& Location() const { return location_; }
  virtual bool IsShared() const = 0;
  virtual std::uint64_t Reconnects() const { return 0; }

  // Waits for one that nobody uses; one that was lost is made anew first. Errors: StorageFailed
  // (the database is away: known at once for a while after it was tried in vain).
  virtual Result<Taken> Take() = 0;
  // After an exception of the transaction.
  virtual Trouble Judge(const Taken& taken, const std::exception& problem) = 0;

protected:
  Connections(std::string location, std::size_t count)
      : location_(std::move(location)), pool_(count)
  {
  }
  // Let SOCI's exceptions through.
  virtual void Begin(soci::session& session, Durability durability) = 0;
  virtual void Commit(soci::session& session, Durability durability) = 0;

  std::string location_;
  std::string engine_;
  soci::connection_pool pool_;
};

}  // namespace vlm
