// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/OrthancReportArchive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Fakes/FakeOrthanc.h"
#include "Fakes/MemoryCluster.h"
#include "Foundation/Json.h"
#include "Orthanc/OrthancIds.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class OrthancReportArchiveTest : public ::testing::Test
{
protected:
  OrthancReportArchiveTest() { orthanc.Answer(resource, "{}"); }

  Json::Value Report(const std::string& analysisId, const std::string& impression = "") const
  {
    Json::Value report;
    report["SchemaVersion"] = 1;
    report["AnalysisId"] = analysisId;
    report["Level"] = "Series";
    report["OrthancId"] = id;
    report["Status"] = "Completed";
    report["Narrative"]["Impression"] = impression;
    return report;
  }
  void Store(const std::string& analysisId, const std::string& impression = "")
  {
    const auto stored = archive.Store(Report(analysisId, impression));
    EXPECT_TRUE(stored.HasValue()) << (stored.HasValue() ? "" : stored.Failure().message);
  }
  void StoreBehindLater(const std::string& analysisId, const std::string& completedAt,
                        std::optional<ErrorKind> failure = std::nullopt)
  {
    Json::Value report = Report(analysisId, "");
    report["Timing"]["CompletedAt"] = completedAt;
    const auto stored = archive.StoreBehindLater(report);
    EXPECT_EQ(stored.HasValue(), !failure) << analysisId;
    EXPECT_TRUE(!failure || stored.HasValue() || stored.Failure().kind == *failure);
  }
  std::string NewestId()
  {
    const auto newest = archive.Newest(ResourceLevel::Series, id);
    EXPECT_TRUE(newest.HasValue());
    return newest.HasValue() && newest.Value() ? (*newest.Value())["AnalysisId"].asString() : "";
  }
  bool Finds(const std::string& analysisId)
  {
    const auto found = archive.Find(ResourceLevel::Series, id, analysisId);
    EXPECT_TRUE(found.HasValue());
    return found.HasValue() && found.Value().has_value();
  }
  void Remove(const std::string& analysisId)
  {
    EXPECT_TRUE(archive.Remove(ResourceLevel::Series, id, analysisId).HasValue());
  }
  std::string Attachment(int number) const
  {
    return resource + "/attachments/" + std::to_string(number);
  }
  std::string Stored(int number) const { return orthanc.Content(Attachment(number) + "/data"); }
  // The analyses in the history, newest first.
  std::vector<std::string> History() const
  {
    std::vector<std::string> ids;
    const auto text = Stored(OrthancReportArchive::HistoryAttachment);
    const auto json = ParseJson(text.empty() ? "[]" : text);
    EXPECT_TRUE(json.HasValue());
    for (const auto& report : json.Value())
    {
      ids.push_back(report["AnalysisId"].asString());
    }
    return ids;
  }
  using Ids = std::vector<std::string>;

  const std::string id = OrthancId('a');
  const std::string resource = "/series/" + id;
  FakeOrthanc orthanc;
  OrthancApi api{orthanc.Context()};
  MemoryCluster cluster;
  NamedLocks locks{cluster};
  OrthancReportArchive archive{api, locks};
};

TEST_F(OrthancReportArchiveTest, HasNoReportAtFirst)
{
  EXPECT_EQ(NewestId(), "");
  EXPECT_FALSE(Finds("1"));
  Remove("1");
}

TEST_F(OrthancReportArchiveTest, KeepsAReportAsJsonAndText)
{
  Store("1", "Look again.");
  EXPECT_EQ(NewestId(), "1");
  EXPECT_THAT(Stored(OrthancReportArchive::TextAttachment), HasSubstr("Look again."));
  EXPECT_THAT(History(), IsEmpty());
}

TEST_F(OrthancReportArchiveTest, KeepsEarlierReportsNewestFirst)
{
  Store("1");
  Store("2");
  Store("3");
  EXPECT_EQ(NewestId(), "3");
  EXPECT_EQ(History(), (Ids{"2", "1"}));
  EXPECT_TRUE(Finds("1"));
  EXPECT_TRUE(Finds("3"));
  EXPECT_FALSE(Finds("4"));
}

TEST_F(OrthancReportArchiveTest, ReplacesTheReportOfTheSameAnalysis)
{
  Store("1", "first");
  Store("2");
  Store("2", "second");
  EXPECT_EQ(History(), Ids{"1"});
  Store("1", "again");
  EXPECT_EQ(NewestId(), "1");
  EXPECT_EQ(History(), Ids{"2"});
  EXPECT_THAT(Stored(OrthancReportArchive::JsonAttachment), HasSubstr("again"));
}

TEST_F(OrthancReportArchiveTest, PutsWhatWasFoundAgainBehindWhatEndedLater)
{
  StoreBehindLater("3", "2026-11-24T03:00:00.000Z");
  StoreBehindLater("1", "2026-11-24T01:00:00.000Z");
  StoreBehindLater("2", "2026-11-24T02:00:00.000Z");
  EXPECT_EQ(NewestId(), "3");
  EXPECT_EQ(History(), (Ids{"2", "1"}));
  StoreBehindLater("4", "2026-11-24T04:00:00.000Z");
  EXPECT_EQ(NewestId(), "4");
  for (int i = 0; i < 17; ++i)
  {
    StoreBehindLater("x" + std::to_string(i), "2026-11-24T05:00:00.000Z");
  }
  const auto full = History();
  EXPECT_EQ(full.size(), 20u);
  EXPECT_EQ(full.back(), "1");
  StoreBehindLater("0", "2026-11-24T00:00:00.000Z", ErrorKind::NotFound);
  EXPECT_EQ(History(), full) << "it evicts nothing that ended later";
  Json::Value reviewed = Report("00");
  reviewed["Timing"]["CompletedAt"] = "2026-11-24T00:00:00.000Z";
  reviewed["Reviews"][0]["Revision"] = 1;
  EXPECT_TRUE(archive.StoreBehindLater(reviewed).HasValue());
  EXPECT_EQ(History().back(), "00") << "what people said has a place";
}

TEST_F(OrthancReportArchiveTest, BoundsTheHistory)
{
  for (int i = 0; i < 30; ++i)
  {
    Store(std::to_string(i));
  }
  EXPECT_EQ(History().size(), 20u);
  EXPECT_EQ(History().front(), "28");
  EXPECT_EQ(History().back(), "9");
}

TEST_F(OrthancReportArchiveTest, MakesTheOneBeforeTheNewestAfterARemoval)
{
  Store("1", "first");
  Store("2");
  Store("3");
  Remove("2");
  EXPECT_EQ(NewestId(), "3");
  EXPECT_EQ(History(), Ids{"1"});
  Remove("3");
  EXPECT_EQ(NewestId(), "1");
  EXPECT_THAT(Stored(OrthancReportArchive::TextAttachment), HasSubstr("first"));
  Remove("1");
  EXPECT_EQ(NewestId(), "");
  for (const int number :
       {OrthancReportArchive::JsonAttachment, OrthancReportArchive::TextAttachment,
        OrthancReportArchive::HistoryAttachment})
  {
    EXPECT_FALSE(orthanc.Has(Attachment(number) + "/data")) << number;
  }
}

TEST_F(OrthancReportArchiveTest, KeepsResourcesApart)
{
  Store("1");
  orthanc.Answer("/instances/" + id, "{}");
  Json::Value other = Report("2");
  other["Level"] = "Instance";
  ASSERT_TRUE(archive.Store(other).HasValue());
  EXPECT_EQ(NewestId(), "1");
}

TEST_F(OrthancReportArchiveTest, StoresNothingForAResourceThatIsGone)
{
  orthanc.Forget(resource);
  const auto stored = archive.Store(Report("1"));
  ASSERT_FALSE(stored.HasValue());
  EXPECT_EQ(stored.Failure().kind, ErrorKind::NotFound);
  EXPECT_EQ(orthanc.CountCalls("PUT " + Attachment(OrthancReportArchive::JsonAttachment)), 0);
}

TEST_F(OrthancReportArchiveTest, RefusesAReportWithoutAResource)
{
  for (const char* orthancId : {"", "../../tools/shutdown"})
  {
    Json::Value report = Report("1");
    report["OrthancId"] = orthancId;
    EXPECT_FALSE(archive.Store(report).HasValue()) << orthancId;
  }
  Json::Value report = Report("1");
  report["Level"] = "Patient";
  EXPECT_FALSE(archive.Store(report).HasValue());
}

TEST_F(OrthancReportArchiveTest, LosesNothingWhereWritingStopsHalfway)
{
  Store("1");
  Store("2");
  orthanc.Fail("PUT " + Attachment(OrthancReportArchive::JsonAttachment),
               OrthancPluginErrorCode_FullStorage);
  const auto stored = archive.Store(Report("3"));
  ASSERT_FALSE(stored.HasValue());
  EXPECT_EQ(stored.Failure().kind, ErrorKind::StorageFailed);
  EXPECT_EQ(NewestId(), "2");
  EXPECT_TRUE(Finds("1"));
  orthanc.Mend();
  Store("3");
  EXPECT_EQ(NewestId(), "3");
  EXPECT_EQ(History(), (Ids{"2", "1"})) << "nothing twice";
}

TEST_F(OrthancReportArchiveTest, DoesNotOverwriteADamagedAttachment)
{
  for (const int number :
       {OrthancReportArchive::JsonAttachment, OrthancReportArchive::HistoryAttachment})
  {
    Store("1");
    orthanc.Answer(Attachment(number) + "/data", "{damaged");
    const auto stored = archive.Store(Report("2"));
    ASSERT_FALSE(stored.HasValue());
    EXPECT_EQ(stored.Failure().kind, ErrorKind::StorageFailed);
    EXPECT_THAT(stored.Failure().message, HasSubstr(resource));
    EXPECT_EQ(Stored(number), "{damaged");
    const auto removed = archive.Remove(ResourceLevel::Series, id, "1");
    EXPECT_EQ(removed.Failure().kind, ErrorKind::StorageFailed);
    orthanc.Forget(Attachment(number) + "/data");
  }
}

TEST_F(OrthancReportArchiveTest, StandsAttachmentsThatSomebodyWrote)
{
  for (const char* history : {"5", "{}", "[5, null, [], \"x\", {\"AnalysisId\": 7}, {}]", "null"})
  {
    orthanc.Answer(Attachment(OrthancReportArchive::JsonAttachment) + "/data", "[1, 2]");
    orthanc.Answer(Attachment(OrthancReportArchive::HistoryAttachment) + "/data", history);
    EXPECT_FALSE(Finds("1")) << history;
    Store("1");
    EXPECT_EQ(NewestId(), "1");
    Remove("1");
    EXPECT_FALSE(Finds("1"));
  }
}

TEST_F(OrthancReportArchiveTest, TellsThatOrthancStops)
{
  orthanc.Fail("GET " + Attachment(OrthancReportArchive::JsonAttachment) + "/data",
               OrthancPluginErrorCode_DatabaseNotInitialized);
  const auto newest = archive.Newest(ResourceLevel::Series, id);
  ASSERT_FALSE(newest.HasValue());
  EXPECT_EQ(newest.Failure().kind, ErrorKind::NotReady);
}

}  // namespace
}  // namespace vlm
