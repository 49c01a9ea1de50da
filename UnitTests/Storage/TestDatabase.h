// SPDX-License-Identifier: GPL-3.0-or-later
// A database for one test: a new SQLite file or, where the environment variable VLM_TEST_DATABASE
// names a PostgreSQL server (its URL, or a file that holds it), a new database there.
#pragma once

#include <memory>
#include <string>

#include "Pipeline/DatabaseSettings.h"
#include "Storage/TemporaryFolder.h"

namespace vlm
{

// The URL of the server's own database, with a user who may do everything; empty: SQLite.
std::string TestServerUrl();

// That URL with another database, and another user unless `user` is empty.
std::string UrlOf(const std::string& serverUrl, const std::string& name,
                  const std::string& user = "");

// For a test on PostgreSQL, as the administrator: each on a connection of its own.
void ExecuteAt(const std::string& url, const std::string& statement);
std::string AskAt(const std::string& url, const std::string& query);  // for one text

class TestDatabase
{
public:
  // On that PostgreSQL server, or on SQLite if it is empty.
  explicit TestDatabase(std::string serverUrl = TestServerUrl());
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  bool IsPostgres() const { return !serverUrl_.empty(); }
  DatabaseSettings Settings() const { return DatabaseSettings{Location()}; }
  // The path of the file, or the URL.
  std::string Location() const;
  const std::string& Name() const { return name_; }

private:
  std::string serverUrl_;
  TemporaryFolder folder_;
  std::string name_;
};

}  // namespace vlm
