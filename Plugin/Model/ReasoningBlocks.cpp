// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/ReasoningBlocks.h"

#include <algorithm>
#include <array>

namespace vlm
{
namespace
{

struct Marks
{
  std::string_view opening;
  std::string_view closing;
};

constexpr std::array<Marks, 7> KnownMarks = {
    {{"<think>", "</think>"},
     {"<thinking>", "</thinking>"},
     {"<thought>", "</thought>"},
     {"<reasoning>", "</reasoning>"},
     {"<unused94>", "<unused95>"},
     {"[THINK]", "[/THINK]"},
     {"<|channel|>analysis", "<|channel|>final<|message|>"}}};

constexpr int MaximumBlocks = 8;  // each costs one look at the whole text

// A text that starts as an answer has no swallowed opening mark.
bool StartsAsAnswer(std::string_view text)
{
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  const bool isMark = std::any_of(KnownMarks.begin(), KnownMarks.end(),
                                  [text](const Marks& marks)
                                  {
                                    return text.substr(0, marks.opening.size()) == marks.opening ||
                                           text.substr(0, marks.closing.size()) == marks.closing;
                                  });
  return text.empty() ||
         (!isMark && std::string_view("{[`").find(text.front()) != std::string_view::npos);
}

std::string_view AfterUnopenedBlock(std::string_view text)
{
  if (StartsAsAnswer(text))
  {
    return text;
  }
  for (const Marks& marks : KnownMarks)
  {
    const std::size_t end = text.find(marks.closing);
    if (end != std::string_view::npos &&
        text.substr(0, end).find(marks.opening) == std::string_view::npos)
    {
      return text.substr(end + marks.closing.size());
    }
  }
  return text;
}

struct Opening
{
  std::size_t begin = std::string_view::npos;
  Marks marks;
};

// Only up to the first bracket: later it could be a word inside a JSON text. A mark may itself
// begin with that bracket.
Opening FirstOpening(std::string_view text)
{
  constexpr std::size_t longestMark = 32;
  const std::size_t bracket = std::min(text.find_first_of("{["), text.size());
  const std::string_view head = text.substr(0, bracket + longestMark);
  Opening first;
  for (const Marks& marks : KnownMarks)
  {
    const std::size_t begin = head.find(marks.opening);
    if (begin <= bracket && begin < first.begin)
    {
      first = {begin, marks};
    }
  }
  return first;
}

}  // namespace

SpokenText WithoutReasoning(std::string_view text)
{
  const std::size_t all = text.size();
  text = AfterUnopenedBlock(text);
  SpokenText answer;
  answer.hadReasoning = text.size() < all;
  for (int block = 0; block < MaximumBlocks; ++block)
  {
    const Opening opening = FirstOpening(text);
    if (opening.begin == std::string_view::npos)
    {
      break;
    }
    answer.hadReasoning = true;
    answer.text += text.substr(0, opening.begin);
    const std::size_t end = text.find(opening.marks.closing, opening.begin);
    if (end == std::string_view::npos)
    {
      answer.isCutOff = true;
      return answer;
    }
    text.remove_prefix(end + opening.marks.closing.size());
  }
  answer.text += text;
  return answer;
}

}  // namespace vlm
