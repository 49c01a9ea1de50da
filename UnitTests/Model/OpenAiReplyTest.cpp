// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: answers as OpenAI documents them and as vLLM, Ollama and llama.cpp write them.
#include <gtest/gtest.h>

#include "Model/OpenAiWire.h"
#include "Model/WireFixtures.h"

namespace vlm
{
namespace
{

Result<ModelReply> Read(const HttpReply& reply)
{
  return OpenAiWire("http://127.0.0.1/v1").Read(reply);
}

ModelReply ReadWell(const std::string& body)
{
  const auto reply = Read(Answered(body));
  EXPECT_TRUE(reply.HasValue()) << body;
  return reply.HasValue() ? reply.Value() : ModelReply{};
}

ModelReply WithMessage(const std::string& message, const std::string& reason = "stop")
{
  return ReadWell(R"({"choices":[{"index":0,"message":)" + message + R"(,"finish_reason":")" +
                  reason + R"("}]})");
}

ModelReply WithContent(const std::string& content, const std::string& reason = "stop")
{
  return WithMessage(R"({"role":"assistant","content":)" + WriteJson(Json::Value(content)) + "}",
                     reason);
}

TEST(OpenAiReply, IsReadWithItsTokensAndModel)
{
  const ModelReply reply = ReadWell(R"({"id":"chatcmpl-1","object":"chat.completion","created":1,
    "model":"medgemma-1.5-4b-it","choices":[{"index":0,"message":{"role":"assistant",
    "content":"{\"findings\":[]}","refusal":null},"logprobs":null,"finish_reason":"stop"}],
    "usage":{"prompt_tokens":900,"completion_tokens":40,"total_tokens":940}})");
  EXPECT_EQ(reply.text, R"({"findings":[]})");
  EXPECT_EQ(reply.end, ReplyEnd::Complete);
  EXPECT_EQ(reply.endDetail, "stop");
  EXPECT_EQ(reply.servedModel, "medgemma-1.5-4b-it");
  EXPECT_EQ(reply.inputTokens, 900);
  EXPECT_EQ(reply.outputTokens, 40);
}

TEST(OpenAiReply, MayComeInParts)
{
  EXPECT_EQ(WithMessage(R"({"content":[{"type":"text","text":"{\"a\""},{"type":"text","text":":1}"},
                            {"type":"image_url"}, 7]})")
                .text,
            R"({"a":1})");
}

TEST(OpenAiReply, NamesHowItEnded)
{
  EXPECT_EQ(WithContent("{}", "length").end, ReplyEnd::Truncated);
  EXPECT_EQ(WithContent("", "length").end, ReplyEnd::Truncated);
  EXPECT_EQ(WithContent("{}", "content_filter").end, ReplyEnd::Refused);
  EXPECT_EQ(WithContent("").end, ReplyEnd::Empty);
  EXPECT_EQ(WithMessage(R"({"content":null})").end, ReplyEnd::Empty);
  EXPECT_EQ(ReadWell(R"({"choices":[]})").end, ReplyEnd::Empty);
  const ModelReply refused = WithMessage(R"({"content":null,"refusal":"I cannot."})");
  EXPECT_EQ(refused.end, ReplyEnd::Refused);
  EXPECT_EQ(refused.text, "I cannot.");
}

TEST(OpenAiReply, LosesItsReasoning)
{
  EXPECT_EQ(WithContent("<think>It may {\"be\":1}.</think>\n{\"a\":1}").text, R"({"a":1})");
  EXPECT_EQ(WithContent("The template opened it.</think>{\"a\":1}").text, R"({"a":1})");
  EXPECT_EQ(WithContent("<unused94>thought\nhm<unused95>{\"a\":1}").text, R"({"a":1})");
  EXPECT_EQ(WithContent("[THINK]I see [1].[/THINK]{\"a\":1}").text, R"({"a":1})");
  EXPECT_EQ(WithContent("<|channel|>analysis<|message|>Hm<|end|><|start|>assistant"
                        "<|channel|>final<|message|>{\"a\":1}")
                .text,
            R"({"a":1})");
  EXPECT_EQ(WithContent("<reasoning>For ever").end, ReplyEnd::ThoughtOnly);
  EXPECT_EQ(WithContent("<think>For ever").end, ReplyEnd::ThoughtOnly);
  EXPECT_EQ(WithContent("<think>For ever", "length").end, ReplyEnd::Truncated);
  EXPECT_EQ(WithMessage(R"({"content":"","reasoning_content":"hm"})").end, ReplyEnd::ThoughtOnly);
  EXPECT_EQ(WithMessage(R"({"content":"{}","reasoning":"hm"})").text, "{}");
}

TEST(OpenAiReply, KeepsWordsOfReasoningInsideItsJson)
{
  const std::string json = R"({"impression":"see </think> here"})";
  EXPECT_EQ(WithContent(json).text, json);
}

TEST(OpenAiReply, SurvivesEveryWrongType)
{
  const char* const wrong[] = {"null", "true", "-1.5", "1e300", "\"text\"", "[]", "[[]]", "{}"};
  for (const std::string value : wrong)
  {
    for (const std::string& body :
         {R"({"choices":)" + value + "}", R"({"choices":[)" + value + "]}",
          R"({"choices":[{"message":)" + value + R"(,"finish_reason":)" + value + "}]}",
          R"({"choices":[{"message":{"content":)" + value + R"(,"refusal":)" + value +
              R"(,"reasoning":)" + value + "}}]}",
          R"({"choices":[{"message":{"content":[)" + value + "]}}]}",
          R"({"choices":[],"model":)" + value + R"(,"usage":)" + value + "}",
          R"({"choices":[],"usage":{"prompt_tokens":)" + value + "}}"})
    {
      const auto reply = Read(Answered(body));
      if (reply.HasValue())
      {
        EXPECT_GE(reply.Value().inputTokens, 0) << body;
      }
    }
  }
}

TEST(OpenAiReply, SaysWhyItIsNoCompletion)
{
  const auto other = Read(Answered(R"({"candidates":[]})"));
  ASSERT_FALSE(other.HasValue());
  EXPECT_EQ(other.Failure().kind, ErrorKind::BadReply);
  EXPECT_NE(other.Failure().message.find("choices"), std::string::npos);
  const auto error = Read(Answered(R"({"error":{"message":"Provider is down","code":502}})"));
  ASSERT_FALSE(error.HasValue());
  EXPECT_NE(error.Failure().message.find("Provider is down"), std::string::npos);
  EXPECT_FALSE(Read(Answered("<html>", "text/html")).HasValue());
}

}  // namespace
}  // namespace vlm
