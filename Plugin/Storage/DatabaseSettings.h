// SPDX-License-Identifier: GPL-3.0-or-later
// Which database to use.
#pragma once

#include <chrono>
#include <string>

namespace vlm
{

struct DatabaseSettings
{
  // A file of SQLite, or the URL of PostgreSQL: "postgresql://user@host:5432/name?sslmode=require".
  // Without a password.
  std::string location;
  std::string password{};             // PostgreSQL's; empty: libpq looks for one, e.g. in ~/.pgpass
  std::string clientName{};           // as PostgreSQL's administrator sees it
  int connections = 8;                // PostgreSQL's, of this server
  std::chrono::seconds patience{30};  // PostgreSQL's: how long it is waited for at the start

  bool IsPostgres() const { return location.find("://") != std::string::npos; }
};

}  // namespace vlm
