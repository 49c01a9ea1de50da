// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/ReplyExtraction.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace vlm
{
namespace
{

const std::string Good = R"({"findings": [{"label": "a } ] \" {"}], "no_abnormality": false})";

struct Reply
{
  std::string text;
  ReplyShape shape;
};

std::ostream& operator<<(std::ostream& stream, const Reply& reply)
{
  return stream << reply.text.substr(0, 200);
}

class ReplyExtraction : public testing::TestWithParam<Reply>
{
};

TEST_P(ReplyExtraction, KnowsTheShape)
{
  const ExtractedReply reply = ExtractReply(GetParam().text);

  EXPECT_EQ(reply.shape, GetParam().shape);
  EXPECT_EQ(reply.json, GetParam().shape == ReplyShape::Json ? Good : "");
}

const Reply Replies[] = {
    {Good, ReplyShape::Json},
    {" \n" + Good + "\n", ReplyShape::Json},
    {"```json\n" + Good + "\n```", ReplyShape::Json},
    {"```\n" + Good + "```", ReplyShape::Json},
    {"Sure! Here it is [1], see {below}:\n" + Good + "\nAnything else? []", ReplyShape::Json},
    {"```json\n" + Good + "\n```\nThe same again:\n" + Good, ReplyShape::Json},
    {R"(I answer in the form {"findings": [...]}. )" + Good, ReplyShape::Json},
    {Good + "}", ReplyShape::Json},
    {"<think>Perhaps {\"findings\": [</think>" + Good, ReplyShape::Json},
    {"<think>a</think> <think>b</think>" + Good, ReplyShape::Json},
    {"Perhaps {\"findings\": []}?\n</think>\n" + Good, ReplyShape::Json},
    {"<unused94>thought\nI see {\"a\": 1}<unused95>" + Good, ReplyShape::Json},
    {"<|channel|>analysis<|message|>Hm {<|end|><|start|>assistant<|channel|>final<|message|>" +
         Good,
     ReplyShape::Json},
    {"[THINK]I see [1] and {\"a\": 1}[/THINK]" + Good, ReplyShape::Json},
    {"[THINK]still thinking {\"findings\": []}", ReplyShape::Truncated},
    {"<think>still thinking {\"findings\": []}", ReplyShape::Truncated},
    {"{", ReplyShape::Truncated},
    {std::string(1000000, '['), ReplyShape::Truncated},
    {R"({"findings": [{"label": "Mass"}, {"label": "Cy)", ReplyShape::Truncated},
    {R"({"findings": [{"label": "Mass"}], "no_abnormality": false)", ReplyShape::Truncated},
    {R"({"a": {"findings": [], "no_abnormality": true})", ReplyShape::Truncated},
    {"```json\n{\"findings\": [{\"label\": \"Mass\"}\n```", ReplyShape::Truncated},
    {Good + R"( {"find)", ReplyShape::Truncated},
    {R"("findings": [{"label": "Mass"}], "no_abnormality": false})", ReplyShape::Truncated},
    {R"([{"label": "Mass"}, {"label": "Cyst"})", ReplyShape::Truncated},
    {"", ReplyShape::Prose},
    {"I see a mass [1] in the {left} lung.", ReplyShape::Prose},
    {"```json", ReplyShape::Prose},
    {"null", ReplyShape::Prose},
    {R"({"findings": [], "no_abnormality": true} )" + Good, ReplyShape::Ambiguous},
    {R"({"label": "Mass"}, {"label": "Cyst"})", ReplyShape::Ambiguous},
};

INSTANTIATE_TEST_SUITE_P(ExtractReply, ReplyExtraction, testing::ValuesIn(Replies));

TEST(ExtractReply, NeverTakesAPartOfWhatWasCutOff)
{
  for (std::size_t size = 1; size < Good.size(); ++size)
  {
    EXPECT_EQ(ExtractReply(Good.substr(0, size)).shape, ReplyShape::Truncated) << size;
  }
}

TEST(ExtractReply, TellsWhetherTheJsonStandsAlone)
{
  EXPECT_TRUE(ExtractReply(Good).isAlone);
  EXPECT_TRUE(ExtractReply("```json\n" + Good + "\n```").isAlone);
  EXPECT_TRUE(ExtractReply("<think>a</think>\n" + Good).isAlone);
  EXPECT_FALSE(ExtractReply("Here: " + Good).isAlone);
  EXPECT_FALSE(ExtractReply(Good + " Done.").isAlone);
}

TEST(ExtractReply, ReadsHugeRubbishInLinearTime)
{
  for (const std::string part :
       {"{ ", "[ {", "<think>", "</think>", "[THINK]", "{\"a\": ", "{}", "[]", "`"})
  {
    std::string text;
    while (text.size() < 1000000)
    {
      text += part;
    }
    EXPECT_NE(ExtractReply(text).json, text + "x");
  }
}

}  // namespace
}  // namespace vlm
