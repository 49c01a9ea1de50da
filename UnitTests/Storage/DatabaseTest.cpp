// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/Database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "Storage/QueueFixture.h"
#include "Storage/TemporaryFolder.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string ContentOf(const std::string& path)
{
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void Write(const std::string& path, const std::string& content)
{
  std::ofstream(path, std::ios::binary) << content;
}

// The file is refused, and not a byte of it changes. Gives the message.
std::string Refused(const std::string& path)
{
  const std::string before = ContentOf(path);
  const auto opened = Database::Open({path});
  EXPECT_TRUE(ContentOf(path) == before) << "changed " << path;
  if (opened.HasValue())
  {
    ADD_FAILURE() << "opened " << path;
    return {};
  }
  EXPECT_EQ(opened.Failure().kind, ErrorKind::StorageFailed);
  return opened.Failure().message;
}

class DatabaseTest : public ::testing::Test
{
protected:
  // A database with some pages of records, closed.
  std::string Filled()
  {
    const auto path = folder.File("filled.db");
    auto database = Database::Open({path});
    EXPECT_TRUE(database.HasValue());
    FakeClock clock;
    SqlAnalysisQueue queue(*database.Value(), clock);
    for (int i = 0; i < 200; ++i)
    {
      AnalysisOrder order;
      order.orthancId = "resource " + std::to_string(i);
      EXPECT_TRUE(queue.Enqueue(order, IfKnown::Collapse).HasValue());
    }
    return path;
  }
  static void Execute(const std::string& path, const std::string& statement)
  {
    soci::session session(soci::sqlite3, "dbname=" + path);
    session << statement;
  }

  TemporaryFolder folder;
};

TEST_F(DatabaseTest, IsMadeWithItsFolders)
{
  const auto path = folder.File("not/yet/there/vlm.db");
  const auto opened = Database::Open({path});
  ASSERT_TRUE(opened.HasValue());
  EXPECT_EQ(opened.Value()->Location(), path);
  EXPECT_THAT(opened.Value()->Engine(), StartsWith("SQLite 3."));
  EXPECT_TRUE(std::filesystem::exists(path));
}

TEST_F(DatabaseTest, OpensAnEmptyFile)
{
  const auto path = folder.File("empty.db");
  Write(path, "");
  EXPECT_TRUE(Database::Open({path}).HasValue());
  EXPECT_TRUE(Database::Open({path}).HasValue()) << "again";
}

TEST_F(DatabaseTest, RefusesAFileThatIsNoDatabase)
{
  const auto path = folder.File("text.db");
  Write(path, std::string(8192, 'x'));
  const auto message = Refused(path);
  EXPECT_THAT(message, HasSubstr(path));
  EXPECT_THAT(message, HasSubstr("backup"));
}

TEST_F(DatabaseTest, RefusesADamagedFile)
{
  const auto path = Filled();
  std::string content = ContentOf(path);
  ASSERT_GT(content.size(), 20000u);
  // Past the first page, which holds the schema.
  content.replace(8192, 8192, std::string(8192, '\xAA'));
  Write(path, content);
  EXPECT_THAT(Refused(path), HasSubstr(path));
}

TEST_F(DatabaseTest, RefusesAFileThatWasCutOff)
{
  const auto path = Filled();
  const std::string content = ContentOf(path);
  Write(path, content.substr(0, content.size() / 2));
  EXPECT_THAT(Refused(path), HasSubstr(path));
}

TEST_F(DatabaseTest, RefusesWhatANewerPluginWrote)
{
  const auto path = Filled();
  Execute(path, "UPDATE schema_version SET version = 99, oldest_companion = 98");
  Execute(path, "PRAGMA journal_mode = DELETE");
  const auto message = Refused(path);
  EXPECT_THAT(message, HasSubstr("99"));
  EXPECT_THAT(message, HasSubstr("up to 7"));
  EXPECT_THAT(message, HasSubstr("newer"));
}

// During a rolling upgrade, or after a step back.
TEST_F(DatabaseTest, WorksBesideANewerPluginThatAllowsIt)
{
  const auto path = Filled();
  Execute(path, "UPDATE schema_version SET version = 99, oldest_companion = 7");
  auto opened = Database::Open({path});
  ASSERT_TRUE(opened.HasValue()) << opened.Failure().message;
  const auto version = opened.Value()->Run(
      [](soci::session& session) -> Result<int>
      {
        int number = 0;
        session << "SELECT version FROM schema_version", soci::into(number);
        return number;
      });
  EXPECT_EQ(version.Value(), 99) << "it stays the newer one's";
}

TEST_F(DatabaseTest, RefusesTheDatabaseOfAnotherProgram)
{
  const auto path = folder.File("index");
  Execute(path, "CREATE TABLE Resources (internalId INTEGER PRIMARY KEY)");
  EXPECT_THAT(Refused(path), HasSubstr("another program"));
}

TEST_F(DatabaseTest, RefusesAPathThatCannotBe)
{
  Write(folder.File("file"), "x");
  for (const auto& path :
       {folder.File("file/vlm.db"), folder.File("."), std::string("/proc/vlm.db")})
  {
    const auto opened = Database::Open({path});
    ASSERT_FALSE(opened.HasValue()) << path;
    EXPECT_EQ(opened.Failure().kind, ErrorKind::StorageFailed);
    EXPECT_THAT(opened.Failure().message, HasSubstr(path));
  }
  const auto quoted = Database::Open({folder.File("a\" timeout=\"0.db")});
  ASSERT_FALSE(quoted.HasValue());
  EXPECT_EQ(quoted.Failure().kind, ErrorKind::BadConfiguration);
}

TEST_F(DatabaseTest, OpensUnusualPaths)
{
  for (const char* name : {"with space.db", "it's.db", "timeout=0 x.db", "Ü.db"})
  {
    const auto path = folder.File(name);
    EXPECT_TRUE(Database::Open({path}).HasValue()) << name;
    EXPECT_TRUE(std::filesystem::exists(path)) << name;
  }
}

TEST_F(DatabaseTest, RollsBackWhatFailsOrThrows)
{
  auto opened = Database::Open({folder.File("vlm.db")});
  ASSERT_TRUE(opened.HasValue());
  auto& database = *opened.Value();
  const std::string insert = "INSERT INTO progress (name, value) VALUES ('x', 1)";
  const auto refused = database.Run(
      [&](soci::session& session) -> Result<void>
      {
        session << insert;
        return Error{ErrorKind::Conflict, "no"};
      });
  EXPECT_EQ(refused.Failure().kind, ErrorKind::Conflict);
  const auto thrown = database.Run(
      [&](soci::session& session) -> Result<void>
      {
        session << insert;
        throw std::runtime_error("oops");
      });
  EXPECT_EQ(thrown.Failure().kind, ErrorKind::StorageFailed);
  const auto count = database.Run(
      [&](soci::session& session) -> Result<int>
      {
        int rows = -1;
        session << "SELECT COUNT(*) FROM progress WHERE name = 'x'", soci::into(rows);
        return rows;
      });
  EXPECT_EQ(count.Value(), 0);
}

}  // namespace
}  // namespace vlm
