// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: chat completions as OpenAI's API reference writes them.
#include "Model/OpenAiWire.h"

#include <gtest/gtest.h>

#include "Foundation/Encoding.h"
#include "Model/WireFixtures.h"

namespace vlm
{
namespace
{

HttpCall Written(const Question& question, const GenerationSettings& settings,
                 const Concessions& concessions = {})
{
  return OpenAiWire("http://127.0.0.1:8080/v1/").Write(question, settings, concessions);
}

TEST(OpenAiWire, AsksTheServerForOneUnstreamedCompletion)
{
  const auto call = Written(QuestionWith(1), SettingsFor("medgemma-1.5-4b-it"));
  EXPECT_EQ(call.url, "http://127.0.0.1:8080/v1/chat/completions");
  const Json::Value body = BodyOf(call);
  EXPECT_EQ(body["model"], "medgemma-1.5-4b-it");
  EXPECT_EQ(body["stream"], false);
  EXPECT_EQ(body["max_tokens"], 8192);
  EXPECT_FALSE(body.isMember("n"));  // Ollama has none
  EXPECT_FALSE(body.isMember("temperature"));
  EXPECT_FALSE(body.isMember("reasoning_effort"));
}

TEST(OpenAiWire, SendsPicturesAsDataUris)
{
  const Question question = QuestionWith(2);
  const Json::Value messages = BodyOf(Written(question, SettingsFor("m")))["messages"];
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0]["role"], "system");
  EXPECT_EQ(messages[0]["content"], question.system);
  EXPECT_EQ(messages[1]["role"], "user");
  const Json::Value& content = messages[1]["content"];
  ASSERT_EQ(content.size(), 5U);
  EXPECT_EQ(content[0]["text"], "Image 0:");
  EXPECT_EQ(content[1]["type"], "image_url");
  EXPECT_EQ(content[1]["image_url"]["url"],
            "data:image/png;base64," + Base64(question.pictures[0].bytes));
  EXPECT_FALSE(content[1]["image_url"].isMember("detail"));  // vLLM does not know it
  EXPECT_EQ(content[4]["text"], question.user);
}

TEST(OpenAiWire, DegradesTheResponseFormatStepByStep)
{
  const Json::Value schema = BodyOf(Written(QuestionWith(1), SettingsFor("m")))["response_format"];
  EXPECT_EQ(schema["type"], "json_schema");
  EXPECT_EQ(schema["json_schema"]["strict"], true);
  EXPECT_EQ(schema["json_schema"]["schema"]["type"], "object");
  EXPECT_EQ(BodyOf(Written(QuestionWith(1), SettingsFor("m"), StructureStep(1)))["response_format"],
            ParseJson(R"({"type":"json_object"})").Value());
  EXPECT_FALSE(BodyOf(Written(QuestionWith(1), SettingsFor("m"), StructureStep(2)))
                   .isMember("response_format"));
}

TEST(OpenAiWire, KeepsTheOrderInWhichAModelIsToWrite)
{
  const std::string body = Written(QuestionWith(1), SettingsFor("m")).body;
  std::size_t last = 0;
  for (const char* name :
       {"\"image_quality\":", "\"findings_text\":", "\"findings\":", "\"evidence\":", "\"label\":",
        "\"box_2d\":", "\"no_abnormality\":", "\"impression\":", "\"recommendations\":"})
  {
    const std::size_t place = body.find(name);
    ASSERT_NE(place, std::string::npos) << name;
    EXPECT_GT(place, last) << name;
    last = place;
  }
}

TEST(OpenAiWire, ObeysEveryOtherConcession)
{
  GenerationSettings settings = SettingsFor("m");
  settings.temperature = 0.1;
  settings.thinking = "high";
  const Json::Value full = BodyOf(Written(QuestionWith(1), settings));
  EXPECT_EQ(full["temperature"], 0.1);
  EXPECT_EQ(full["reasoning_effort"], "high");
  Concessions less;
  less.withoutTemperature = less.withCompletionTokens = less.withoutThinking =
      less.withoutSystemRole = true;
  const Json::Value body = BodyOf(Written(QuestionWith(1), settings, less));
  EXPECT_FALSE(body.isMember("temperature"));
  EXPECT_FALSE(body.isMember("reasoning_effort"));
  EXPECT_FALSE(body.isMember("max_tokens"));
  EXPECT_EQ(body["max_completion_tokens"], 8192);
  ASSERT_EQ(body["messages"].size(), 1U);
  EXPECT_EQ(body["messages"][0]["content"][1]["text"].asString().rfind("You are a radiol", 0), 0U);
  less.withoutTokenLimit = true;
  const Json::Value unlimited = BodyOf(Written(QuestionWith(1), settings, less));
  EXPECT_FALSE(unlimited.isMember("max_tokens") || unlimited.isMember("max_completion_tokens"));
}

TEST(OpenAiWire, ShowsTheModelItsBrokenReply)
{
  Question question = QuestionWith(1);
  question.repair = ReplyToRepair{"\xff" + std::string(50000, 'x'), "no list"};
  const Json::Value messages = BodyOf(Written(question, SettingsFor("m")))["messages"];
  ASSERT_EQ(messages.size(), 4U);
  EXPECT_EQ(messages[2]["role"], "assistant");
  EXPECT_LE(messages[2]["content"].asString().size(), 20480U);
  EXPECT_EQ(messages[3]["content"], "no list");  // no other words were given
}

}  // namespace
}  // namespace vlm
