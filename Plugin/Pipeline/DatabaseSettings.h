// SPDX-License-Identifier: GPL-3.0-or-later
// Which database to use.
#pragma once

#include <chrono>
#include <string>

#include "Foundation/Result.h"
#include "Foundation/Secret.h"

namespace vlm
{

struct DatabaseSettings
{
  // A file of SQLite, or the URL of PostgreSQL: "postgresql://user@host:5432/name?sslmode=require".
  // Without a password.
  std::string location;
  Secret password{};                  // PostgreSQL's; empty: libpq looks for one, e.g. in ~/.pgpass
  std::string clientName{};           // as PostgreSQL's administrator sees it
  int connections = 8;                // PostgreSQL's, of this server
  std::chrono::seconds patience{30};  // PostgreSQL's: how long it is waited for at the start

  bool IsPostgres() const { return location.find("://") != std::string::npos; }
};

// Whether that URL can be a database of ours. Errors: BadConfiguration, which says what is wrong
// and what is allowed and never repeats the URL: another scheme, a password, no name of a database.
Result<void> CheckDatabaseUrl(const std::string& url);

}  // namespace vlm
