// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/SqlEgressLedger.h"

#include <gmock/gmock.h>

#include <limits>

#include "Storage/QueueFixture.h"

namespace vlm
{
namespace
{

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::int64_t Most = std::numeric_limits<std::int64_t>::max();
class EgressLedgerTest : public QueueFixture
{
protected:
  EgressLedgerTest() { OpenLedger(); }

  void OpenLedger()
  {
    ledger.reset();
    Open();
    ledger = std::make_unique<SqlEgressLedger>(*database);
  }
  EgressEntry Entry(const std::string& study = "study", const std::string& model = "gemini") const
  {
    EgressEntry entry;
    entry.time = clock.Now();
    entry.analysisId = "analysis";
    entry.orthancStudyId = study;
    entry.model = model;
    entry.host = "model.example";
    entry.rule = "AllowRemote";
    entry.bytes = 123456789012;
    entry.pictureSha256 = {std::string(64, 'a'), std::string(64, 'b')};
    entry.contextKeys = {"Modality", "BodyPartExamined"};
    return entry;
  }
  std::int64_t Record(const EgressEntry& entry)
  {
    const auto id = ledger->Record(entry);
    EXPECT_TRUE(id.HasValue()) << (id.HasValue() ? "" : id.Failure().message);
    return id.HasValue() ? id.Value() : -1;
  }
  EgressPage Page(const EgressFilter& filter)
  {
    auto page = ledger->List(filter);
    EXPECT_TRUE(page.HasValue()) << (page.HasValue() ? "" : page.Failure().message);
    return page.HasValue() ? std::move(page).Value() : EgressPage();
  }
  std::vector<std::int64_t> Listed(const EgressFilter& filter)
  {
    std::vector<std::int64_t> ids;
    for (const auto& entry : Page(filter).entries)
    {
      ids.push_back(entry.id);
    }
    return ids;
  }
  EgressEntry Newest() { return Page({}).entries.at(0); }

  std::unique_ptr<SqlEgressLedger> ledger;
};

TEST_F(EgressLedgerTest, KeepsWhatLeftBeforeAnAnswerCame)
{
  const auto id = Record(Entry());
  OpenLedger();  // as after a crash
  const auto entry = Newest();
  EXPECT_EQ(entry.id, id);
  EXPECT_EQ(entry.time, clock.Now());
  EXPECT_EQ(entry.analysisId, "analysis");
  EXPECT_EQ(entry.orthancStudyId, "study");
  EXPECT_EQ(entry.model, "gemini");
  EXPECT_EQ(entry.host, "model.example");
  EXPECT_EQ(entry.rule, "AllowRemote");
  EXPECT_EQ(entry.bytes, 123456789012);
  EXPECT_THAT(entry.pictureSha256, ElementsAre(std::string(64, 'a'), std::string(64, 'b')));
  EXPECT_THAT(entry.contextKeys, ElementsAre("Modality", "BodyPartExamined"));
  EXPECT_EQ(entry.httpStatus, 0);
  EXPECT_EQ(entry.outcome, "");
}

TEST_F(EgressLedgerTest, AddsWhatCameBack)
{
  const auto id = Record(Entry());
  const auto other = Record(Entry());
  ASSERT_TRUE(ledger->Complete(id, 200, "Answered", milliseconds(2345)).HasValue());
  ASSERT_TRUE(ledger->NoteUsage(id, 258, 77, "gemini-2.5-flash-001").HasValue());
  OpenLedger();
  EgressFilter afterTheOther;
  afterTheOther.cursor = std::to_string(other);
  const auto entry = Page(afterTheOther).entries.at(0);
  EXPECT_EQ(entry.httpStatus, 200);
  EXPECT_EQ(entry.outcome, "Answered");
  EXPECT_EQ(entry.latency, milliseconds(2345));
  EXPECT_EQ(entry.inputTokens, 258);
  EXPECT_EQ(entry.outputTokens, 77);
  EXPECT_EQ(entry.servedModel, "gemini-2.5-flash-001");
  EXPECT_EQ(entry.host, "model.example");
  EXPECT_EQ(Newest().outcome, "") << "the other entry is as it was";
}

TEST_F(EgressLedgerTest, KnowsNoOtherEntries)
{
  EXPECT_EQ(ledger->Complete(1, 200, "Answered", {}).Failure().kind, ErrorKind::NotFound);
  EXPECT_EQ(ledger->NoteUsage(1, 1, 1, "").Failure().kind, ErrorKind::NotFound);
}

TEST_F(EgressLedgerTest, ListsTheNewestFirstPageByPage)
{
  std::vector<std::int64_t> ids;
  for (int i = 0; i < 5; ++i)
  {
    ids.insert(ids.begin(), Record(Entry()));
  }
  EgressFilter filter;
  filter.limit = 2;
  std::vector<std::int64_t> seen;
  for (const std::size_t size : {2u, 2u, 1u})
  {
    const auto page = Page(filter);
    EXPECT_THAT(page.entries, SizeIs(size));
    for (const auto& entry : page.entries)
    {
      seen.push_back(entry.id);
    }
    EXPECT_EQ(page.next.empty(), size == 1);
    filter.cursor = page.next;
    Record(Entry());  // what comes meanwhile disturbs no page
  }
  EXPECT_EQ(seen, ids);
}

TEST_F(EgressLedgerTest, FiltersByStudy)
{
  const auto first = Record(Entry("mine"));
  Record(Entry("other"));
  const auto second = Record(Entry("mine"));
  EgressFilter filter;
  filter.orthancStudyId = "mine";
  EXPECT_THAT(Listed(filter), ElementsAre(second, first));
  filter.cursor = std::to_string(second);
  EXPECT_THAT(Listed(filter), ElementsAre(first));
  filter.orthancStudyId = "nobody's";
  filter.cursor.clear();
  EXPECT_THAT(Listed(filter), IsEmpty());
}

TEST_F(EgressLedgerTest, RefusesACursorThatIsNone)
{
  for (const char* cursor : {"x", "-1", "1; DROP TABLE egress", "99999999999999999999", " 1"})
  {
    EgressFilter filter;
    filter.cursor = cursor;
    const auto page = ledger->List(filter);
    ASSERT_FALSE(page.HasValue()) << cursor;
    EXPECT_EQ(page.Failure().kind, ErrorKind::BadInput);
  }
}

TEST_F(EgressLedgerTest, StandsAnyLimit)
{
  Record(Entry());
  Record(Entry());
  EgressFilter filter;
  for (const int limit : {std::numeric_limits<int>::min(), 0, std::numeric_limits<int>::max()})
  {
    filter.limit = limit;
    EXPECT_THAT(Listed(filter), SizeIs(limit > 0 ? 2 : 1));
  }
}

TEST_F(EgressLedgerTest, OutlivesTheStudyAndItsAnalyses)
{
  const auto analysis = Enqueue(OrderOf("r")).id;
  auto entry = Entry();
  entry.analysisId = analysis;
  const auto id = Record(entry);
  ASSERT_EQ(queue->RemoveOf("study").Value(), 1);
  EXPECT_THAT(Listed({}), ElementsAre(id));
}

TEST_F(EgressLedgerTest, SumsWhatAModelUsedSinceATime)
{
  const auto before = Record(Entry());
  ASSERT_TRUE(ledger->NoteUsage(before, 1000, 1000, "").HasValue());
  clock.Advance(seconds(1));
  const auto midnight = clock.Now();
  const auto first = Record(Entry());
  ASSERT_TRUE(ledger->NoteUsage(first, 100, 20, "").HasValue());
  const auto other = Record(Entry("study", "gemini-other"));
  ASSERT_TRUE(ledger->NoteUsage(other, 500, 500, "").HasValue());
  clock.Advance(seconds(1));
  const auto second = Record(Entry());
  ASSERT_TRUE(ledger->NoteUsage(second, 3, 0, "").HasValue());
  const auto unanswered = clock.Now();
  Record(Entry());
  OpenLedger();
  const auto usage = ledger->UsageSince("gemini", midnight);
  ASSERT_TRUE(usage.HasValue());
  EXPECT_EQ(usage.Value().requests, 3);
  EXPECT_EQ(usage.Value().tokens, 123);
  EXPECT_THAT(ledger->RequestsSince("gemini", midnight).Value(),
              ElementsAre(midnight, unanswered, unanswered));
  EXPECT_EQ(ledger->UsageSince("nobody", midnight).Value().requests, 0);
  EXPECT_EQ(ledger->UsageSince("nobody", midnight).Value().tokens, 0);
  EXPECT_THAT(ledger->RequestsSince("nobody", midnight).Value(), IsEmpty());
}

// SQLite's SUM fails once it exceeds 64 bits: a server could so end all budgets.
TEST_F(EgressLedgerTest, StandsAbsurdTokenCounts)
{
  for (const std::int64_t count : {Most, -Most, Most})
  {
    ASSERT_TRUE(ledger->NoteUsage(Record(Entry()), count, count, "").HasValue());
  }
  const auto usage = ledger->UsageSince("gemini", Timestamp());
  ASSERT_TRUE(usage.HasValue());
  EXPECT_EQ(usage.Value().tokens, 4'000'000'000);
}

TEST_F(EgressLedgerTest, TellsTheRestOfADamagedEntry)
{
  Record(Entry());
  for (const char* text : {"{broken", "5", "[5, null, {}]", ""})
  {
    const auto damaged = database->Run(
        [&](soci::session& session) -> Result<void>
        {
          const std::string value = text;
          session << "UPDATE egress SET pictures = :text", soci::use(value);
          return {};
        });
    ASSERT_TRUE(damaged.HasValue());
    EXPECT_EQ(Newest().host, "model.example") << text;
    EXPECT_THAT(Newest().contextKeys, SizeIs(2));
  }
}

class HostileLedgerTest : public EgressLedgerTest, public ::testing::WithParamInterface<std::string>
{
};

TEST_P(HostileLedgerTest, StoresTextsAsTheyAre)
{
  const std::string& text = GetParam();
  if (IsPostgres() && (text.size() > 1000 || text.find_first_of(std::string("\0\xFF", 2)) < 1000))
  {
    GTEST_SKIP() << "PostgreSQL holds neither NUL nor malformed UTF-8, nor long names";
  }
  auto entry = Entry(text, "m" + text);
  entry.analysisId = entry.host = entry.rule = text;
  entry.pictureSha256 = {text};
  entry.contextKeys = {text, text};
  Record(Entry("other"));
  const auto id = Record(entry);
  ASSERT_TRUE(ledger->Complete(id, 0, text, {}).HasValue());
  OpenLedger();
  EgressFilter filter;
  filter.orthancStudyId = text;
  ASSERT_THAT(Listed(filter), ElementsAre(id));
  const auto read = Newest();
  EXPECT_TRUE(read.analysisId == text && read.host == text && read.rule == text);
  EXPECT_TRUE(read.orthancStudyId == text && read.outcome == text);
  EXPECT_TRUE(read.pictureSha256 == entry.pictureSha256);
  EXPECT_TRUE(read.contextKeys == entry.contextKeys);
  EXPECT_EQ(ledger->UsageSince("m" + text, Timestamp()).Value().requests, 1);
  EXPECT_EQ(CountRows("egress"), 2);
}

// The served model's name is a remote server's: it must neither fill the disk nor break the JSON
// that it is shown in.
TEST_P(HostileLedgerTest, CleansAndCutsTheNameThatAServerGives)
{
  ASSERT_TRUE(ledger->NoteUsage(Record(Entry()), 1, 1, GetParam()).HasValue());
  const auto served = Newest().servedModel;
  EXPECT_LE(served.size(), 1000u);
  EXPECT_TRUE(served.find('\0') == std::string::npos);
  EXPECT_TRUE(served.find('\xFF') == std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Texts, HostileLedgerTest,
                         ::testing::Values("'; DROP TABLE egress; --", "' OR '1'='1", "\"]", ":id",
                                           "%", "?1", std::string("a\0b", 3),
                                           std::string("\xFF\xC3\x28\xED\xA0\x80"),
                                           "\xE2\x80\xAE\xF0\x9F\xA9\xBB", "\r\n\t\x01",
                                           std::string(1 << 20, 'x')),
                         [](const auto& one) { return "No" + std::to_string(one.index); });

}  // namespace
}  // namespace vlm
