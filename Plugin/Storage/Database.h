// SPDX-License-Identifier: GPL-3.0-or-later
// One SQL connection, its schema, and the one place where SOCI's exceptions become Errors.
#pragma once

#include <soci/soci.h>

#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "Foundation/Result.h"
#include "Pipeline/Mutex.h"

namespace vlm
{

// Thread-safe: statements run one at a time.
class Database
{
public:
  // Opens or creates the SQLite file, checks it, and brings its schema up to date. A file that is
  // damaged, or not ours, is left as it is. Errors: StorageFailed, which names the file and the
  // remedy.
  static Result<std::unique_ptr<Database>> OpenSqlite(const std::string& path);

  // "SQLite 3.40.1", for the status page.
  const std::string& Engine() const { return engine_; }
  const std::string& Location() const { return location_; }

  // Runs `work(session)` in a transaction; `work` returns a Result. An Error rolls back. Errors:
  // StorageFailed.
  template <typename Work>
  auto Run(Work&& work) -> decltype(work(std::declval<soci::session&>()))
  {
    const MutexLock lock(mutex_);
    return Attempt([&] { return InTransaction(work); });
  }

  // The same, and once it returns, what was written survives a power cut too.
  template <typename Work>
  auto RunToDisk(Work&& work) -> decltype(work(std::declval<soci::session&>()))
  {
    const MutexLock lock(mutex_);
    return Attempt(
        [&]
        {
          // SQLite allows the change only outside of a transaction.
          session_ << "PRAGMA synchronous = FULL";
          auto result = InTransaction(work);
          session_ << "PRAGMA synchronous = NORMAL";
          return result;
        });
  }

private:
  explicit Database(std::string location) : location_(std::move(location)) {}
  Result<void> Open();
  template <typename Work>
  auto InTransaction(Work& work) -> decltype(work(std::declval<soci::session&>()))
  {
    soci::transaction transaction(session_);
    auto result = work(session_);
    if (result.HasValue())
    {
      transaction.commit();
    }
    return result;
  }
  template <typename Work>
  auto Attempt(Work&& work) -> decltype(work())
  {
    try
    {
      return work();
    }
    catch (const std::exception& problem)
    {
      return Explain(problem);
    }
  }
  Error Explain(const std::exception& problem) const;

  std::string location_;
  std::string engine_;
  Mutex mutex_;
  soci::session session_ VLM_GUARDED_BY(mutex_);
};

}  // namespace vlm
