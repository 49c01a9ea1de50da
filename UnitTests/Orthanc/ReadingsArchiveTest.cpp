// SPDX-License-Identifier: GPL-3.0-or-later
// What models answered, as an attachment, through the archive that owns it.
#include "Orthanc/ReadingsArchive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Fakes/FakeOrthanc.h"
#include "Fakes/MemoryCluster.h"
#include "Foundation/Json.h"
#include "Orthanc/OrthancIds.h"
#include "Orthanc/OrthancReportArchive.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::size_t SixteenMegabytes = 16777216;

class ReadingsArchiveTest : public ::testing::Test
{
protected:
  ReadingsArchiveTest() { orthanc.Answer(resource, "{}"); }

  static Json::Value Readings(const std::string& analysisId, const std::string& reply = "",
                              int count = 1)
  {
    Json::Value readings;
    readings["AnalysisId"] = analysisId;
    for (int i = 0; i < count; ++i)
    {
      Json::Value reading;
      reading["Reply"] = reply;
      readings["Readings"].append(reading);
    }
    return readings;
  }
  Result<void> TryStore(const Json::Value& readings)
  {
    return archive.StoreReadings(ResourceLevel::Series, id, readings);
  }
  void Store(const std::string& analysisId, const std::string& reply = "", int count = 1)
  {
    const auto stored = TryStore(Readings(analysisId, reply, count));
    EXPECT_TRUE(stored.HasValue()) << (stored.HasValue() ? "" : stored.Failure().message);
  }
  void StoreReport(const std::string& analysisId)
  {
    Json::Value report;
    report["AnalysisId"] = analysisId;
    report["Level"] = "Series";
    report["OrthancId"] = id;
    EXPECT_TRUE(archive.Store(report).HasValue());
  }
  std::optional<Json::Value> Find(const std::string& analysisId)
  {
    const auto found = archive.FindReadings(ResourceLevel::Series, id, analysisId);
    EXPECT_TRUE(found.HasValue());
    return found.HasValue() ? found.Value() : std::nullopt;
  }
  void Remove(const std::string& analysisId)
  {
    EXPECT_TRUE(archive.Remove(ResourceLevel::Series, id, analysisId).HasValue());
  }
  // The analyses whose readings are kept, newest first.
  std::vector<std::string> Kept() const
  {
    std::vector<std::string> ids;
    const auto text = orthanc.Content(attachment + "/data");
    const auto json = ParseJson(text.empty() ? "[]" : text);
    EXPECT_TRUE(json.HasValue());
    for (const auto& readings : json.Value())
    {
      ids.push_back(readings["AnalysisId"].asString());
    }
    return ids;
  }
  std::size_t StoredSize() const { return orthanc.Content(attachment + "/data").size(); }

  const std::string id = OrthancId('a');
  const std::string resource = "/series/" + id;
  const std::string attachment = resource + "/attachments/4904";
  FakeOrthanc orthanc;
  OrthancApi api{orthanc.Context()};
  MemoryCluster cluster;
  NamedLocks locks{cluster};
  OrthancReportArchive archive{api, locks};
};

TEST_F(ReadingsArchiveTest, HasNothingAtFirst)
{
  EXPECT_EQ(Find(""), std::nullopt);
  EXPECT_EQ(Find("1"), std::nullopt);
  Remove("1");
}

TEST_F(ReadingsArchiveTest, KeepsWordForWordWhatWasAnswered)
{
  const auto readings = Readings("1", std::string("```json\n{\"a\": \0\x01 \xE2\x80\xAE", 20), 2);
  ASSERT_TRUE(TryStore(readings).HasValue());
  EXPECT_EQ(Find("1"), readings);
}

TEST_F(ReadingsArchiveTest, FindsTheNewestUnlessToldWhich)
{
  Store("1", "one");
  Store("2", "two");
  EXPECT_EQ((*Find(""))["AnalysisId"], "2");
  EXPECT_EQ((*Find("1"))["Readings"][0]["Reply"], "one");
  EXPECT_EQ(Find("3"), std::nullopt);
}

TEST_F(ReadingsArchiveTest, ReplacesWhatTheSameAnalysisLeft)
{
  Store("1", "first");
  Store("2");
  Store("1", "again");
  EXPECT_THAT(Kept(), ElementsAre("1", "2"));
  EXPECT_EQ((*Find("1"))["Readings"][0]["Reply"], "again");
}

TEST_F(ReadingsArchiveTest, BoundsTheNumberOfAnalyses)
{
  for (int i = 0; i < 25; ++i)
  {
    Store(std::to_string(i));
  }
  EXPECT_EQ(Kept().size(), 20u);
  EXPECT_EQ(Kept().front(), "24");
  EXPECT_EQ(Kept().back(), "5");
}

TEST_F(ReadingsArchiveTest, DropsTheOldestWhereAllTogetherAreTooLong)
{
  const std::string long5 = std::string(std::size_t{5} << 20U, 'x');
  for (const char* analysis : {"1", "2", "3", "4"})
  {
    Store(analysis, long5);
  }
  EXPECT_THAT(Kept(), ElementsAre("4", "3", "2"));
  EXPECT_LE(StoredSize(), SixteenMegabytes);
}

TEST_F(ReadingsArchiveTest, ShortensReadingsThatAreTooLongAlone)
{
  Store("1");
  Store("2", std::string(std::size_t{3} << 20U, 'x'), 8);
  EXPECT_LE(StoredSize(), SixteenMegabytes);
  const auto found = Find("2");
  ASSERT_TRUE(found);
  EXPECT_EQ((*found)["Readings"].size(), 4u);
  EXPECT_EQ((*found)["Omitted"], 4);
  Store("3", std::string(std::size_t{17} << 20U, 'x'));
  EXPECT_TRUE((*Find("3"))["Readings"].empty());
  EXPECT_EQ((*Find("3"))["Omitted"], 1);
  auto hopeless = Readings("4");
  hopeless["Remark"] = std::string(std::size_t{17} << 20U, 'x');
  EXPECT_FALSE(TryStore(hopeless).HasValue());
  EXPECT_THAT(Kept().front(), "3");
}

TEST_F(ReadingsArchiveTest, GoesWithTheReport)
{
  Store("1");
  StoreReport("1");
  Store("2");
  StoreReport("2");
  Remove("2");
  EXPECT_THAT(Kept(), ElementsAre("1"));
  Remove("1");
  EXPECT_FALSE(orthanc.Has(attachment + "/data"));
}

TEST_F(ReadingsArchiveTest, GoesWithoutAReportToo)
{
  Store("failed");
  Remove("other");
  EXPECT_THAT(Kept(), ElementsAre("failed"));
  Remove("failed");
  EXPECT_FALSE(orthanc.Has(attachment + "/data"));
}

TEST_F(ReadingsArchiveTest, CostsAFirstReportNoReading)
{
  Store("1");
  StoreReport("1");
  for (const char* number : {"4901", "4903", "4904"})
  {
    EXPECT_EQ(orthanc.CountCalls("GET " + resource + "/attachments/" + number + "/data"), 0);
  }
  StoreReport("2");
  EXPECT_EQ(orthanc.CountCalls("GET " + resource + "/attachments/4901/data"), 1);
}

TEST_F(ReadingsArchiveTest, ReadsWhereAnAdministratorNamedTheAttachment)
{
  Store("1");
  orthanc.Answer(resource + "/attachments", R"(["dicom", "vlm-readings"])");
  Store("2");
  EXPECT_THAT(Kept(), ElementsAre("2", "1"));
}

TEST_F(ReadingsArchiveTest, StoresNothingForAResourceThatIsGone)
{
  orthanc.Forget(resource);
  const auto stored = TryStore(Readings("1"));
  ASSERT_FALSE(stored.HasValue());
  EXPECT_EQ(stored.Failure().kind, ErrorKind::NotFound);
  EXPECT_FALSE(orthanc.Has(attachment + "/data"));
}

TEST_F(ReadingsArchiveTest, RefusesReadingsWithoutAResourceOrAnalysis)
{
  EXPECT_FALSE(
      archive.StoreReadings(ResourceLevel::Series, "../../tools", Readings("1")).HasValue());
  EXPECT_FALSE(TryStore(Json::Value(Json::objectValue)).HasValue());
  EXPECT_FALSE(TryStore(Json::Value(Json::arrayValue)).HasValue());
  EXPECT_FALSE(TryStore(Json::Value("text")).HasValue());
}

TEST_F(ReadingsArchiveTest, DoesNotOverwriteWhatIsDamaged)
{
  Store("1");
  StoreReport("1");
  orthanc.Answer(attachment + "/data", "{damaged");
  const auto stored = TryStore(Readings("2"));
  ASSERT_FALSE(stored.HasValue());
  EXPECT_EQ(stored.Failure().kind, ErrorKind::StorageFailed);
  EXPECT_THAT(stored.Failure().message, HasSubstr(resource));
  const auto removed = archive.Remove(ResourceLevel::Series, id, "1");
  EXPECT_FALSE(removed.HasValue());
  EXPECT_FALSE(orthanc.Has(resource + "/attachments/4901/data"))
      << "the report is gone all the same";
}

TEST_F(ReadingsArchiveTest, StandsAnAttachmentThatSomebodyWrote)
{
  for (const char* content : {"5", "{}", "null", "[]", "\"x\"",
                              "[5, null, [], \"x\", {\"AnalysisId\": 7}, {\"Readings\": 5}, {}]"})
  {
    orthanc.Answer(attachment + "/data", content);
    EXPECT_EQ(Find("1"), std::nullopt) << content;
    Find("");
    Store("1");
    EXPECT_EQ(Kept().front(), "1");
    Remove("1");
    EXPECT_EQ(Find("1"), std::nullopt) << content;
  }
}

TEST_F(ReadingsArchiveTest, TellsThatOrthancStops)
{
  orthanc.Fail("GET " + attachment + "/data", OrthancPluginErrorCode_DatabaseNotInitialized);
  const auto found = archive.FindReadings(ResourceLevel::Series, id, "");
  ASSERT_FALSE(found.HasValue());
  EXPECT_EQ(found.Failure().kind, ErrorKind::NotReady);
}

}  // namespace
}  // namespace vlm
