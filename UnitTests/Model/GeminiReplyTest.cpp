// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: GenerateContentResponse as Google's API reference writes it.
#include <gtest/gtest.h>

#include "Model/GeminiWire.h"
#include "Model/WireFixtures.h"

namespace vlm
{
namespace
{

Result<ModelReply> Read(const HttpReply& reply)
{
  return GeminiWire("https://example.org/v1beta").Read(reply);
}

ModelReply ReadWell(const std::string& body)
{
  const auto reply = Read(Answered(body));
  EXPECT_TRUE(reply.HasValue()) << body;
  return reply.HasValue() ? reply.Value() : ModelReply{};
}

ModelReply EndedBy(const std::string& reason, const std::string& parts = R"([{"text":"{}"}])")
{
  return ReadWell(R"({"candidates":[{"content":{"role":"model","parts":)" + parts +
                  R"(},"finishReason":")" + reason + R"("}]})");
}

TEST(GeminiReply, IsReadWithItsTokensAndModel)
{
  const ModelReply reply = ReadWell(R"({
    "candidates": [{"content": {"role": "model", "parts": [
        {"text": "I think.", "thought": true}, {"text": "{\"a\":"}, {"text": "1}"}]},
      "finishReason": "STOP", "index": 0}],
    "usageMetadata": {"promptTokenCount": 1300, "candidatesTokenCount": 200,
      "thoughtsTokenCount": 50, "totalTokenCount": 1550},
    "modelVersion": "gemini-2.5-flash"})");
  EXPECT_EQ(reply.text, R"({"a":1})");
  EXPECT_EQ(reply.end, ReplyEnd::Complete);
  EXPECT_EQ(reply.endDetail, "STOP");
  EXPECT_EQ(reply.servedModel, "gemini-2.5-flash");
  EXPECT_EQ(reply.inputTokens, 1300);
  EXPECT_EQ(reply.outputTokens, 250);
}

TEST(GeminiReply, NamesHowItEnded)
{
  EXPECT_EQ(EndedBy("STOP").end, ReplyEnd::Complete);
  EXPECT_EQ(EndedBy("MAX_TOKENS").end, ReplyEnd::Truncated);
  EXPECT_EQ(EndedBy("MAX_TOKENS", "[]").end, ReplyEnd::Truncated);
  for (const char* reason : {"SAFETY", "PROHIBITED_CONTENT", "SPII", "RECITATION", "BLOCKLIST",
                             "IMAGE_SAFETY", "LANGUAGE"})
  {
    EXPECT_EQ(EndedBy(reason).end, ReplyEnd::Refused) << reason;
    EXPECT_EQ(EndedBy(reason).endDetail, reason);
  }
  EXPECT_EQ(EndedBy("STOP", "[]").end, ReplyEnd::Empty);
  EXPECT_EQ(EndedBy("STOP", R"([{"text":" \n"}])").end, ReplyEnd::Empty);
  EXPECT_EQ(EndedBy("STOP", R"([{"text":"hm","thought":true}])").end, ReplyEnd::ThoughtOnly);
  EXPECT_EQ(EndedBy("OTHER", "[]").end, ReplyEnd::Empty);
}

TEST(GeminiReply, DoesNotCallATextCompleteThatEndedForAnUnknownReason)
{
  EXPECT_EQ(EndedBy("OTHER").end, ReplyEnd::Truncated);
  EXPECT_EQ(EndedBy("MALFORMED_FUNCTION_CALL").end, ReplyEnd::Truncated);
  EXPECT_EQ(EndedBy("A_REASON_OF_2030").end, ReplyEnd::Truncated);
}

TEST(GeminiReply, ToABlockedPromptIsARefusal)
{
  const ModelReply reply =
      ReadWell(R"({"promptFeedback":{"blockReason":"PROHIBITED_CONTENT","safetyRatings":[]},
                   "usageMetadata":{"promptTokenCount":7}})");
  EXPECT_EQ(reply.end, ReplyEnd::Refused);
  EXPECT_EQ(reply.endDetail, "PROHIBITED_CONTENT");
  EXPECT_EQ(reply.inputTokens, 7);
}

TEST(GeminiReply, WithoutCandidatesIsEmpty)
{
  EXPECT_EQ(ReadWell(R"({"candidates":[],"modelVersion":"m"})").end, ReplyEnd::Empty);
  EXPECT_EQ(ReadWell(R"({"usageMetadata":{}})").end, ReplyEnd::Empty);
  EXPECT_EQ(ReadWell(R"({"candidates":[{"finishReason":"STOP"}]})").end, ReplyEnd::Empty);
  EXPECT_EQ(ReadWell(R"({"candidates":[{"content":{"role":"model"}}]})").end, ReplyEnd::Empty);
}

TEST(GeminiReply, SurvivesEveryWrongType)
{
  const char* const wrong[] = {"null",
                               "true",
                               "-1.5",
                               "1e300",
                               "\"text\"",
                               "[]",
                               "[[]]",
                               "{}",
                               R"([{"parts":3}])",
                               R"({"parts":{"text":1}})"};
  for (const std::string value : wrong)
  {
    for (const std::string& body :
         {R"({"candidates":)" + value + "}", R"({"candidates":[)" + value + "]}",
          R"({"candidates":[{"content":)" + value + R"(,"finishReason":)" + value + "}]}",
          R"({"candidates":[{"content":{"parts":)" + value + "}}]}",
          R"({"candidates":[{"content":{"parts":[)" + value + "]}}]}",
          R"({"candidates":[{"content":{"parts":[{"text":)" + value + R"(,"thought":)" + value +
              "}]}}]}",
          R"({"candidates":[],"usageMetadata":)" + value + R"(,"modelVersion":)" + value + "}",
          R"({"candidates":[],"usageMetadata":{"promptTokenCount":)" + value + "}}",
          R"({"promptFeedback":)" + value + "}"})
    {
      const auto reply = Read(Answered(body));
      if (reply.HasValue())
      {
        EXPECT_GE(reply.Value().inputTokens, 0) << body;
      }
    }
  }
}

void ExpectBadReply(const HttpReply& reply, const std::string& words)
{
  const auto read = Read(reply);
  ASSERT_FALSE(read.HasValue()) << reply.body;
  EXPECT_EQ(read.Failure().kind, ErrorKind::BadReply);
  EXPECT_NE(read.Failure().message.find(words), std::string::npos) << read.Failure().message;
}

TEST(GeminiReply, SaysWhyItIsNoEnvelope)
{
  const std::string good = R"({"candidates":[{"content":{"parts":[{"text":"x"}]}}]})";
  ExpectBadReply(Answered(""), "empty body");
  ExpectBadReply(Answered("<html>Proxy</html>", "text/html; charset=utf-8"), "text/html");
  ExpectBadReply(Answered(good, "text/plain"), "text/plain");
  ExpectBadReply(Answered("<html>Proxy</html>"), "no valid JSON");
  ExpectBadReply(Answered(good.substr(0, 40)), "no valid JSON");
  ExpectBadReply(Answered("{\"candidates\":\"\xff\xfe\"}"), "UTF-8");
  ExpectBadReply(Answered("[1]"), "no object");
  ExpectBadReply(Answered(R"({"choices":[]})"), "candidates");
  ExpectBadReply(Answered(R"({"candidates":[{"avgLogprobs":NaN}]})"), "no valid JSON");
  ExpectBadReply(Answered(std::string(100000, '[')), "no valid JSON");
}

}  // namespace
}  // namespace vlm
