// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/TestDatabase.h"

#include <gtest/gtest.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <boost/algorithm/string/erase.hpp>
#include <boost/algorithm/string/trim.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

#include "Foundation/Uuid.h"
#include "Storage/PostgresUrl.h"

namespace vlm
{

std::string TestServerUrl()
{
  const char* named = std::getenv("VLM_TEST_DATABASE");
  const std::string text = named == nullptr ? "" : named;
  if (text.empty() || text.find("://") != std::string::npos)
  {
    return text;
  }
  std::ifstream file(text);
  const std::string url{std::istreambuf_iterator<char>(file), {}};
  return boost::trim_copy(url);
}

std::string UrlOf(const std::string& serverUrl, const std::string& name, const std::string& user)
{
  const auto hostStart = serverUrl.find('@');
  const auto path = serverUrl.find('/', hostStart);
  const auto parameters = serverUrl.find('?', path);
  const std::string ending =
      parameters == std::string::npos ? std::string() : serverUrl.substr(parameters);
  const std::string beginning =
      user.empty() ? serverUrl.substr(0, path)
                   : "postgresql://" + user + serverUrl.substr(hostStart, path - hostStart);
  return beginning + "/" + name + ending;
}

void ExecuteAt(const std::string& url, const std::string& statement)
{
  soci::session session(soci::postgresql, ConnectionUrl({url}));
  session << statement;
}

std::string AskAt(const std::string& url, const std::string& query)
{
  soci::session session(soci::postgresql, ConnectionUrl({url}));
  std::string text;
  session << query, soci::into(text);
  return text;
}

TestDatabase::TestDatabase(std::string serverUrl) : serverUrl_(std::move(serverUrl))
{
  if (IsPostgres())
  {
    name_ = "vlm_test_" + boost::erase_all_copy(RandomUuid(), "-");
    ExecuteAt(serverUrl_, "CREATE DATABASE " + name_);
  }
}

TestDatabase::~TestDatabase()
{
  if (!IsPostgres())
  {
    return;
  }
  try
  {
    soci::session session(soci::postgresql, ConnectionUrl({serverUrl_}));
    session << "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name_ +
                   "'";
    session << "DROP DATABASE IF EXISTS " + name_;
  }
  catch (const std::exception& problem)
  {
    ADD_FAILURE() << problem.what();
  }
}

std::string TestDatabase::Location() const
{
  return IsPostgres() ? UrlOf(serverUrl_, name_) : folder_.File("vlm.db");
}

}  // namespace vlm
