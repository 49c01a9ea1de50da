// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ReviewConfiguration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Foundation/Json.h"
#include "Orthanc/Configuration.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Result<Settings> Read(const std::string& orthancConfiguration)
{
  const auto json = ParseJson(orthancConfiguration);
  EXPECT_TRUE(json.HasValue()) << orthancConfiguration;
  return ReadConfiguration(json.HasValue() ? json.Value() : Json::Value());
}

std::string Refused(const std::string& section)
{
  const auto settings = Read(R"({"Vlm": {"Review": )" + section + "}}");
  EXPECT_FALSE(settings.HasValue()) << section;
  return settings.HasValue() ? "" : settings.Failure().message;
}

TEST(ReviewConfiguration, LetsEverybodyReviewUnlessTold)
{
  const auto settings = Read("{}");
  ASSERT_TRUE(settings.HasValue());
  EXPECT_THAT(settings.Value().review.users, IsEmpty());
  EXPECT_EQ(settings.Value().review.organization, "");
  EXPECT_EQ(settings.Value().review.userHeader, "");
  EXPECT_EQ(settings.Value().outputs.reviewOrganization, "");
}

TEST(ReviewConfiguration, TakesEverySetting)
{
  const auto settings = Read(R"({"Vlm": {"Review": {"Users": ["alice", "b. ö"],
    "Organization": "Charité", "UserHeader": "X-Forwarded-User"}}})");
  ASSERT_TRUE(settings.HasValue()) << settings.Failure().message;
  EXPECT_THAT(settings.Value().review.users, ElementsAre("alice", "b. ö"));
  EXPECT_EQ(settings.Value().review.organization, "Charité");
  EXPECT_EQ(settings.Value().review.userHeader, "x-forwarded-user");
  EXPECT_EQ(settings.Value().outputs.reviewOrganization, "Charité");
}

// Oracle: Orthanc 1.12's OrthancServer/Sources/main.cpp, StartHttpServer.
TEST(ReviewConfiguration, KnowsWhetherOrthancAsksForPasswords)
{
  const auto asks = [](const std::string& configuration)
  { return Read(configuration).Value().review.isAuthenticated; };
  EXPECT_FALSE(asks("{}"));
  EXPECT_TRUE(asks(R"({"AuthenticationEnabled": true})"));
  EXPECT_FALSE(asks(R"({"AuthenticationEnabled": false, "RemoteAccessAllowed": true})"));
  EXPECT_TRUE(asks(R"({"RemoteAccessAllowed": true})"));
  EXPECT_FALSE(asks(R"({"RemoteAccessAllowed": false})"));
}

TEST(ReviewConfiguration, NamesWhatIsWrong)
{
  EXPECT_THAT(Refused("5"), HasSubstr("Vlm.Review "));
  EXPECT_THAT(Refused(R"({"User": []})"), HasSubstr("Vlm.Review.User "));
  for (const char* users : {"\"alice\"", "[5]", "[\"\"]", "[\" a\"]", "[\"a\\nb\"]"})
  {
    EXPECT_THAT(Refused(R"({"Users": )" + std::string(users) + "}"),
                HasSubstr("Vlm.Review.Users "));
  }
  for (const std::string name : {"a\\\\b", "a\\u0001b", std::string(65, 'x').c_str()})
  {
    EXPECT_THAT(Refused(R"({"Organization": ")" + name + "\"}"),
                HasSubstr("Vlm.Review.Organization "));
  }
  for (const char* header : {"X User", "X:User", "X\\u0000", "\\u00fc"})
  {
    EXPECT_THAT(Refused(R"({"UserHeader": ")" + std::string(header) + "\"}"),
                HasSubstr("Vlm.Review.UserHeader "));
  }
}

}  // namespace
}  // namespace vlm
