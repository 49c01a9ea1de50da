// SPDX-License-Identifier: GPL-3.0-or-later
// How reviews are taken, on a real database, also where something ends in the middle of it.
#include "Pipeline/ReviewDesk.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "Fakes/MemoryLog.h"
#include "Fakes/MemoryReportArchive.h"
#include "Foundation/Json.h"
#include "Storage/QueueFixture.h"
#include "Storage/SqlDeliveries.h"

namespace vlm
{
namespace
{

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Its disk may be full.
class BreakableArchive : public MemoryReportArchive
{
public:
  std::optional<Error> addError;

  Result<Json::Value> AddReview(ResourceLevel level, const std::string& orthancId,
                                const std::string& analysisId, int baseRevision,
                                const Json::Value& review) override
  {
    return addError
               ? Result<Json::Value>(*addError)
               : MemoryReportArchive::AddReview(level, orthancId, analysisId, baseRevision, review);
  }
};

class ReviewDeskTest : public QueueFixture
{
protected:
  ReviewDeskTest() { Restart(); }

  // As after the end of the process: only database and archive stay.
  void Restart()
  {
    desk.reset();
    deliveries.reset();
    Open();
    deliveries = std::make_unique<SqlDeliveries>(*database, clock);
    desk = std::make_unique<ReviewDesk>(ReviewPorts{reports, *queue, *deliveries, clock, log},
                                        [this] { ++signals; });
  }
  // An analysis with one finding, "mass".
  AnalysisRecord Analysed(const std::string& resource,
                          AnalysisState state = AnalysisState::Completed)
  {
    const auto id =
        Ended(OrderOf(resource), state, {"CT", "P1", "A mass.", 1, 0.5, {{"mass", 0.5}}});
    auto report = ParseJson(R"({"SchemaVersion": 1, "Status": "Completed", "Modality": "CT",
      "Images": [{"Rows": 100, "Columns": 100}],
      "Findings": [{"Id": "6fa459ea-ee8a-4ca4-894e-db77e160355e", "Label": "mass", "Image": 0,
                    "ModelScore": 0.5}], "Rejected": [], "Narrative": {"Impression": "A mass."}})")
                      .Value();
    report["AnalysisId"] = id;
    EXPECT_TRUE(reports.Store(report).HasValue());
    return Record(id);
  }
  static Json::Value Body(int revision, const std::string& disposition, bool isSigned = false)
  {
    Json::Value body;
    body["Revision"] = revision;
    body["Findings"][0]["Id"] = "6fa459ea-ee8a-4ca4-894e-db77e160355e";
    body["Findings"][0]["Disposition"] = disposition;
    body["Findings"][0]["Reason"] = "A vessel.";
    if (isSigned)
    {
      body["SignOff"]["Name"] = "Smith^John";
    }
    return body;
  }
  Json::Value Taken(const AnalysisRecord& record, const Json::Value& body,
                    const std::optional<std::string>& user = "alice")
  {
    auto report = desk->Take(record, body, user);
    EXPECT_TRUE(report.HasValue()) << (report.HasValue() ? "" : report.Failure().message);
    return report.HasValue() ? report.Value() : Json::Value();
  }
  Error Refused(const AnalysisRecord& record, const Json::Value& body)
  {
    const auto report = desk->Take(record, body, std::nullopt);
    EXPECT_FALSE(report.HasValue());
    return report.HasValue() ? Error() : report.Failure();
  }
  std::size_t Planned(const std::string& id)
  {
    EXPECT_TRUE(deliveries->Plan({true, false, {}}).HasValue());
    return deliveries->ListOf(id).Value().size();
  }

  BreakableArchive reports;
  MemoryLog log;
  std::atomic<int> signals{0};
  std::unique_ptr<SqlDeliveries> deliveries;
  std::unique_ptr<ReviewDesk> desk;
};

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

TEST_F(ReviewDeskTest, LeavesNoTraceOfWhatTheArchiveRefused)
{
  const auto record = Analysed("a");
  reports.addError = Error{ErrorKind::StorageFailed, "disk full"};
  EXPECT_EQ(Refused(record, Body(0, "Accepted")).message, "disk full");
  EXPECT_EQ(Record(record.id).reviewRevision, 0);
  EXPECT_THAT(queue->UnfinishedReviews().Value(), IsEmpty());
  reports.addError.reset();
  Taken(record, Body(0, "Accepted"));
}

TEST_F(ReviewDeskTest, FinishesWhatWasStoredWhenTheServerEnded)
{
  const auto record = Analysed("a");
  Planned(record.id);
  ASSERT_TRUE(queue->BeginReview(record.id).HasValue());
  auto review = Body(0, "Accepted", true);
  ASSERT_TRUE(reports.AddReview({}, "", record.id, 0, review).HasValue());
  Restart();  // kill -9 between the archive and the index
  EXPECT_EQ(Record(record.id).reviewRevision, 0);
  ASSERT_TRUE(desk->FinishInterrupted().HasValue());
  EXPECT_EQ(Record(record.id).reviewRevision, 1);
  EXPECT_TRUE(Record(record.id).isSignedOff);
  EXPECT_EQ(signals, 1);
  EXPECT_EQ(deliveries->Plan({true, false, {}}).Value(), 1);
  EXPECT_THAT(queue->UnfinishedReviews().Value(), IsEmpty());
}

TEST_F(ReviewDeskTest, ForgetsWhatWasNotStoredWhenTheServerEnded)
{
  const auto record = Analysed("a");
  ASSERT_TRUE(queue->BeginReview(record.id).HasValue());
  Restart();
  ASSERT_TRUE(desk->FinishInterrupted().HasValue());
  EXPECT_EQ(Record(record.id).reviewRevision, 0);
  EXPECT_THAT(queue->UnfinishedReviews().Value(), IsEmpty());
  EXPECT_EQ(signals, 0);
}

TEST_F(ReviewDeskTest, SeesToAnInterruptedReviewWithTheNextOne)
{
  const auto first = Analysed("a");
  const auto second = Analysed("b");
  ASSERT_TRUE(queue->BeginReview(first.id).HasValue());
  ASSERT_TRUE(reports.AddReview({}, "", first.id, 0, Body(0, "Accepted")).HasValue());
  Taken(second, Body(0, "Accepted"));
  EXPECT_EQ(Record(first.id).reviewRevision, 1);
  EXPECT_EQ(Record(second.id).reviewRevision, 1);
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
