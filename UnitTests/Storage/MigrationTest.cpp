// SPDX-License-Identifier: GPL-3.0-or-later
// Databases of earlier versions, as they made them, are brought up to date.
#include <gmock/gmock.h>
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
  MigrationTest() : QueueFixture("")
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
  const TestDatabase fresh("");
  ASSERT_TRUE(Database::Open(fresh.Settings()).HasValue());
  EXPECT_EQ(SchemaOf(Path()), SchemaOf(fresh.Location()));
}

TEST_P(MigrationTest, ChangesNothingWhereAStepFails)
{
  {
    soci::session session(soci::sqlite3, "dbname=" + Path());
    session << "CREATE TABLE leases (x BIGINT)";  // takes the name of one of ours
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
    session << "UPDATE schema_version SET version = 8";
  }
  const auto opened = Database::Open({Path()});
  ASSERT_FALSE(opened.HasValue());
  EXPECT_EQ(opened.Failure().kind, ErrorKind::StorageFailed);
  EXPECT_THAT(opened.Failure().message, ::testing::HasSubstr("version 8"));
  EXPECT_THAT(opened.Failure().message, ::testing::HasSubstr("up to 7"));
}

INSTANTIATE_TEST_SUITE_P(FromVersion, MigrationTest, ::testing::Values(1, 2, 3, 4));

// The last version for one server alone, with everything that it knew.
class LastOfOneServerTest : public MigrationTest
{
protected:
  LastOfOneServerTest()
  {
    soci::session session(soci::sqlite3, "dbname=" + Path());
    session << "UPDATE analyses SET review_revision = 2, signed_off = 1, to_deliver = 0 WHERE id = "
               "'done'";
    session << "INSERT INTO review_labels (analysis, label, disposition) VALUES (2, 'mass', 1)";
    session << "INSERT INTO deliveries (sequence, analysis, study, kind, destination, state, "
               "created_at) VALUES (2, 'done', 'study', 0, '', 1, 3000)";
    session << "INSERT INTO result_instances (analysis, kind, sop_instance) VALUES ('done', 'sr', "
               "'1.2.3')";
    // 1970-01-02 ends with 172799999.
    for (const char* entry :
         {"(172799999, 'done', 'gemini', 100, 20, 5)", "(172800000, 'done', 'gemini', 100, 30, 6)",
          "(172800001, 'done', 'gemini', 100, 40, 7)", "(172800001, 'done', 'other', 9, 1, 0)"})
    {
      session << "INSERT INTO egress (time, analysis, model, bytes, input_tokens, output_tokens, "
                 "study, host, rule, pictures, context) VALUES (" +
                     std::string(entry).substr(1, std::string(entry).size() - 2) +
                     ", 'study', 'host', 'AllowRemote', '[]', '{}')";
    }
  }
  // Rows of "a|b", in order.
  std::vector<std::string> Rows(const std::string& query)
  {
    soci::session session(soci::sqlite3, "dbname=" + Path());
    soci::rowset<std::string> rows = (session.prepare << query);
    return {rows.begin(), rows.end()};
  }
};

TEST_P(LastOfOneServerTest, KeepsReviewsDeliveriesAndTheLedger)
{
  Open();
  EXPECT_EQ(Record("done").reviewRevision, 2);
  EXPECT_TRUE(Record("done").isSignedOff);
  EXPECT_EQ(Record("waits").node, "");
  EXPECT_EQ(Record("waits").claims, 0);
  SqlDeliveries deliveries(*database, clock);
  const auto delivered = deliveries.ListOf("done");
  ASSERT_TRUE(delivered.HasValue());
  EXPECT_EQ(delivered.Value().size(), 1u);
  for (const char* table : {"review_labels", "deliveries", "result_instances", "finding_labels"})
  {
    EXPECT_EQ(CountRows(table), 1) << table;
  }
  EXPECT_EQ(CountRows("egress"), 4);
}

// Oracle: added up by hand; a day has 86400000 ms.
TEST_P(LastOfOneServerTest, CountsWhatModelsUsedOnEachDay)
{
  Open();
  EXPECT_EQ(Rows("SELECT model || '|' || day || '|' || requests || '|' || tokens FROM model_days "
                 "ORDER BY model, day"),
            (std::vector<std::string>{"gemini|1|1|25", "gemini|2|2|83", "other|2|1|1"}));
}

TEST_P(LastOfOneServerTest, TellsWhoMayUseItBesidesUs)
{
  Open();
  EXPECT_EQ(Rows("SELECT version || '|' || oldest_companion FROM schema_version"),
            std::vector<std::string>{"7|5"});
}

INSTANTIATE_TEST_SUITE_P(FromVersion, LastOfOneServerTest, ::testing::Values(4));

}  // namespace
}  // namespace vlm
