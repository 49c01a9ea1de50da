// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: Resources/Schemas/model-reply.schema.json, which the parser enforces, by valijson; the
// rules of Gemini's Schema message and of OpenAI's strict mode, written out here.
#include "Model/ReplySchema.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <valijson/adapters/jsoncpp_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

Json::Value Published()
{
  std::ifstream file(VLM_SOURCE "/Resources/Schemas/model-reply.schema.json");
  const auto json = ParseJson(
      std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()));
  EXPECT_TRUE(json.HasValue());
  return json.Value();
}

Json::Value Strict()
{
  const auto json = ParseJson(StrictReplySchema());
  EXPECT_TRUE(json.HasValue()) << StrictReplySchema();
  return json.Value();
}

bool IsValid(const Json::Value& reply, const Json::Value& json)
{
  valijson::Schema schema;
  valijson::SchemaParser().populateSchema(valijson::adapters::JsonCppAdapter(json), schema);
  return valijson::Validator().validate(schema, valijson::adapters::JsonCppAdapter(reply), nullptr);
}

// Gemini's message as the JSON Schema that it abbreviates.
Json::Value AsJsonSchema(const Json::Value& gemini)
{
  Json::Value schema = gemini;
  std::string type = gemini["type"].asString();
  std::transform(type.begin(), type.end(), type.begin(),
                 [](char letter) { return static_cast<char>(letter - 'A' + 'a'); });
  schema["type"] = type;
  schema.removeMember("propertyOrdering");
  for (const std::string& name : gemini["properties"].getMemberNames())
  {
    schema["properties"][name] = AsJsonSchema(gemini["properties"][name]);
  }
  if (gemini.isMember("items"))
  {
    schema["items"] = AsJsonSchema(gemini["items"]);
  }
  return schema;
}

Json::Value FullReply()
{
  const auto json = ParseJson(R"({
    "image_quality": {"adequate": true, "reason": ""},
    "images_not_examined": [{"image": 1, "reason": "black"}],
    "technique": "CT", "findings_text": "A mass.", "no_abnormality": false, "impression": "Mass.",
    "recommendations": ["MR"], "limitations": [],
    "findings": [{"label": "mass", "category": "neoplasm", "anatomy": "liver", "laterality": "right",
      "description": "d", "severity": "s", "evidence": "e", "differential": ["cyst"], "score": 0.5,
      "image": 0, "box_2d": [1, 2.5, 3, 4]}]})");
  EXPECT_TRUE(json.HasValue());
  return json.Value();
}

void ExpectSameProperties(const Json::Value& ours, const Json::Value& published)
{
  EXPECT_EQ(ours["properties"].getMemberNames(), published["properties"].getMemberNames());
  for (const Json::Value& name : published["required"])
  {
    const auto& required = ours["required"];
    EXPECT_NE(std::find(required.begin(), required.end(), name), required.end()) << name;
  }
}

TEST(ReplySchema, NamesWhatTheParserAcceptsAndNothingElse)
{
  const Json::Value published = Published();
  const auto finding = [](const Json::Value& schema)
  { return schema["properties"]["findings"]["items"]; };
  const auto unexamined = [](const Json::Value& schema)
  { return schema["properties"]["images_not_examined"]["items"]; };
  for (const Json::Value& ours : {GeminiReplySchema(), Strict()})
  {
    ExpectSameProperties(ours, published);
    ExpectSameProperties(finding(ours), finding(published));
    ExpectSameProperties(unexamined(ours), unexamined(published));
    ExpectSameProperties(ours["properties"]["image_quality"],
                         published["properties"]["image_quality"]);
  }
}

TEST(ReplySchema, AllowsAFullReply)
{
  const Json::Value reply = FullReply();
  EXPECT_TRUE(IsValid(reply, Published()));
  EXPECT_TRUE(IsValid(reply, Strict()));
  EXPECT_TRUE(IsValid(reply, AsJsonSchema(GeminiReplySchema())));
}

// A value that a dialect allows must not be one that the parser refuses.
TEST(ReplySchema, AllowsNoValueThatTheParserRefuses)
{
  const char* const values[] = {"true",        "3",          "-1",      "1.5",
                                "\"text\"",    "[]",         "[1,2,3]", "[1,2,3,4]",
                                "[1,2,3,4,5]", "[\"text\"]", "{}"};
  const auto tryAll = [&values](Json::Value reply, Json::Value& place, const std::string& name)
  {
    for (const char* value : values)
    {
      place[name] = ParseJson(value).Value();
      const bool isAllowed =
          IsValid(reply, Strict()) || IsValid(reply, AsJsonSchema(GeminiReplySchema()));
      if (isAllowed && name != "image")  // the strict dialect states no ranges
      {
        EXPECT_TRUE(IsValid(reply, Published())) << name << " = " << value;
      }
    }
  };
  Json::Value reply = FullReply();
  for (const std::string& name : reply.getMemberNames())
  {
    Json::Value changed = reply;
    tryAll(changed, changed, name);
  }
  for (const std::string& name : reply["findings"][0].getMemberNames())
  {
    Json::Value changed = reply;
    tryAll(changed, changed["findings"][0], name);
  }
}

TEST(ReplySchema, LetsAFindingHaveNoPlace)
{
  Json::Value reply = FullReply();
  reply["findings"][0]["box_2d"] = Json::Value();
  EXPECT_TRUE(IsValid(reply, Strict()));
  reply["findings"][0].removeMember("box_2d");
  EXPECT_TRUE(IsValid(reply, AsJsonSchema(GeminiReplySchema())));
}

void ExpectGeminiDialect(const Json::Value& schema)
{
  EXPECT_FALSE(schema.isMember("additionalProperties"));
  if (schema["type"] == "OBJECT")
  {
    EXPECT_EQ(schema["propertyOrdering"].size(), schema["properties"].size());
    for (const Json::Value& property : schema["properties"])
    {
      ExpectGeminiDialect(property);
    }
  }
  if (schema["type"] == "ARRAY")
  {
    ExpectGeminiDialect(schema["items"]);
  }
}

TEST(ReplySchema, ForGeminiOrdersEveryObject)
{
  const Json::Value schema = GeminiReplySchema();
  ExpectGeminiDialect(schema);
  const Json::Value& order = schema["propertyOrdering"];
  EXPECT_EQ(order[0], "image_quality");
  EXPECT_EQ(order[3], "findings_text");
  EXPECT_EQ(order[4], "findings");
  EXPECT_EQ(order[6], "impression");
}

void ExpectStrictDialect(const Json::Value& schema)
{
  if (schema.isMember("properties"))
  {
    EXPECT_EQ(schema["additionalProperties"], false);
    EXPECT_EQ(schema["required"].size(), schema["properties"].size());
    for (const Json::Value& property : schema["properties"])
    {
      ExpectStrictDialect(property);
    }
  }
  if (schema.isMember("items"))
  {
    ExpectStrictDialect(schema["items"]);
  }
}

TEST(ReplySchema, ForOpenAiIsStrict)
{
  ExpectStrictDialect(Strict());
}

}  // namespace
}  // namespace vlm
