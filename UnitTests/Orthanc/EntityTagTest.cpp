// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/EntityTag.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

TEST(EntityTag, DependsOnEveryPartAndOnTheirBorders)
{
  const std::string tag = EntityTagOf({"a", "bc"});
  EXPECT_EQ(tag, EntityTagOf({"a", "bc"}));
  EXPECT_NE(tag, EntityTagOf({"ab", "c"}));
  EXPECT_NE(tag, EntityTagOf({"a", "bc", ""}));
  EXPECT_NE(EntityTagOf({"a|1:b"}), EntityTagOf({"a", "b"}));
}

TEST(EntityTag, IsQuotedAsHttpWantsIt)
{
  const std::string tag = EntityTagOf({"x"});
  ASSERT_GE(tag.size(), 3U);
  EXPECT_EQ(tag.front(), '"');
  EXPECT_EQ(tag.back(), '"');
  EXPECT_EQ(tag.find('"', 1), tag.size() - 1);
}

TEST(EntityTag, IsFoundAmongThoseOfTheCaller)
{
  const std::string tag = EntityTagOf({"x"});
  for (const std::string& known : {tag, "W/" + tag, "\"a\" , " + tag, std::string(" * ")})
  {
    const auto response = NotModified(known, tag);
    ASSERT_TRUE(response) << known;
    EXPECT_EQ(response->status, 304);
    EXPECT_TRUE(response->body.empty());
  }
  for (const std::string& known : {std::string(), std::string("\"a\""), tag.substr(1), tag + "x"})
  {
    EXPECT_FALSE(NotModified(known, tag)) << known;
  }
}

// "*" asks whether there is such a thing at all (RFC 9110, 13.1.2), which is not known yet.
TEST(EntityTag, LeavesTheQuestionWhetherThereIsAnythingToTheHandler)
{
  const std::string tag = EntityTagOf({"x"});
  const auto isUnchanged = [&tag](const std::string& known)
  {
    HttpRequest request;
    request.headers["if-none-match"] = known;
    return AnswerUnchanged(request, tag).has_value();
  };
  EXPECT_TRUE(isUnchanged(tag));
  EXPECT_TRUE(isUnchanged("\"a\", W/" + tag));
  EXPECT_FALSE(isUnchanged("*"));
  EXPECT_FALSE(isUnchanged("\"a\""));
  EXPECT_FALSE(AnswerUnchanged(HttpRequest(), tag));
}

TEST(EntityTag, IsReadFromTheRequestIfThereIsOne)
{
  HttpRequest request;
  EXPECT_EQ(KnownTags(request), "");
  request.headers["if-none-match"] = "\"a\"";
  EXPECT_EQ(KnownTags(request), "\"a\"");
}

}  // namespace
}  // namespace vlm
