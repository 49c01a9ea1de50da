// SPDX-License-Identifier: GPL-3.0-or-later
// Databases of earlier versions, as they made them, are brought up to date.
#include <gtest/gtest.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "Storage/EarlierSchemas.h"
#include "Storage/QueueFixture.h"
#include "Storage/SqlDeliveries.h"
#include "Storage/SqlEgressLedger.h"

namespace vlm
{
namespace
{

// From each earlier version.
class MigrationTest : public QueueFixture, public ::testing::WithParamInterface<int>
{
protected:
  MigrationTest()
  {
    queue.reset();
    database.reset();
    for (const char* ending : {"", "-wal", "-shm"})
    {
      std::filesystem::remove(Path() + ending);
    }
    soci::session session(soci::sqlite3, "dbname=" + Path());
    soci::transaction transaction(session);
    for (const auto& statement : SchemaOfVersion(GetParam()))
    {
      session << statement;
    }
    transaction.commit();
  }
  std::string SchemaOf(const std::string& path)
  {
    soci::session session(soci::sqlite3, "dbname=" + path);
    soci::rowset<std::string> rows =
        (session.prepare << "SELECT COALESCE(sql, name) FROM sqlite_master ORDER BY name");
    std::string schema;
    for (const auto& statement : rows)
    {
      schema += statement + "\n";
    }
    return schema;
  }
};

TEST_P(MigrationTest, KeepsAllRecords)
{
  Open();
  const auto waits = Record("waits");
  EXPECT_EQ(waits.state, AnalysisState::Queued);
  EXPECT_EQ(waits.attempts, 2);
  EXPECT_EQ(waits.order.priority, 3);
  EXPECT_EQ(Record("done").summary.impression, "A mass.");
  EXPECT_EQ(queue->ChangePosition().Value(), 42);
  AnalysisFilter filter;
  filter.label = "mass";
  EXPECT_EQ(Listed(filter), std::vector<std::string>{"done"});
  EXPECT_EQ(Claim(), "waits");
}

TEST_P(MigrationTest, HasAnEmptyLedgerThatWorks)
{
  Open();
  SqlEgressLedger ledger(*database);
  EXPECT_TRUE(ledger.List({}).Value().entries.empty());
  EXPECT_EQ(ledger.Record({}).Value(), 1);
  Open();
  EXPECT_EQ(CountRows("egress"), 1) << "a second start changes nothing";
}

TEST_P(MigrationTest, DeliversOnlyWhatEndsFromNowOn)
{
  Open();
  SqlDeliveries deliveries(*database, clock);
  EXPECT_EQ(deliveries.Plan({true, true, {}}).Value(), 0) << "'done' had ended before";
  EXPECT_EQ(Claim(), "waits");
  ASSERT_TRUE(queue->Finish(Record("waits"), AnalysisState::Completed, "", {}).HasValue());
  EXPECT_EQ(deliveries.Plan({true, true, {}}).Value(), 2);
}

TEST_P(MigrationTest, KnowsNoReviewsYet)
{
  Open();
  EXPECT_EQ(Record("done").reviewRevision, 0);
  EXPECT_FALSE(Record("done").isSignedOff);
  EXPECT_TRUE(queue->UnfinishedReviews().Value().empty());
  EXPECT_TRUE(queue->Acceptance().Value().empty());
  ASSERT_TRUE(queue->NoteReview("done", {1, true, {}, {}}).HasValue());
  EXPECT_TRUE(Record("done").isSignedOff);
}

TEST_P(MigrationTest, EndsWithTheSchemaOfANewDatabase)
{
  Open();
  ASSERT_TRUE(Database::Open({folder.File("new.db")}).HasValue());
  EXPECT_EQ(SchemaOf(Path()), SchemaOf(folder.File("new.db")));
}

TEST_P(MigrationTest, ChangesNothingWhereAStepFails)
{
  {
    soci::session session(soci::sqlite3, "dbname=" + Path());
    session << "CREATE TABLE review_labels (x BIGINT)";  // takes the name of one of ours
  }
  const auto before = SchemaOf(Path());
  const auto opened = Database::Open({Path()});
  ASSERT_FALSE(opened.HasValue());
  EXPECT_EQ(opened.Failure().kind, ErrorKind::StorageFailed);
  EXPECT_EQ(SchemaOf(Path()), before);
}

TEST_P(MigrationTest, RefusesTheVersionAfterTheNewest)
{
  {
    soci::session session(soci::sqlite3, "dbname=" + Path());
    session << "UPDATE schema_version SET version = 5";
  }
  const auto opened = Database::Open({Path()});
  ASSERT_FALSE(opened.HasValue());
  EXPECT_EQ(opened.Failure().kind, ErrorKind::StorageFailed);
}

INSTANTIATE_TEST_SUITE_P(FromVersion, MigrationTest, ::testing::Values(1, 2, 3));

}  // namespace
}  // namespace vlm
