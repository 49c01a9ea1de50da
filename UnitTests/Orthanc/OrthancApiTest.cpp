// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/OrthancApi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Fakes/FakeOrthanc.h"
#include "Orthanc/OrthancIds.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;

// The example of the Orthanc Book, "Orthanc identifiers".
constexpr const char* BookExample = "6ec73cc7-27ef5adb-8a9ab1d4-1d5bde69-54e8f8c4";

TEST(IsOrthancId, AcceptsFiveGroupsOfEightHexadecimalDigits)
{
  EXPECT_TRUE(IsOrthancId(BookExample));
  EXPECT_TRUE(IsOrthancId(OrthancId('0')));
  EXPECT_TRUE(IsOrthancId(OrthancId('f')));
}

TEST(IsOrthancId, RefusesAllElse)
{
  const std::string good = BookExample;
  std::string withNul = good;
  withNul[3] = '\0';
  const std::vector<std::string> others = {"",
                                           "../../../../../../../../../../../../../../..",
                                           good + "a",
                                           good.substr(1),
                                           " " + good,
                                           good + "\n",
                                           "g" + good.substr(1),
                                           good.substr(0, 8) + "/" + good.substr(9),
                                           std::string(44, '-'),
                                           std::string(44, 'a'),
                                           withNul,
                                           "1.2.840.10008",
                                           "6fa459ea-ee8a-4ca4-894e-db77e160355e"};
  for (const auto& text : others)
  {
    EXPECT_FALSE(IsOrthancId(text)) << text;
  }
}

class OrthancApiTest : public ::testing::Test
{
protected:
  ErrorKind FailureOf(const std::string& path) const
  {
    const auto answer = api.GetJson(path);
    return answer.HasValue() ? ErrorKind::Internal : answer.Failure().kind;
  }

  FakeOrthanc orthanc;
  OrthancApi api{orthanc.Context()};
};

TEST_F(OrthancApiTest, GivesWhatOrthancAnswers)
{
  orthanc.Answer("/a", R"({"x": 1})");
  orthanc.Answer("/empty", "");
  ASSERT_TRUE(api.GetJson("/a").HasValue());
  EXPECT_EQ(api.GetJson("/a").Value()["x"], 1);
  EXPECT_EQ(api.Get("/empty").Value(), "");
}

TEST_F(OrthancApiTest, TellsApartWhyOrthancDoesNotAnswer)
{
  EXPECT_EQ(FailureOf("/none"), ErrorKind::NotFound);
  orthanc.Fail("GET /none", OrthancPluginErrorCode_InexistentItem);
  EXPECT_EQ(FailureOf("/none"), ErrorKind::NotFound);
  orthanc.Fail("GET /none", OrthancPluginErrorCode_DatabaseNotInitialized);
  EXPECT_EQ(FailureOf("/none"), ErrorKind::NotReady);
  orthanc.Fail("GET /none", OrthancPluginErrorCode_FullStorage);
  EXPECT_EQ(FailureOf("/none"), ErrorKind::StorageFailed);
  EXPECT_THAT(api.Get("/none").Failure().message, HasSubstr("/none"));
}

TEST_F(OrthancApiTest, TakesAnAnswerThatIsNoJsonForAFailureOfOrthanc)
{
  orthanc.Answer("/a", "<html>");
  EXPECT_EQ(FailureOf("/a"), ErrorKind::StorageFailed);
}

// A resource counts as gone only if Orthanc says so: else its analyses would be forgotten.
TEST_F(OrthancApiTest, TakesAResourceForGoneOnlyIfOrthancSaysSo)
{
  const auto id = OrthancId('a');
  EXPECT_FALSE(api.Exists(ResourceLevel::Series, id));
  orthanc.Fail("GET /series/" + id, OrthancPluginErrorCode_Database);
  EXPECT_TRUE(api.Exists(ResourceLevel::Series, id));
  orthanc.Mend();
  orthanc.Answer("/series/" + id, "{}");
  EXPECT_TRUE(api.Exists(ResourceLevel::Series, id));
}

TEST_F(OrthancApiTest, WritesAndDeletes)
{
  EXPECT_TRUE(api.Put("/x/attachments/1", std::string("a\0b", 3)).HasValue());
  EXPECT_EQ(api.Get("/x/attachments/1/data").Value(), std::string("a\0b", 3));
  EXPECT_TRUE(api.Delete("/x/attachments/1").HasValue());
  const auto again = api.Delete("/x/attachments/1");
  ASSERT_FALSE(again.HasValue());
  EXPECT_EQ(again.Failure().kind, ErrorKind::NotFound);
}

// As Orthanc 1.10.1 on PostgreSQL does while its database is away (UnitTests/Integration).
TEST(OrthancApi, DoesNotTakeAnAbsentDatabaseForAnAbsentResource)
{
  FakeOrthanc orthanc;
  const OrthancApi api(orthanc.Context());
  orthanc.Fail("GET /changes?limit=1", OrthancPluginErrorCode_UnknownResource);
  const auto answer = api.Get("/instances/a");
  ASSERT_FALSE(answer.HasValue());
  EXPECT_EQ(answer.Failure().kind, ErrorKind::StorageFailed);
  EXPECT_TRUE(api.Exists(ResourceLevel::Instance, "a")) << "nobody knows";
  EXPECT_EQ(api.Delete("/instances/a").Failure().kind, ErrorKind::StorageFailed);
}

TEST(OrthancApi, AsksAgainBeforeItCallsAResourceUnknown)
{
  FakeOrthanc orthanc;
  const OrthancApi api(orthanc.Context());
  EXPECT_EQ(api.Get("/instances/a").Failure().kind, ErrorKind::NotFound);
  EXPECT_EQ(orthanc.CountCalls("GET /instances/a"), 2);
  EXPECT_FALSE(api.Exists(ResourceLevel::Instance, "a"));
  orthanc.Answer("/instances/a", "{}");
  EXPECT_TRUE(api.Exists(ResourceLevel::Instance, "a"));
}

}  // namespace
}  // namespace vlm
