// SPDX-License-Identifier: GPL-3.0-or-later
// Prose -> sections, sentences and lower-case words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vlm
{

enum class ProseSection
{
  Findings,  // also where no heading says otherwise
  Impression,
  Recommendations,
  Limitations,
  Technique,
  Background  // history, indication, comparison: not about this picture
};

struct ProseSentence
{
  ProseSection section = ProseSection::Findings;
  std::string text;         // without Markdown, heading and numbering
  std::size_t line = 0;     // counted where something is written
  std::size_t heading = 0;  // how many headings stand before it
};

// `text` is valid UTF-8. Linear in its size.
std::vector<ProseSentence> SentencesOf(std::string_view text);

// Words and numbers in lower case, "," ";" ":" as tokens of their own; hyphens and slashes part
// words; "2.3cm" becomes "2.3", "cm".
std::vector<std::string> TokensOf(std::string_view sentence);

}  // namespace vlm
