// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle of the encoded names: RFC 7617 (its examples) and coreutils' base64.
#include "Orthanc/Reviewer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vlm
{
namespace
{

using ::testing::HasSubstr;

class ReviewerTest : public ::testing::Test
{
protected:
  Reviewer Asking(const std::map<std::string, std::string>& headers) const
  {
    HttpRequest request;
    request.headers = headers;
    return ReviewerOf(settings, request);
  }
  // "-": none.
  std::string UserWith(const std::string& authorization) const
  {
    return Asking({{"authorization", authorization}}).user.value_or("-");
  }

  ReviewSettings settings;
};

TEST_F(ReviewerTest, IsWhomOrthancHasCheckedThePasswordOf)
{
  settings.isAuthenticated = true;
  EXPECT_EQ(UserWith("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), "Aladdin");
  EXPECT_EQ(UserWith("basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), "Aladdin") << "RFC 7235, 2.1";
  EXPECT_EQ(UserWith("Basic YTpiOmM="), "a") << "a:b:c, a password may have colons";
  EXPECT_EQ(UserWith("Basic w4TDtzp4"), "\xC3\x84\xC3\xB7") << "UTF-8";
}

TEST_F(ReviewerTest, IsNobodyWithoutGoodCredentials)
{
  settings.isAuthenticated = true;
  for (const char* header : {"", "Basic", "Basic ", "Basic QWxhZGRpbg==", "Basic Og==",
                             "Basic !!!!", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ",
                             "Bearer QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Basic ====", "Basic QQ=="})
  {
    EXPECT_EQ(UserWith(header), "-") << header;
  }
  EXPECT_EQ(Asking({}).user, std::nullopt);
}

TEST_F(ReviewerTest, IsNotBelievedWhereNobodyHasChecked)
{
  EXPECT_EQ(UserWith("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), "-");
  EXPECT_EQ(Asking({{"x-user", "bob"}}).user, std::nullopt);
}

TEST_F(ReviewerTest, IsWhomTheProxyNamesAndNobodyElse)
{
  settings.userHeader = "x-user";
  EXPECT_EQ(Asking({{"x-user", "bob"}}).user, "bob");
  EXPECT_EQ(Asking({{"x-user", ""}}).user, std::nullopt);
  settings.isAuthenticated = true;
  EXPECT_EQ(Asking({{"x-user", "bob"}, {"authorization", "Basic YTpiOmM="}}).user, "bob");
  for (const auto& unnamed : {std::map<std::string, std::string>{}, {{"x-user", ""}}})
  {
    auto headers = unnamed;
    headers["authorization"] = "Basic YTpiOmM=";
    EXPECT_EQ(Asking(headers).user, std::nullopt) << "Orthanc's user is the proxy";
  }
}

TEST_F(ReviewerTest, IsNobodyUnlessTheNameIsPlain)
{
  settings.users = {"alice", "a b"};
  settings.userHeader = "x-user";
  for (const std::string& name :
       {std::string("ali\xE2\x80\xAE"  // reorders text
                    "ce"),
        std::string("alice\xE2\x80\x8E"), std::string("alice\x01"), std::string(" alice"),
        std::string("alice\n"), std::string("a\tb"), std::string("\x01\x02"),
        std::string("alice\xFF"), std::string(65, 'x')})
  {
    const auto nobody = Asking({{"x-user", name}});
    EXPECT_EQ(nobody.user, std::nullopt) << name;
    EXPECT_FALSE(nobody.MayReview()) << name;
  }
  EXPECT_TRUE(Asking({{"x-user", "a b"}}).MayReview());
  EXPECT_EQ(Asking({{"x-user", std::string(64, 'x')}}).user, std::string(64, 'x'));
}

TEST_F(ReviewerTest, IsNobodyUnlessTheNameWithThePasswordIsPlain)
{
  settings.isAuthenticated = true;
  EXPECT_EQ(UserWith("Basic YWxpY2XigI46eA=="), "-") << "a mark behind alice";
  EXPECT_EQ(UserWith("Basic IGFsaWNlOng="), "-") << "a space before alice";
  EXPECT_EQ(UserWith("Basic YWxpY2U6eA=="), "alice");
}

TEST_F(ReviewerTest, MayReviewUnlessThereIsAList)
{
  const auto anybody = Asking({});
  EXPECT_TRUE(anybody.MayReview());
  EXPECT_EQ(anybody.reason, "");
}

TEST_F(ReviewerTest, MayReviewOnlyIfListed)
{
  settings.users = {"alice", "bob"};
  settings.userHeader = "x-user";
  EXPECT_TRUE(Asking({{"x-user", "bob"}}).MayReview());
  for (const char* user : {"carol", "Bob", "alice,bob"})
  {
    const auto other = Asking({{"x-user", user}});
    EXPECT_FALSE(other.MayReview()) << user;
    EXPECT_THAT(other.reason, HasSubstr(user));
    EXPECT_THAT(other.reason, HasSubstr("Vlm.Review.Users"));
  }
}

TEST_F(ReviewerTest, MayNotReviewUnknownWhereThereIsAList)
{
  settings.users = {"alice"};
  const auto nobody = Asking({});
  EXPECT_FALSE(nobody.MayReview());
  EXPECT_THAT(nobody.reason, HasSubstr("AuthenticationEnabled"));
  EXPECT_THAT(nobody.reason, HasSubstr("Vlm.Review.UserHeader"));
}

}  // namespace
}  // namespace vlm
