// SPDX-License-Identifier: GPL-3.0-or-later
// Replies that are refused as a whole, and where the Error says they break.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "Findings/FindingsParser.h"
#include "Findings/Requests.h"
#include "Findings/SchemaCheck.h"
#include "Foundation/Json.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;

struct Refusal
{
  std::string reply;
  std::string explanation;
};

std::ostream& operator<<(std::ostream& stream, const Refusal& refusal)
{
  return stream << refusal.reply.substr(0, 200);
}

class ReplyRefusal : public testing::TestWithParam<Refusal>
{
};

TEST_P(ReplyRefusal, SaysWhere)
{
  const auto reply = ParseFindings(GetParam().reply, RequestOf(1));

  ASSERT_FALSE(reply.HasValue());
  EXPECT_EQ(reply.Failure().kind, ErrorKind::BadReply);
  EXPECT_THAT(reply.Failure().message, HasSubstr(GetParam().explanation));
}

std::string WithFindings(const std::string& list)
{
  return R"({"no_abnormality": false, "findings": )" + list + "}";
}

const Refusal Refusals[] = {
    {"", "is empty"},
    {"I see a mass.", "is prose"},
    {R"({"no_abnormality": true, "findings": [)", "was cut off"},
    {R"({"no_abnormality": true, "findings": []} {"no_abnormality": false, "findings": []})",
     "is ambiguous"},
    {"```json", "is prose"},
    {"``````", "is prose"},
    {R"({"no_abnormality": true, "findings": [}])", "not valid JSON"},
    {R"({'no_abnormality': true, 'findings': []})", "not valid JSON"},
    {R"({no_abnormality: true, findings: []})", "not valid JSON"},
    {WithFindings(R"([{"label": "a NaN", "score": NaN}])"), "it has NaN"},
    {WithFindings(R"([{"label": "a", "score": -Infinity}])"), "it has Infinity"},
    {WithFindings(R"([{"label": "a", "score": 1e999}])"), "not valid JSON"},
    {std::string(3000000, ' '), "3000000 bytes"},
    {std::string(100000, '['), "was cut off"},
    {std::string(100000, '[') + std::string(100000, ']'), "not valid JSON"},
    {"[]", "an empty list does not say"},
    {"[[]]", "The whole: expected an object"},
    {R"([{"label": "a"}, {"findings": []}])", "The whole: expected an object"},
    {"null", "is prose"},
    {"{}", "Missing required property"},
    {R"({"findings": []})", "Missing required property 'no_abnormality'"},
    {R"({"no_abnormality": true})", "Missing required property 'findings'"},
    {R"({"no_abnormality": "true", "findings": []})", "/no_abnormality: expected true or false"},
    {WithFindings("{}"), "/findings: expected a list"},
    {WithFindings("[3]"), "/findings/0: expected an object"},
    {WithFindings("[{}]"), "/findings/0: Missing required property 'label'"},
    {WithFindings(R"([{"label": ""}])"), "/findings/0/label: expected a text that is not empty"},
    {WithFindings(R"([{"label": 7}])"), "/findings/0/label: expected a text"},
    {WithFindings(R"([{"label": "a", "image": -1}])"), "/findings/0/image: expected the index"},
    {WithFindings(R"([{"label": "a", "image": 0.5}])"), "/findings/0/image: expected the index"},
    {WithFindings(R"([{"label": "a", "differential": 7}])"),
     "breaks the schema at /findings/0/differential: expected a list of texts"},
    {WithFindings(R"([{"label": "a", "differential": [1]}])"),
     "/findings/0/differential/0: expected a text"},
    {R"({"no_abnormality": true, "findings": [], "impression": {}})",
     "/impression: expected a text"},
    {R"({"no_abnormality": true, "findings": [], "image_quality": "bad"})",
     "/image_quality: expected an object"},
    {R"({"no_abnormality": true, "findings": [], "images_not_examined": [{"image": 0}]})",
     "/images_not_examined/0: Missing required property 'reason'"},
    {R"({"no_abnormality": true, "findings": [],
         "images_not_examined": [{"image": -1, "reason": ""}]})",
     "/images_not_examined/0/image: expected the index"},
};

INSTANTIATE_TEST_SUITE_P(FindingsParser, ReplyRefusal, testing::ValuesIn(Refusals));

TEST(FindingsParser, DoesNotSayALotAboutAHugeBadReply)
{
  std::string list = "1";
  for (int i = 0; i < 100000; ++i)
  {
    list += ",1";
  }
  const auto reply = ParseFindings(WithFindings("[" + list + "]"), RequestOf(1));

  ASSERT_FALSE(reply.HasValue());
  EXPECT_LT(reply.Failure().message.size(), 1000U);
}

TEST(SchemaCheck, BlamesABrokenSchemaOnUs)
{
  for (const char* schema : {"", "[]", R"({"type": 7})", R"({"properties": []})"})
  {
    const auto check = SchemaCheck(schema).Check(Json::Value(Json::objectValue));
    ASSERT_FALSE(check.HasValue()) << schema;
    EXPECT_EQ(check.Failure().kind, ErrorKind::Internal) << schema;
  }
}

TEST(SchemaCheck, FollowsReferencesToDefinitions)
{
  const SchemaCheck schema(
      R"({"properties": {"a": {"items": {"$ref": "#/definitions/Number"}}},
          "definitions": {"Number": {"type": "number", "description": "a number"}}})");
  const auto check = schema.Check(ParseJson(R"({"a": [1, "x"]})").Value());

  ASSERT_FALSE(check.HasValue());
  EXPECT_EQ(check.Failure().message, "/a/1: expected a number");
}

}  // namespace
}  // namespace vlm
