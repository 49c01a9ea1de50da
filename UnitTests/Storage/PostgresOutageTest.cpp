// SPDX-License-Identifier: GPL-3.0-or-later
// Connections that are lost, and a server that goes away and comes back.
#include <gmock/gmock.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "Storage/QueueFixture.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;

Result<int> One(Database& database)
{
  return database.Run(
      [](soci::session& session) -> Result<int>
      {
        int one = 0;
        session << "SELECT 1", soci::into(one);
        return one;
      });
}

class PostgresOutageTest : public QueueFixture
{
protected:
  // As an administrator does, or a firewall.
  void LoseConnections() const
  {
    ExecuteAt(TestServerUrl(),
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" +
                  store.Name() + "'");
  }
};

TEST_F(PostgresOutageTest, NextTransactionWorksOnANewConnection)
{
  ASSERT_TRUE(One(*database).HasValue());
  for (std::uint64_t times = 1; times <= 3; ++times)
  {
    LoseConnections();
    const auto one = One(*database);
    ASSERT_TRUE(one.HasValue()) << one.Failure().message;
    EXPECT_EQ(one.Value(), 1);
    EXPECT_EQ(database->Troubles().reconnects, times);
  }
  EXPECT_EQ(database->Troubles().errors, 0u);
}

TEST_F(PostgresOutageTest, TransactionThatLostItsConnectionRunsAnewAsAWhole)
{
  int runs = 0;
  const auto written = database->Run(
      [&](soci::session& session) -> Result<void>
      {
        session << "INSERT INTO leases (name, node) VALUES ('x', 'n')";
        if (++runs == 1)
        {
          LoseConnections();
        }
        session << "INSERT INTO leases (name, node) VALUES ('y', 'n')";
        return {};
      });
  ASSERT_TRUE(written.HasValue()) << written.Failure().message;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(CountRows("leases"), 2);
}

TEST_F(PostgresOutageTest, MeetingTransactionsRunAnew)
{
  int runs = 0;
  const auto written = database->Run(
      [&](soci::session& session) -> Result<void>
      {
        if (++runs < 3)
        {
          session << "DO $$ BEGIN RAISE EXCEPTION 'met' USING ERRCODE = '40001'; END $$";
        }
        return {};
      });
  EXPECT_TRUE(written.HasValue());
  EXPECT_EQ(runs, 3);
}

TEST_F(PostgresOutageTest, WhatTheServerRefusesIsNotTriedAgain)
{
  int runs = 0;
  const auto refused = database->Run(
      [&](soci::session& session) -> Result<void>
      {
        ++runs;
        session << "SELECT nothing FROM nowhere";
        return {};
      });
  EXPECT_EQ(refused.Failure().kind, ErrorKind::StorageFailed);
  EXPECT_THAT(refused.Failure().message, HasSubstr("nowhere"));
  EXPECT_EQ(runs, 1);
  EXPECT_TRUE(One(*database).HasValue()) << "the connection goes on";
  EXPECT_EQ(database->Troubles().errors, 1u);
}

// A server of its own, which may be stopped.
class PostgresServerTest : public ::testing::Test
{
protected:
  PostgresServerTest() { Server("start"); }
  ~PostgresServerTest() override { Server("stop"); }

  void Server(const std::string& action) const
  {
    const std::string command =
        std::string(VLM_PRIVATE_POSTGRES) + " " + action + " " + folder.File("pg");
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }
  DatabaseSettings Settings() const
  {
    std::ifstream file(folder.File("pg/url"));
    DatabaseSettings settings;
    file >> settings.location;
    return settings;
  }

  TemporaryFolder folder;
};

TEST_F(PostgresServerTest, IsAwayAtOnceAndBackByItself)
{
  auto opened = Database::Open(Settings());
  ASSERT_TRUE(opened.HasValue()) << opened.Failure().message;
  auto& database = *opened.Value();
  Server("halt");
  for (int i = 0; i < 50; ++i)
  {
    const auto away = One(database);
    ASSERT_FALSE(away.HasValue());
    EXPECT_EQ(away.Failure().kind, ErrorKind::StorageFailed);
    EXPECT_THAT(away.Failure().message, HasSubstr("is away"));
  }
  Server("start");
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  auto back = One(database);
  while (!back.HasValue() && std::chrono::steady_clock::now() < end)
  {
    back = One(database);
  }
  EXPECT_TRUE(back.HasValue()) << back.Failure().message;
  EXPECT_GE(database.Troubles().reconnects, 1u);
  EXPECT_GE(database.Troubles().errors, 50u);
}

TEST_F(PostgresServerTest, IsWaitedForAtTheStart)
{
  const auto settings = Settings();
  Server("halt");
  std::thread later([this] { Server("start"); });
  const auto opened = Database::Open(settings);
  later.join();
  EXPECT_TRUE(opened.HasValue()) << opened.Failure().message;
}

}  // namespace
}  // namespace vlm
