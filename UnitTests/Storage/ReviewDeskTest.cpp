// SPDX-License-Identifier: GPL-3.0-or-later
// How reviews are taken, on a real database.
#include <gmock/gmock.h>

#include <thread>

#include "Storage/ReviewDeskFixture.h"

namespace vlm
{
namespace
{

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(ReviewDeskTest, StoresAReviewWithUserAndTime)
{
  const auto record = Analysed("a");
  const auto report = Taken(record, Body(0, "Rejected"));
  EXPECT_EQ(report["Review"]["Revision"], 1);
  EXPECT_EQ(report["Review"]["User"], "alice");
  EXPECT_EQ(report["Review"]["At"], FormatTimestamp(clock.Now()));
  const auto original = reports.Original({}, "", record.id).Value();
  ASSERT_TRUE(original);
  EXPECT_EQ((*original)["Findings"].size(), 1u) << "untouched";
  EXPECT_EQ((*original)["Reviews"].size(), 1u);
}

TEST_F(ReviewDeskTest, KnowsNoUserWhereNobodyVouchesForOne)
{
  const auto report = Taken(Analysed("a"), Body(0, "Accepted"), std::nullopt);
  EXPECT_TRUE(report["Review"]["User"].isNull());
}

TEST_F(ReviewDeskTest, BringsTheIndexUpToDate)
{
  const auto record = Analysed("a");
  Taken(record, Body(0, "Rejected"));
  const auto reviewed = Record(record.id);
  EXPECT_EQ(reviewed.reviewRevision, 1);
  EXPECT_FALSE(reviewed.isSignedOff);
  EXPECT_EQ(reviewed.summary.findings, 0);
  const auto rows = queue->Acceptance().Value();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].label, "mass");
  EXPECT_EQ(rows[0].rejected, 1);
  EXPECT_THAT(queue->UnfinishedReviews().Value(), IsEmpty());
}

TEST_F(ReviewDeskTest, HasObjectsMadeOnceItIsSigned)
{
  const auto record = Analysed("a");
  Planned(record.id);
  Taken(record, Body(0, "Accepted"));
  EXPECT_EQ(signals, 0);
  EXPECT_EQ(deliveries->Plan({true, false, {}}).Value(), 0);
  Taken(record, Body(1, "Accepted", true));
  EXPECT_EQ(signals, 1);
  EXPECT_EQ(deliveries->Plan({true, false, {}}).Value(), 1);
  EXPECT_TRUE(Record(record.id).isSignedOff);
}

TEST_F(ReviewDeskTest, RefusesWhatWasMadeFromAnotherRevision)
{
  const auto record = Analysed("a");
  EXPECT_EQ(Refused(record, Body(1, "Accepted")).kind, ErrorKind::Conflict);
  Taken(record, Body(0, "Accepted"));
  EXPECT_EQ(Refused(record, Body(0, "Rejected")).kind, ErrorKind::Conflict);
  EXPECT_EQ(Refused(record, Body(0, "nonsense")).kind, ErrorKind::Conflict) << "first of all";
  EXPECT_EQ(Record(record.id).reviewRevision, 1);
}

TEST_F(ReviewDeskTest, RefusesWhatIsNoReview)
{
  const auto record = Analysed("a");
  for (const char* text : {"{}", "[]", "5", "null", R"({"Revision": null})", R"({"Revision": -1})",
                           R"({"Revision": 1e99})", R"({"Revision": "0"})", R"({"Revision": 0.5})",
                           R"({"Revision": 4294967296})"})
  {
    const auto error = Refused(record, ParseJson(text).Value());
    EXPECT_EQ(error.kind, ErrorKind::BadInput) << text;
    EXPECT_THAT(error.message, HasSubstr("Revision")) << text;
  }
  EXPECT_EQ(Refused(record, Body(0, "nonsense")).kind, ErrorKind::BadInput);
  EXPECT_THAT(queue->UnfinishedReviews().Value(), IsEmpty());
}

TEST_F(ReviewDeskTest, RefusesAnAnalysisWithoutAReport)
{
  EXPECT_EQ(Refused(Analysed("a", AnalysisState::Failed), Body(0, "Accepted")).kind,
            ErrorKind::Conflict);
  const auto record = Analysed("b");
  ASSERT_TRUE(reports.Remove({}, "", record.id).HasValue());
  EXPECT_EQ(Refused(record, Body(0, "Accepted")).kind, ErrorKind::NotFound);
  const auto gone = Analysed("c");
  ASSERT_TRUE(queue->Remove(gone.id).HasValue());
  EXPECT_EQ(Refused(gone, Body(0, "Accepted")).kind, ErrorKind::NotFound);
}

TEST_F(ReviewDeskTest, TakesOneOfManyMadeFromTheSameRevision)
{
  const auto record = Analysed("a");
  constexpr int people = 8;
  std::atomic<int> taken{0};
  std::atomic<int> conflicts{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < people; ++i)
  {
    threads.emplace_back(
        [&, i]
        {
          const auto report = desk->Take(record, Body(0, "Accepted"), "user" + std::to_string(i));
          taken += report.HasValue() ? 1 : 0;
          conflicts += !report.HasValue() && report.Failure().kind == ErrorKind::Conflict ? 1 : 0;
        });
  }
  for (auto& thread : threads)
  {
    thread.join();
  }
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(conflicts, people - 1);
  EXPECT_EQ(Record(record.id).reviewRevision, 1);
}

TEST_F(ReviewDeskTest, LogsNeitherNamesNorTexts)
{
  Taken(Analysed("a"), Body(0, "Rejected"));
  EXPECT_THAT(log.Lines(), Contains(HasSubstr("revision 1")).Times(1));
  for (const char* secret : {"alice", "vessel", "mass", "P1"})
  {
    EXPECT_THAT(log.Lines(), Each(Not(HasSubstr(secret))));
  }
}

}  // namespace
}  // namespace vlm
