// SPDX-License-Identifier: GPL-3.0-or-later
// How a PostgreSQL database is opened, and what is said where it cannot be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "Storage/QueueFixture.h"

namespace vlm
{
namespace
{

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* LockedPassword = "open sesame:@/%41";  // as private_postgres.sh says

class PostgresOpeningTest : public ::testing::Test
{
protected:
  DatabaseSettings Impatient(const std::string& location) const
  {
    DatabaseSettings settings{location};
    settings.patience = std::chrono::seconds(0);
    return settings;
  }
  static Error Refused(const DatabaseSettings& settings)
  {
    const auto opened = Database::Open(settings);
    if (opened.HasValue())
    {
      ADD_FAILURE() << "opened " << settings.location;
      return {};
    }
    return opened.Failure();
  }
  void Execute(const std::string& statement) { ExecuteAt(store.Location(), statement); }

  const std::string server = TestServerUrl();
  TestDatabase store;
};

TEST_F(PostgresOpeningTest, MakesItsTablesInASchemaOfTheirOwn)
{
  Execute("CREATE TABLE public.analyses (x INTEGER)");  // e.g. somebody else's
  auto opened = Database::Open(store.Settings());
  ASSERT_TRUE(opened.HasValue()) << opened.Failure().message;
  EXPECT_THAT(opened.Value()->Engine(), StartsWith("PostgreSQL "));
  EXPECT_TRUE(opened.Value()->IsShared());
  EXPECT_EQ(AskAt(store.Location(),
                  "SELECT string_agg(table_schema || '.' || table_name, ' ' ORDER BY table_schema) "
                  "FROM information_schema.tables WHERE table_name = 'analyses'"),
            "orthanc_vlm.analyses public.analyses");
}

TEST_F(PostgresOpeningTest, OpensAgainWithTheSameRows)
{
  for (int i = 1; i <= 2; ++i)
  {
    auto opened = Database::Open(store.Settings());
    ASSERT_TRUE(opened.HasValue()) << opened.Failure().message;
    const auto written = opened.Value()->Run(
        [](soci::session& session) -> Result<void>
        {
          session << "INSERT INTO leases (name, node) VALUES (CAST((SELECT COUNT(*) FROM leases) "
                     "AS TEXT), 'n')";
          return {};
        });
    EXPECT_TRUE(written.HasValue());
    EXPECT_EQ(AskAt(store.Location(), "SELECT CAST(COUNT(*) AS TEXT) FROM orthanc_vlm.leases"),
              std::to_string(i));
  }
}

TEST_F(PostgresOpeningTest, NamesTheClientToTheAdministrator)
{
  auto settings = store.Settings();
  settings.clientName = "Orthanc VLM pacs 1:8042 & more";
  auto opened = Database::Open(settings);
  ASSERT_TRUE(opened.HasValue()) << opened.Failure().message;
  EXPECT_EQ(AskAt(store.Location(),
                  "SELECT CAST(COUNT(*) AS TEXT) FROM pg_stat_activity WHERE application_name = "
                  "'Orthanc VLM pacs 1:8042 & more'"),
            "1");
}

TEST_F(PostgresOpeningTest, RefusesAnAddressThatItCannotUse)
{
  for (const auto& url :
       {std::string("mysql://vlm@127.0.0.1/d"), std::string("postgresql://vlm@127.0.0.1"),
        std::string("postgresql://vlm:hunter2@127.0.0.1/d"),
        std::string("postgresql://vlm:hun/ter2@127.0.0.1/d"),
        std::string("postgresql://127.0.0.1/d?user=vlm&password=hunter2")})
  {
    const auto error = Refused(Impatient(url));
    EXPECT_EQ(error.kind, ErrorKind::BadConfiguration) << url;
    EXPECT_THAT(error.message, HasSubstr("Vlm.Database ")) << url;
    EXPECT_THAT(error.message, Not(AnyOf(HasSubstr("hunter2"), HasSubstr("ter2")))) << url;
  }
  for (const auto& url : {UrlOf(server, "d?sslmode=perhaps"), UrlOf(server, "d?colour=red"),
                          std::string("postgresql://vlm@127.0.0.1:port/d")})
  {
    const auto error = Refused(Impatient(url));
    EXPECT_EQ(error.kind, ErrorKind::StorageFailed) << url;
    EXPECT_THAT(error.message, HasSubstr("orrect Vlm.Database")) << url;
  }
}

TEST_F(PostgresOpeningTest, NamesADatabaseOrUserThatDoesNotExist)
{
  const auto database = Refused(Impatient(store.Location() + "_not"));
  EXPECT_THAT(database.message, HasSubstr(store.Name() + "_not\" does not exist"));
  EXPECT_THAT(database.message, HasSubstr("CREATE DATABASE"));
  const auto user = Refused(Impatient(UrlOf(server, store.Name(), "nobody_here")));
  EXPECT_THAT(user.message, HasSubstr("nobody_here"));
  EXPECT_THAT(user.message, HasSubstr("CREATE ROLE"));
}

TEST_F(PostgresOpeningTest, WaitsNoLongerThanItsPatienceForAServer)
{
  auto settings = Impatient("postgresql://vlm@127.0.0.1:1/d");
  settings.patience = std::chrono::seconds(1);
  const auto error = Refused(settings);
  EXPECT_EQ(error.kind, ErrorKind::StorageFailed);
  EXPECT_THAT(error.message, HasSubstr("127.0.0.1:1/d"));
  EXPECT_THAT(error.message, HasSubstr("Start it"));
}

TEST_F(PostgresOpeningTest, TakesThePasswordAndNeverSaysIt)
{
  Execute("GRANT CREATE ON DATABASE " + store.Name() + " TO locked");
  auto settings = Impatient(UrlOf(server, store.Name(), "locked"));
  const auto without = Refused(settings);
  EXPECT_THAT(without.message, HasSubstr("no password supplied"));
  EXPECT_THAT(without.message, HasSubstr("Vlm.DatabasePasswordFile"));
  settings.password = Secret("Tr0ub4dor&3%41");
  const auto wrong = Refused(settings);
  EXPECT_THAT(wrong.message, HasSubstr("password authentication failed"));
  EXPECT_THAT(wrong.message, HasSubstr("Vlm.DatabasePasswordEnvironment"));
  EXPECT_THAT(wrong.message, Not(HasSubstr("Tr0ub4dor")));
  settings.password = Secret(LockedPassword);
  auto right = Database::Open(settings);
  ASSERT_TRUE(right.HasValue()) << right.Failure().message;
  EXPECT_THAT(right.Value()->Location(), Not(HasSubstr("sesame")));
}

TEST_F(PostgresOpeningTest, NamesTheRightThatIsMissing)
{
  auto settings = Impatient(UrlOf(server, store.Name(), "locked"));
  settings.password = Secret(LockedPassword);
  const auto create = Refused(settings);
  EXPECT_THAT(create.message, HasSubstr("permission denied"));
  EXPECT_THAT(create.message, HasSubstr("GRANT CREATE"));
  EXPECT_THAT(create.message, Not(HasSubstr("sesame")));
  ASSERT_TRUE(Database::Open(store.Settings()).HasValue());  // another user's schema
  const auto use = Refused(settings);
  EXPECT_THAT(use.message, HasSubstr("schema orthanc_vlm"));
  EXPECT_THAT(use.message, HasSubstr("'vlm'"));
  EXPECT_THAT(use.message, HasSubstr("GRANT"));
}

TEST_F(PostgresOpeningTest, RefusesANewerSchemaThatDoesNotAllowIt)
{
  ASSERT_TRUE(Database::Open(store.Settings()).HasValue());
  Execute("UPDATE orthanc_vlm.schema_version SET version = 99, oldest_companion = 98");
  const auto error = Refused(store.Settings());
  EXPECT_EQ(error.kind, ErrorKind::StorageFailed);
  EXPECT_THAT(error.message, HasSubstr("version 99"));
  EXPECT_THAT(error.message, HasSubstr("up to 7"));
  EXPECT_EQ(AskAt(store.Location(),
                  "SELECT version || '|' || oldest_companion FROM orthanc_vlm.schema_version"),
            "99|98");
}

// A node of the next version has come first.
TEST_F(PostgresOpeningTest, WorksBesideANewerSchemaThatAllowsIt)
{
  ASSERT_TRUE(Database::Open(store.Settings()).HasValue());
  Execute("UPDATE orthanc_vlm.schema_version SET version = 99, oldest_companion = 7");
  Execute("ALTER TABLE orthanc_vlm.analyses ADD COLUMN mood TEXT NOT NULL DEFAULT 'good'");
  auto opened = Database::Open(store.Settings());
  ASSERT_TRUE(opened.HasValue()) << opened.Failure().message;
  FakeClock clock;
  SqlAnalysisQueue queue(*opened.Value(), clock);
  AnalysisOrder order;
  order.orthancId = "r";
  EXPECT_TRUE(queue.Enqueue(order, IfKnown::Collapse).HasValue());
  EXPECT_EQ(AskAt(store.Location(), "SELECT CAST(version AS TEXT) FROM orthanc_vlm.schema_version"),
            "99");
}

TEST_F(PostgresOpeningTest, RefusesTheSchemaOfAnotherProgram)
{
  Execute("CREATE SCHEMA orthanc_vlm");
  Execute("CREATE TABLE orthanc_vlm.other (x INTEGER)");
  EXPECT_THAT(Refused(store.Settings()).message, HasSubstr("another program"));
}

TEST_F(PostgresOpeningTest, RefusesADatabaseThatIsNotInUtf8)
{
  const std::string name = store.Name() + "_latin";
  ExecuteAt(server, "CREATE DATABASE " + name +
                        " ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
  const auto error = Refused(Impatient(UrlOf(server, name)));
  EXPECT_EQ(error.kind, ErrorKind::StorageFailed);
  EXPECT_THAT(error.message, HasSubstr("LATIN1"));
  EXPECT_THAT(error.message, HasSubstr("UTF8"));
  ExecuteAt(server, "DROP DATABASE " + name);
}

// As a standby is until it is promoted.
TEST_F(PostgresOpeningTest, WaitsForAServerThatMayBeWrittenTo)
{
  ExecuteAt(server, "ALTER DATABASE " + store.Name() + " SET default_transaction_read_only = on");
  EXPECT_THAT(Refused(Impatient(store.Location())).message, HasSubstr("read-only"));
  ExecuteAt(server, "ALTER DATABASE " + store.Name() + " RESET default_transaction_read_only");
  EXPECT_TRUE(Database::Open(store.Settings()).HasValue());
}

// An administrator may have set the database up for another program.
TEST_F(PostgresOpeningTest, DoesNotDependOnDefaultsOfTheDatabase)
{
  for (const char* setting :
       {"default_transaction_isolation = 'serializable'", "search_path = 'nowhere'",
        "timezone = 'America/St_Johns'", "client_encoding = 'LATIN1'",
        "standard_conforming_strings = off", "bytea_output = 'escape'"})
  {
    ExecuteAt(server, "ALTER DATABASE " + store.Name() + " SET " + setting);
  }
  auto opened = Database::Open(store.Settings());
  ASSERT_TRUE(opened.HasValue()) << opened.Failure().message;
  FakeClock clock;
  SqlAnalysisQueue queue(*opened.Value(), clock);
  AnalysisOrder order;
  order.orthancId = "r";
  order.contentVersion = "M\xC3\xBCller's \\ \xE5\x8C\xBB";
  const auto queued = queue.Enqueue(order, IfKnown::Collapse);
  ASSERT_TRUE(queued.HasValue()) << queued.Failure().message;
  const auto found = queue.Find(queued.Value().id);
  ASSERT_TRUE(found.HasValue());
  EXPECT_EQ(found.Value().order.contentVersion, order.contentVersion);
  EXPECT_EQ(found.Value().queuedAt, clock.Now());
  const auto isolation = opened.Value()->Run(
      [](soci::session& session) -> Result<std::string>
      {
        std::string level;
        session << "SHOW transaction_isolation", soci::into(level);
        return level;
      });
  EXPECT_EQ(isolation.Value(), "read committed");
}

TEST_F(PostgresOpeningTest, IsMadeOnceByManyThatStartAtOnce)
{
  constexpr int servers = 6;
  std::vector<std::string> problems(servers);
  std::vector<std::thread> threads;
  for (int i = 0; i < servers; ++i)
  {
    threads.emplace_back(
        [this, i, &problems]
        {
          const auto opened = Database::Open(store.Settings());
          problems[i] = opened.HasValue() ? "" : opened.Failure().message;
        });
  }
  for (auto& thread : threads)
  {
    thread.join();
  }
  for (const auto& problem : problems)
  {
    EXPECT_EQ(problem, "");
  }
  EXPECT_EQ(AskAt(store.Location(),
                  "SELECT COUNT(*) || '|' || MAX(version) FROM orthanc_vlm.schema_version"),
            "1|7");
}

}  // namespace
}  // namespace vlm
