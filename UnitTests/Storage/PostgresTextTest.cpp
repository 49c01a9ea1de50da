// SPDX-License-Identifier: GPL-3.0-or-later
// PostgreSQL holds UTF-8 without NUL: what arrives in other forms is cleaned, not lost.
#include <gmock/gmock.h>

#include "Storage/QueueFixture.h"
#include "Storage/SqlDialect.h"
#include "Storage/SqlEgressLedger.h"
#include "Storage/SqlPauses.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;

// "Müller" as a file in Latin-1 has it.
constexpr const char* Latin = "M\xFCller";
const std::string WithNul("a\0b", 3);

class PostgresTextTest : public QueueFixture
{
protected:
  std::string Storable(const std::string& text)
  {
    return database
        ->Run([&](soci::session& session) -> Result<std::string>
              { return StorableText(session, text); })
        .Value();
  }
};

// Oracle: Unicode 15, table 3-7, of what UTF-8 may be; how many U+FFFD one fault brings is free.
TEST_F(PostgresTextTest, ReplacesOnlyWhatUtf8CannotBe)
{
  for (const std::string good : {"", "plain", "M\xC3\xBCller", "\xE5\x8C\xBB\xE7\x94\x9F",
                                 "\xF0\x9F\xA9\xBB", "\x01\t\r\n", "\xEF\xBF\xBD"})
  {
    EXPECT_EQ(Storable(good), good);
  }
  EXPECT_EQ(Storable(WithNul),
            "a\xEF\xBF\xBD"
            "b");
  for (const std::string bad :
       {"\xFF", "x\xED\xA0\x80y", "\xC0\xAF", "\xE5\x8C", "\xF5\x80\x80\x80"})
  {
    EXPECT_THAT(Storable(bad), ::testing::HasSubstr("\xEF\xBF\xBD"));
    EXPECT_EQ(AskAt(Path(), "SELECT '" + Storable(bad) + "'"), Storable(bad))
        << "PostgreSQL's view";
  }
}

// Each entry of an index is below 2704 bytes.
TEST_F(PostgresTextTest, IsCutForAnIndexWhereACharacterBegins)
{
  std::string doctors;
  while (doctors.size() < 100'000)
  {
    doctors += "\xE5\x8C\xBB";  // three bytes
  }
  for (const std::string before : {"", "x", "xx"})
  {
    const auto stored = database->Run(
        [&](soci::session& session) -> Result<std::string>
        {
          StorableTexts texts(session);
          return texts.Indexed(before + doctors);
        });
    EXPECT_GT(stored.Value().size(), 990u);
    EXPECT_LE(stored.Value().size(), 1000u);
    EXPECT_EQ((stored.Value().size() - before.size()) % 3, 0u);
    EXPECT_EQ((before + doctors).compare(0, stored.Value().size(), stored.Value()), 0);
  }
  const auto id = Ended(OrderOf("r"), AnalysisState::Completed,
                        {doctors, doctors, doctors, 1, {}, {{doctors, 0.5}}});
  EXPECT_TRUE(Record(id).summary.impression == doctors) << "no index";
}

TEST_F(PostgresTextTest, IsNoReasonToLoseAnAnalysis)
{
  const ReportSummary summary{Latin, Latin, WithNul, 1, 0.5, {{Latin, 0.5}, {WithNul, 0.25}}};
  Enqueue(OrderOf("r"));
  const auto id = Claim();
  ASSERT_TRUE(queue->Postpone(Record(id), clock.Now(), Latin).HasValue());
  ASSERT_EQ(Claim(), id);
  ASSERT_TRUE(queue->Release(Record(id), WithNul).HasValue());
  ASSERT_EQ(Claim(), id);
  const auto finished = queue->Finish(Record(id), AnalysisState::Completed, Latin, summary);
  ASSERT_TRUE(finished.HasValue()) << finished.Failure().message;
  EXPECT_EQ(Record(id).state, AnalysisState::Completed);
  EXPECT_EQ(CountRows("finding_labels"), 2);
}

TEST_F(PostgresTextTest, IsNoReasonToLoseARestoredAnalysis)
{
  AnalysisRecord record;
  record.id = "00000000-0000-4000-8000-000000000000";
  record.order = OrderOf("r");
  record.state = AnalysisState::Completed;
  record.completedAt = clock.Now();
  const auto restored =
      queue->Restore(record, {Latin, WithNul, Latin, 1, std::nullopt, {{Latin, 0.5}}});
  ASSERT_TRUE(restored.HasValue()) << restored.Failure().message;
  EXPECT_TRUE(restored.Value());
}

TEST_F(PostgresTextTest, IsNoReasonToLoseAnEntryOfTheLedgerOrAPause)
{
  SqlEgressLedger ledger(*database);
  EgressEntry entry;
  entry.host = Latin;
  const auto recorded = ledger.Record(entry);
  ASSERT_TRUE(recorded.HasValue()) << recorded.Failure().message;
  EXPECT_TRUE(
      ledger.Complete(recorded.Value(), 200, Latin, std::chrono::milliseconds(1)).HasValue());
  EXPECT_TRUE(ledger.NoteUsage(recorded.Value(), 1, 1, Latin).HasValue());
  SqlPauses pauses(*database, clock);
  EXPECT_TRUE(pauses.Pause("m", Latin).HasValue());
}

TEST_F(PostgresTextTest, FindsNothingInALookup)
{
  const auto id = Enqueue(OrderOf("r")).id;
  EXPECT_EQ(queue->Find(Latin).Failure().kind, ErrorKind::BadInput);
  AnalysisFilter filter;
  filter.patientId = Latin;
  const auto page = queue->List(filter);
  ASSERT_FALSE(page.HasValue());
  EXPECT_EQ(page.Failure().kind, ErrorKind::BadInput);
  EXPECT_THAT(Listed({}), ElementsAre(id));
}

}  // namespace
}  // namespace vlm
