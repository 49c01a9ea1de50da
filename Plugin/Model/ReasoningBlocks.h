// SPDX-License-Identifier: GPL-3.0-or-later
// What a reasoning model thinks aloud before it answers is no part of its answer.
#pragma once

#include <string>
#include <string_view>

namespace vlm
{

struct SpokenText
{
  std::string text;
  bool hadReasoning = false;
  bool isCutOff = false;  // the reasoning never ends, so that there is no answer
};

// Leaves out blocks such as <think>...</think> (Qwen, DeepSeek), <unused94>thought...<unused95>
// (MedGemma), [THINK]...[/THINK] (Magistral) and the analysis channel of gpt-oss where they stand
// before any JSON; a chat template may have swallowed the first opening mark. Linear in the text's
// size.
SpokenText WithoutReasoning(std::string_view text);

}  // namespace vlm
