// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: refusals as users of OpenAI, vLLM, llama.cpp and Ollama report them.
#include "Model/OpenAiRefusals.h"

#include <gtest/gtest.h>

#include "Model/WireFixtures.h"

namespace vlm
{
namespace
{

std::optional<Concessions> After(const std::string& body, const Concessions& before = {})
{
  return ConcedeToOpenAiServer(RefusedWith(400, body), before);
}

std::optional<Concessions> AfterWords(const std::string& words, const Concessions& before = {})
{
  return After(R"({"error":{"message":)" + WriteJson(Json::Value(words)) + "}}", before);
}

TEST(OpenAiRefusals, OfTheSchemaLeadToJsonThenToText)
{
  const std::string words = "'response_format.type' : value is not one of the allowed values";
  EXPECT_EQ(AfterWords(words), StructureStep(1));
  EXPECT_EQ(AfterWords(words, StructureStep(1)), StructureStep(2));
  EXPECT_FALSE(AfterWords(words, StructureStep(2)).has_value());
  EXPECT_EQ(AfterWords("Failed to parse grammar"), StructureStep(1));
  EXPECT_EQ(After(R"({"object":"error","message":"guided_json is not supported","code":400})"),
            StructureStep(1));
  EXPECT_EQ(After(R"({"detail":[{"loc":["body","response_format"],"msg":"json_schema unknown"}]})"),
            StructureStep(1));
}

TEST(OpenAiRefusals, OfMaxTokensLeadToItsOtherName)
{
  Concessions expected;
  expected.withCompletionTokens = true;
  const std::string body = R"({"error":{"message":"Unsupported parameter: 'max_tokens' is not
supported with this model. Use 'max_completion_tokens' instead.","type":"invalid_request_error",
"param":"max_tokens","code":"unsupported_parameter"}})";
  std::string oneLine = body;
  std::replace(oneLine.begin(), oneLine.end(), '\n', ' ');
  EXPECT_EQ(After(oneLine), expected);
}

TEST(OpenAiRefusals, OfATokenLimitBeyondTheContextLeadToTheServersOwn)
{
  Concessions expected;
  expected.withoutTokenLimit = true;
  EXPECT_EQ(AfterWords("'max_tokens' or 'max_completion_tokens' is too large: 8192. This model's "
                       "maximum context length is 8192 tokens and your request has 900 input "
                       "tokens."),
            expected);
  EXPECT_FALSE(AfterWords("This model's maximum context length is 8192 tokens. Please reduce the "
                          "length of the messages or completion.",
                          expected)
                   .has_value());
}

TEST(OpenAiRefusals, OfTheTemperatureLeaveItOut)
{
  Concessions expected;
  expected.withoutTemperature = true;
  EXPECT_EQ(AfterWords("Unsupported value: 'temperature' does not support 0.2 with this model. "
                       "Only the default (1) value is supported."),
            expected);
}

TEST(OpenAiRefusals, OfTheSystemRoleJoinItToTheTask)
{
  Concessions expected;
  expected.withoutSystemRole = true;
  EXPECT_EQ(AfterWords("System role not supported"), expected);
}

TEST(OpenAiRefusals, OfPicturesOrLengthConcedeNothing)
{
  EXPECT_FALSE(AfterWords("Failed to load image: cannot identify image file").has_value());
  EXPECT_FALSE(AfterWords("the request exceeds the available context size").has_value());
  EXPECT_FALSE(AfterWords("image input is not supported - hint: provide the mmproj").has_value());
}

TEST(OpenAiRefusals, WithoutAnExplanationCostTheStructure)
{
  EXPECT_EQ(After(""), StructureStep(1));
  EXPECT_EQ(After("<html>Bad Request</html>", StructureStep(1)), StructureStep(2));
  EXPECT_FALSE(After("", StructureStep(2)).has_value());
}

TEST(OpenAiRefusals, EndHoweverLongAServerRefuses)
{
  for (const char* words : {"max_tokens", "temperature", "thinking", "system role", "schema",
                            "max_tokens temperature reasoning system message json image"})
  {
    std::optional<Concessions> concessions = Concessions{};
    int steps = 0;
    while (concessions && steps < 50)
    {
      concessions = AfterWords(words, *concessions);
      ++steps;
    }
    EXPECT_LE(steps, 10) << words;
  }
}

}  // namespace
}  // namespace vlm
