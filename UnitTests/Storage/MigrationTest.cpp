// SPDX-License-Identifier: GPL-3.0-or-later
// Databases of earlier versions, as they made them, are brought up to date.
#include <gtest/gtest.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "Storage/QueueFixture.h"
#include "Storage/SqlDeliveries.h"
#include "Storage/SqlEgressLedger.h"

namespace vlm
{
namespace
{

// Word for word what version 1 of the schema was; never to be changed.
const std::vector<std::string>& FirstVersion()
{
  static const std::vector<std::string> statements = {
      R"(CREATE TABLE analyses (
           sequence INTEGER PRIMARY KEY AUTOINCREMENT,
           id TEXT NOT NULL UNIQUE,
           level INTEGER NOT NULL,
           orthanc_id TEXT NOT NULL,
           series_id TEXT NOT NULL,
           study_id TEXT NOT NULL,
           model TEXT NOT NULL,
           content TEXT NOT NULL,
           language TEXT NOT NULL,
           max_images INTEGER NOT NULL,
           priority INTEGER NOT NULL,
           state INTEGER NOT NULL,
           attempts INTEGER NOT NULL,
           queued_at BIGINT NOT NULL,
           next_attempt_at BIGINT NOT NULL,
           started_at BIGINT,
           completed_at BIGINT,
           ended_sequence BIGINT,
           reason TEXT NOT NULL DEFAULT '',
           modality TEXT NOT NULL DEFAULT '',
           patient_id TEXT NOT NULL DEFAULT '',
           impression TEXT NOT NULL DEFAULT '',
           findings INTEGER NOT NULL DEFAULT 0,
           max_score DOUBLE PRECISION))",
      // At most one of a resource and model waits: duplicates collapse even if two threads enqueue
      // at once.
      "CREATE UNIQUE INDEX analyses_waiting ON analyses (orthanc_id, model) WHERE state = 0",
      "CREATE INDEX analyses_due ON analyses (state, priority DESC, sequence)",
      "CREATE INDEX analyses_resource ON analyses (orthanc_id)",
      "CREATE INDEX analyses_series ON analyses (series_id)",
      "CREATE INDEX analyses_study ON analyses (study_id)",
      "CREATE INDEX analyses_patient ON analyses (patient_id)",
      R"(CREATE UNIQUE INDEX analyses_ended ON analyses (ended_sequence)
           WHERE ended_sequence IS NOT NULL)",
      R"(CREATE TABLE finding_labels (
           analysis BIGINT NOT NULL REFERENCES analyses (sequence) ON DELETE CASCADE,
           label TEXT NOT NULL,
           score DOUBLE PRECISION))",
      "CREATE INDEX finding_labels_analysis ON finding_labels (analysis)",
      "CREATE TABLE progress (name TEXT PRIMARY KEY, value BIGINT NOT NULL)",
      "CREATE TABLE schema_version (version BIGINT NOT NULL)",
      "INSERT INTO schema_version (version) VALUES (1)",
      "INSERT INTO analyses (id, level, orthanc_id, series_id, study_id, model, content, language, "
      "max_images, priority, state, attempts, queued_at, next_attempt_at) VALUES "
      "('waits', 0, 'r1', 's', 'study', 'offline', '', 'en', 1, 3, 0, 2, 1000, 2000)",
      "INSERT INTO analyses (id, level, orthanc_id, series_id, study_id, model, content, language, "
      "max_images, priority, state, attempts, queued_at, next_attempt_at, completed_at, "
      "ended_sequence, impression, findings) VALUES "
      "('done', 0, 'r2', 's', 'study', 'offline', '', 'en', 1, 0, 2, 1, 1000, 1000, 3000, 1, "
      "'A mass.', 1)",
      "INSERT INTO finding_labels (analysis, label, score) VALUES (2, 'mass', 0.5)",
      "INSERT INTO progress (name, value) VALUES ('changes', 42)",
  };
  return statements;
}

class MigrationTest : public QueueFixture
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
    for (const auto& statement : FirstVersion())
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

TEST_F(MigrationTest, KeepsAllRecordsOfTheFirstVersion)
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

TEST_F(MigrationTest, AddsAnEmptyLedgerThatWorks)
{
  Open();
  SqlEgressLedger ledger(*database);
  EXPECT_TRUE(ledger.List({}).Value().entries.empty());
  EXPECT_EQ(ledger.Record({}).Value(), 1);
  Open();
  EXPECT_EQ(CountRows("egress"), 1) << "a second start changes nothing";
}

TEST_F(MigrationTest, DeliversOnlyWhatEndsFromNowOn)
{
  Open();
  SqlDeliveries deliveries(*database, clock);
  EXPECT_EQ(deliveries.Plan({true, true, {}}).Value(), 0) << "'done' had ended before";
  EXPECT_EQ(Claim(), "waits");
  ASSERT_TRUE(queue->Finish("waits", AnalysisState::Completed, "", {}).HasValue());
  EXPECT_EQ(deliveries.Plan({true, true, {}}).Value(), 2);
}

TEST_F(MigrationTest, EndsWithTheSchemaOfANewDatabase)
{
  Open();
  ASSERT_TRUE(Database::OpenSqlite(folder.File("new.db")).HasValue());
  EXPECT_EQ(SchemaOf(Path()), SchemaOf(folder.File("new.db")));
}

TEST_F(MigrationTest, ChangesNothingWhereAStepFails)
{
  {
    soci::session session(soci::sqlite3, "dbname=" + Path());
    session << "CREATE TABLE egress_model (x BIGINT)";  // takes an index's name
  }
  const auto before = SchemaOf(Path());
  const auto opened = Database::OpenSqlite(Path());
  ASSERT_FALSE(opened.HasValue());
  EXPECT_EQ(opened.Failure().kind, ErrorKind::StorageFailed);
  EXPECT_EQ(SchemaOf(Path()), before);
}

TEST_F(MigrationTest, RefusesTheVersionAfterTheNewest)
{
  {
    soci::session session(soci::sqlite3, "dbname=" + Path());
    session << "UPDATE schema_version SET version = 4";
  }
  const auto opened = Database::OpenSqlite(Path());
  ASSERT_FALSE(opened.HasValue());
  EXPECT_EQ(opened.Failure().kind, ErrorKind::StorageFailed);
}

}  // namespace
}  // namespace vlm
