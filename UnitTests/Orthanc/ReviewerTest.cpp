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

TEST_F(ReviewerTest, IsWhomTheProxyNamesFirst)
{
  settings.userHeader = "x-user";
  EXPECT_EQ(Asking({{"x-user", "bob"}}).user, "bob");
  EXPECT_EQ(Asking({{"x-user", ""}}).user, std::nullopt);
  settings.isAuthenticated = true;
  EXPECT_EQ(Asking({{"x-user", "bob"}, {"authorization", "Basic YTpiOmM="}}).user, "bob");
  EXPECT_EQ(Asking({{"authorization", "Basic YTpiOmM="}}).user, "a");
}

TEST_F(ReviewerTest, HasAPlainName)
{
  settings.userHeader = "x-user";
  EXPECT_EQ(Asking({{"x-user", " a\tb\x01\n"}}).user, "a b");
  EXPECT_EQ(Asking({{"x-user",
                     "a\xE2\x80\xAE"
                     "b"}})
                .user,
            "ab")
      << "marks that reorder text";
  EXPECT_EQ(Asking({{"x-user", "\x01\x02"}}).user, std::nullopt);
  EXPECT_LE(Asking({{"x-user", std::string(5000, 'x')}}).user->size(), 70u);
}

TEST_F(ReviewerTest, MayReviewUnlessThereIsAList)
{
  const auto anybody = Asking({});
  EXPECT_TRUE(anybody.mayReview);
  EXPECT_EQ(anybody.reason, "");
}

TEST_F(ReviewerTest, MayReviewOnlyIfListed)
{
  settings.users = {"alice", "bob"};
  settings.userHeader = "x-user";
  EXPECT_TRUE(Asking({{"x-user", "bob"}}).mayReview);
  for (const char* user : {"carol", "Bob", "alice,bob"})
  {
    const auto other = Asking({{"x-user", user}});
    EXPECT_FALSE(other.mayReview) << user;
    EXPECT_THAT(other.reason, HasSubstr(user));
    EXPECT_THAT(other.reason, HasSubstr("Vlm.Review.Users"));
  }
}

TEST_F(ReviewerTest, MayNotReviewUnknownWhereThereIsAList)
{
  settings.users = {"alice"};
  const auto nobody = Asking({});
  EXPECT_FALSE(nobody.mayReview);
  EXPECT_THAT(nobody.reason, HasSubstr("AuthenticationEnabled"));
  EXPECT_THAT(nobody.reason, HasSubstr("Vlm.Review.UserHeader"));
}

}  // namespace
}  // namespace vlm
