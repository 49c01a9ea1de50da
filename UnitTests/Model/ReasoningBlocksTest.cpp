// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: the marks that the models' own chat templates write.
#include "Model/ReasoningBlocks.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace vlm
{
namespace
{

TEST(ReasoningBlocks, AreLeftOutWhateverTheirMarks)
{
  const std::pair<std::string, std::string> marks[] = {
      {"<think>", "</think>"},
      {"<thinking>", "</thinking>"},
      {"<thought>", "</thought>"},
      {"<reasoning>", "</reasoning>"},
      {"<unused94>", "<unused95>"},
      {"[THINK]", "[/THINK]"},
      {"<|channel|>analysis", "<|channel|>final<|message|>"}};
  for (const auto& [opening, closing] : marks)
  {
    for (const std::string answer : {R"({"a":[1]})", "[{}]", "Prose."})
    {
      const SpokenText spoken = WithoutReasoning(opening + "I see [1] {" + closing + answer);
      EXPECT_EQ(spoken.text, answer) << opening;
      EXPECT_TRUE(spoken.hadReasoning);
      EXPECT_FALSE(spoken.isCutOff);
      // The chat template wrote the opening mark.
      EXPECT_EQ(WithoutReasoning("I see {" + closing + answer).text, answer) << closing;
    }
    const SpokenText unending = WithoutReasoning(opening + R"(I see {"a":1})");
    EXPECT_TRUE(unending.isCutOff) << opening;
    EXPECT_TRUE(unending.hadReasoning) << opening;
  }
}

TEST(ReasoningBlocks, AreNotSeenInsideAnAnswer)
{
  for (const std::string answer :
       {R"({"a":"<think>b</think>"})", R"(["[THINK]b[/THINK]"])", R"([{"a":"</think>"}])",
        "```json\n{\"a\":\"[/THINK]\"}\n```", "", "[", "[THINK"})
  {
    const SpokenText spoken = WithoutReasoning(answer);
    EXPECT_EQ(spoken.text, answer);
    EXPECT_FALSE(spoken.hadReasoning) << answer;
    EXPECT_FALSE(spoken.isCutOff) << answer;
  }
}

}  // namespace
}  // namespace vlm
