// SPDX-License-Identifier: GPL-3.0-or-later
#include "Foundation/Json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace vlm
{
namespace
{

class JsonRefusal : public testing::TestWithParam<const char*>
{
};

TEST_P(JsonRefusal, NamesWhatIsNotJson)
{
  const auto value = ParseJson(GetParam());

  ASSERT_FALSE(value.HasValue()) << GetParam();
  EXPECT_EQ(value.Failure().kind, ErrorKind::BadInput);
  EXPECT_FALSE(value.Failure().message.empty());
}

INSTANTIATE_TEST_SUITE_P(Json, JsonRefusal,
                         testing::Values("", " ", "{", "{} x", "// why\n{}", "[1,]", "{'a': 1}",
                                         "{\"a\": 1, \"a\": 2}", "NaN", "Infinity", "1e999",
                                         "\"unfinished", "{1: 2}", "[,]", "\"\\ud800\""));

TEST(ParseJson, RefusesWhatIsNestedTooDeeply)
{
  EXPECT_FALSE(ParseJson(std::string(100000, '[')).HasValue());
  EXPECT_FALSE(ParseJson(std::string(200, '[') + std::string(200, ']')).HasValue());
  EXPECT_TRUE(ParseJson(std::string(50, '[') + std::string(50, ']')).HasValue());
}

TEST(ParseJson, ReadsAnyKindOfRoot)
{
  EXPECT_EQ(ParseJson("[1, 2]").Value().size(), 2U);
  EXPECT_EQ(ParseJson("\"\\u00e9\"").Value().asString(), "\xc3\xa9");
  EXPECT_TRUE(ParseJson("null").Value().isNull());
}

TEST(ParseCommentedJson, AllowsCommentsButNoTrailingText)
{
  EXPECT_TRUE(ParseCommentedJson("// why\n{\"a\": /* b */ 1}").HasValue());
  EXPECT_FALSE(ParseCommentedJson("{} x").HasValue());
}

TEST(WriteJson, WritesWhatJsonLacksAsNull)
{
  Json::Value value;
  value["a"].append(std::nan(""));
  value["a"].append(std::numeric_limits<double>::infinity());
  value["b"]["c"] = -std::numeric_limits<double>::infinity();

  EXPECT_EQ(WriteJson(value), R"({"a":[null,null],"b":{"c":null}})");
  EXPECT_TRUE(std::isnan(value["a"][0].asDouble()));  // the caller's value is left alone
}

TEST(WriteJson, WritesDecimalNumbersAsPeopleDo)
{
  EXPECT_EQ(WriteJson(Json::Value(0.1)), "0.1");
  EXPECT_EQ(WriteJson(Json::Value(0.82)), "0.82");
  EXPECT_EQ(WriteJson(Json::Value(Json::Int64(9007199254740993))), "9007199254740993");
}

TEST(WriteJson, KeepsUtf8)
{
  EXPECT_EQ(WriteJson(Json::Value("\xe8\x82\xba\n")), "\"\xe8\x82\xba\\n\"");
}

TEST(WriteReadableJson, IsTheSameValueOnSeveralLines)
{
  Json::Value value;
  value["a"].append(1);
  value["b"] = "text";
  const std::string text = WriteReadableJson(value);

  EXPECT_NE(text.find('\n'), std::string::npos);
  EXPECT_EQ(ParseJson(text).Value(), value);
}

}  // namespace
}  // namespace vlm
