// SPDX-License-Identifier: GPL-3.0-or-later
// Reviews beside the reports in Orthanc's attachments.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "Fakes/FakeOrthanc.h"
#include "Fakes/MemoryCluster.h"
#include "Foundation/Json.h"
#include "Orthanc/OrthancIds.h"
#include "Orthanc/OrthancReportArchive.h"
#include "Orthanc/ReportForm.h"
#include "Report/ReviewedReport.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;
using ::testing::Not;

const std::string FindingId = "6fa459ea-ee8a-4ca4-894e-db77e160355e";

class StoredReviewsTest : public ::testing::Test
{
protected:
  StoredReviewsTest() { orthanc.Answer("/series/" + id, "{}"); }

  // With one finding, "mass".
  Json::Value Report(const std::string& analysisId) const
  {
    auto report = ParseJson(R"({"SchemaVersion": 1, "Level": "Series", "Status": "Completed",
      "Images": [{"Rows": 100, "Columns": 100}],
      "Findings": [{"Id": ")" +
                            FindingId +
                            R"(", "Label": "mass", "Image": 0}], "Rejected": [],
      "Narrative": {"Impression": "A mass."}})")
                      .Value();
    report["AnalysisId"] = analysisId;
    report["OrthancId"] = id;
    return report;
  }
  void Store(const std::string& analysisId)
  {
    const auto stored = archive.Store(Report(analysisId));
    EXPECT_TRUE(stored.HasValue()) << (stored.HasValue() ? "" : stored.Failure().message);
  }
  static Json::Value Review(const std::string& impression, const std::string& user = "alice")
  {
    auto review = ParseJson(R"({"Findings": [{"Id": ")" + FindingId +
                            R"(", "Disposition": "Rejected", "Reason": "A vessel."}], "Added": [],
      "SignOff": null, "At": "2026-12-01T05:00:00.000Z"})")
                      .Value();
    review["Impression"] = impression;
    review["User"] = user;
    return review;
  }
  Result<Json::Value> Add(const std::string& analysisId, int baseRevision,
                          const Json::Value& review)
  {
    return archive.AddReview(ResourceLevel::Series, id, analysisId, baseRevision, review);
  }
  void Reviewed(const std::string& analysisId, int baseRevision, const std::string& impression)
  {
    const auto added = Add(analysisId, baseRevision, Review(impression));
    EXPECT_TRUE(added.HasValue()) << (added.HasValue() ? "" : added.Failure().message);
  }
  std::string Attachment(int number) const
  {
    return "/series/" + id + "/attachments/" + std::to_string(number);
  }
  std::string Stored(int number) const { return orthanc.Content(Attachment(number) + "/data"); }
  Json::Value Find(const std::string& analysisId, ReportForm form = ReportForm::Reviewed)
  {
    const auto found = FindReport(archive, form, ResourceLevel::Series, id, analysisId);
    EXPECT_TRUE(found.HasValue() && found.Value());
    return found.HasValue() ? found.Value().value_or(Json::Value()) : Json::Value();
  }

  const std::string id = OrthancId('a');
  FakeOrthanc orthanc;
  OrthancApi api{orthanc.Context()};
  MemoryCluster cluster;
  NamedLocks locks{cluster};
  OrthancReportArchive archive{api, locks};
};

TEST_F(StoredReviewsTest, AreJoinedWithTheReportThatIsServed)
{
  Store("1");
  const auto added = Add("1", 0, Review("No mass."));
  ASSERT_TRUE(added.HasValue());
  EXPECT_EQ(added.Value(), Find("1"));
  EXPECT_EQ(added.Value(), archive.Newest(ResourceLevel::Series, id).Value().value());
  EXPECT_EQ(RevisionOf(added.Value()), 1);
  EXPECT_EQ(added.Value()["Findings"].size(), 0u);
  EXPECT_EQ(added.Value()["Rejected"].size(), 1u);
  EXPECT_EQ(added.Value()["Narrative"]["Impression"], "No mass.");
}

TEST_F(StoredReviewsTest, LeaveWhatTheModelFoundUntouched)
{
  Store("1");
  const auto before = Find("1");
  Reviewed("1", 0, "No mass.");
  Reviewed("1", 1, "Nothing.");
  EXPECT_EQ(Find("1", ReportForm::Original), before);
  const auto stored = archive.Original(ResourceLevel::Series, id, "1").Value().value();
  EXPECT_EQ(stored["Findings"], Report("1")["Findings"]);
  EXPECT_EQ(stored["Narrative"], Report("1")["Narrative"]);
  ASSERT_EQ(stored["Reviews"].size(), 2u);
  EXPECT_EQ(stored["Reviews"][0]["Revision"], 1);
  EXPECT_EQ(stored["Reviews"][0]["Impression"], "No mass.");
  EXPECT_EQ(stored["Reviews"][1]["Revision"], 2);
}

TEST_F(StoredReviewsTest, ChangeTheTextForPeopleToo)
{
  Store("1");
  EXPECT_THAT(Stored(OrthancReportArchive::TextAttachment), HasSubstr("A mass."));
  Reviewed("1", 0, "Nothing abnormal.");
  EXPECT_THAT(Stored(OrthancReportArchive::TextAttachment), HasSubstr("Nothing abnormal."));
}

TEST_F(StoredReviewsTest, AreRefusedWhereAnotherRevisionIsTheNewest)
{
  Store("1");
  Reviewed("1", 0, "First.");
  const auto before = Stored(OrthancReportArchive::JsonAttachment);
  for (const int revision : {0, 2, -1})
  {
    const auto added = Add("1", revision, Review("Second."));
    ASSERT_FALSE(added.HasValue()) << revision;
    EXPECT_EQ(added.Failure().kind, ErrorKind::Conflict);
    EXPECT_THAT(added.Failure().message, HasSubstr("revision 1 by alice at 2026-12-01T05:00"));
  }
  EXPECT_EQ(Stored(OrthancReportArchive::JsonAttachment), before);
}

TEST_F(StoredReviewsTest, OfAnEarlierReportGoToTheHistory)
{
  Store("1");
  Store("2");
  Reviewed("1", 0, "First of 1.");
  Reviewed("2", 0, "First of 2.");
  EXPECT_EQ(Find("1")["Narrative"]["Impression"], "First of 1.");
  EXPECT_EQ(Find("2")["Narrative"]["Impression"], "First of 2.");
  EXPECT_THAT(Stored(OrthancReportArchive::TextAttachment), Not(HasSubstr("First of 1.")));
  Store("3");
  EXPECT_EQ(RevisionOf(Find("2")), 1) << "it stays with its report";
}

TEST_F(StoredReviewsTest, OfAnUnknownReportAreNotFound)
{
  EXPECT_EQ(Add("1", 0, Review("")).Failure().kind, ErrorKind::NotFound);
  Store("1");
  EXPECT_EQ(Add("2", 0, Review("")).Failure().kind, ErrorKind::NotFound);
}

TEST_F(StoredReviewsTest, AreNotStoredWhereWritingFails)
{
  Store("1");
  const auto text = Stored(OrthancReportArchive::TextAttachment);
  orthanc.Fail("PUT " + Attachment(OrthancReportArchive::JsonAttachment),
               OrthancPluginErrorCode_FullStorage);
  EXPECT_EQ(Add("1", 0, Review("Lost.")).Failure().kind, ErrorKind::StorageFailed);
  EXPECT_EQ(RevisionOf(Find("1")), 0);
  EXPECT_EQ(Stored(OrthancReportArchive::TextAttachment), text) << "it tells of no such review";
  orthanc.Mend();
  Reviewed("1", 0, "Kept.");
  EXPECT_EQ(RevisionOf(Find("1")), 1);
}

TEST_F(StoredReviewsTest, CountWithoutATextForPeople)
{
  Store("1");
  orthanc.Fail("PUT " + Attachment(OrthancReportArchive::TextAttachment),
               OrthancPluginErrorCode_FullStorage);
  Reviewed("1", 0, "Nothing abnormal.");
  EXPECT_EQ(RevisionOf(Find("1")), 1);
  EXPECT_EQ(Stored(OrthancReportArchive::TextAttachment), "") << "none rather than a wrong one";
  orthanc.Mend();
  Reviewed("1", 1, "Nothing.");
  EXPECT_THAT(Stored(OrthancReportArchive::TextAttachment), HasSubstr("Nothing."));
}

TEST_F(StoredReviewsTest, AreBoundedInNumber)
{
  auto report = Report("1");
  for (int i = 1; i < 500; ++i)
  {
    report["Reviews"].append(Review("Again."));
    report["Reviews"][i - 1]["Revision"] = i;
  }
  ASSERT_TRUE(archive.Store(report).HasValue());
  Reviewed("1", 499, "The last.");
  const auto added = Add("1", 500, Review("One more."));
  ASSERT_FALSE(added.HasValue());
  EXPECT_EQ(added.Failure().kind, ErrorKind::TooLarge);
  EXPECT_THAT(added.Failure().message, HasSubstr("500 reviews"));
  EXPECT_EQ(RevisionOf(Find("1")), 500);
}

TEST_F(StoredReviewsTest, AreBoundedInSize)
{
  Store("1");
  const auto added = Add("1", 0, Review(std::string(16 * 1024 * 1024, 'x')));
  ASSERT_FALSE(added.HasValue());
  EXPECT_EQ(added.Failure().kind, ErrorKind::TooLarge);
  EXPECT_THAT(added.Failure().message, HasSubstr("the most is 16777216"));
  EXPECT_EQ(RevisionOf(Find("1")), 0);
}

TEST_F(StoredReviewsTest, KeepTheirReportInTheHistory)
{
  Store("1");
  Reviewed("1", 0, "Kept.");
  for (int i = 2; i < 40; ++i)
  {
    Store(std::to_string(i));
  }
  EXPECT_EQ(RevisionOf(Find("1")), 1);
  EXPECT_FALSE(archive.Original(ResourceLevel::Series, id, "2").Value()) << "nobody reviewed it";
  Reviewed("1", 1, "Still reviewed.");
  EXPECT_EQ(RevisionOf(Find("1")), 2);
}

TEST_F(StoredReviewsTest, StandListsThatSomebodyWrote)
{
  for (const char* reviews : {"5", "{}", "null", "\"x\"", "[]"})
  {
    auto report = Report("1");
    report["Reviews"] = ParseJson(reviews).Value();
    orthanc.Answer(Attachment(OrthancReportArchive::JsonAttachment) + "/data", WriteJson(report));
    Reviewed("1", 0, "Good.");
    EXPECT_EQ(RevisionOf(Find("1")), 1) << reviews;
  }
  auto report = Report("1");
  report["Reviews"] = ParseJson("[null, 5, [], {}]").Value();
  orthanc.Answer(Attachment(OrthancReportArchive::JsonAttachment) + "/data", WriteJson(report));
  const int revision = RevisionOf(Find("1"));
  Reviewed("1", revision, "Good.");
  EXPECT_EQ(RevisionOf(Find("1")), revision + 1);
}

// A report that was read back from a signed structured report has its review applied already.
TEST_F(StoredReviewsTest, FollowThatOfARecoveredReport)
{
  auto report = Report("1");
  report["Review"] =
      ParseJson(R"({"Revision": 4, "SignedOff": true, "Name": "Smith^John"})").Value();
  ASSERT_TRUE(archive.Store(report).HasValue());
  EXPECT_EQ(RevisionOf(Find("1")), 4);
  Reviewed("1", 4, "Later.");
  EXPECT_EQ(RevisionOf(Find("1")), 5);
  EXPECT_EQ(Find("1")["Narrative"]["Impression"], "Later.");
}

TEST_F(StoredReviewsTest, OfManyAtOnceOneIsTaken)
{
  Store("1");
  std::atomic<int> taken{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
  {
    threads.emplace_back(
        [&, i] { taken += Add("1", 0, Review("By " + std::to_string(i))).HasValue() ? 1 : 0; });
  }
  for (auto& thread : threads)
  {
    thread.join();
  }
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(RevisionOf(Find("1")), 1);
}

TEST_F(StoredReviewsTest, AreLeftOutOfTheNewestOriginal)
{
  Store("1");
  Reviewed("1", 0, "No mass.");
  const auto newest =
      NewestReport(archive, ReportForm::Original, ResourceLevel::Series, id).Value().value();
  EXPECT_EQ(newest["Narrative"]["Impression"], "A mass.");
  EXPECT_TRUE(newest["Review"].isNull());
  EXPECT_EQ(newest["Reviews"].size(), 0u);
}

}  // namespace
}  // namespace vlm
