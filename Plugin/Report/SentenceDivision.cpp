// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/SentenceDivision.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "Findings/ProseText.h"
#include "Foundation/CleanText.h"

namespace vlm
{
namespace
{

constexpr std::size_t MaximumSentences = 1000;
constexpr std::size_t MaximumCharacters = 20000;

// Characters that SentencesOf would take for marks: the colon of "Comparison: none.", whose heading
// it takes off, and the star of "12*9 mm". Characters of the private use area stand for them.
struct Stand
{
  char character;
  std::string_view standIn;
};
constexpr std::array<Stand, 2> Stands = {{{':', "\xee\x80\x80"}, {'*', "\xee\x80\x81"}}};

bool IsDigit(char character)
{
  return character >= '0' && character <= '9';
}

std::string WithStandIns(std::string_view text)
{
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i)
  {
    const bool isTimesSign = text[i] == '*' && i > 0 && i + 1 < text.size() &&
                             IsDigit(text[i - 1]) && IsDigit(text[i + 1]);
    if (text[i] == ':' || isTimesSign)
    {
      result += text[i] == ':' ? Stands[0].standIn : Stands[1].standIn;
    }
    else
    {
      result += text[i];
    }
  }
  return result;
}

std::string WithoutStandIns(const std::string& text)
{
  std::string result;
  std::size_t i = 0;
  while (i < text.size())
  {
    const auto* stand = std::find_if(
        Stands.begin(), Stands.end(),
        [&](const Stand& one) { return text.compare(i, one.standIn.size(), one.standIn) == 0; });
    result += stand == Stands.end() ? text[i] : stand->character;
    i += stand == Stands.end() ? 1 : stand->standIn.size();
  }
  return result;
}

std::string WithoutMargins(const std::string& text)
{
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? std::string()
                                    : text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

// At the full stops of Chinese, which no space follows.
void AddChineseSentences(const std::string& text, std::vector<std::string>& sentences)
{
  static constexpr std::array<std::string_view, 3> ends = {"。", "！", "？"};
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i)
  {
    const auto* end = std::find_if(ends.begin(), ends.end(),
                                   [&](std::string_view mark)
                                   { return text.compare(i, mark.size(), mark) == 0; });
    if (end == ends.end() && i < text.size())
    {
      continue;
    }
    const std::size_t past = std::min(i + (end == ends.end() ? 0 : end->size()), text.size());
    const std::string sentence = WithoutMargins(text.substr(begin, past - begin));
    if (!sentence.empty())
    {
      sentences.push_back(sentence);
    }
    begin = past;
  }
}

}  // namespace

std::vector<std::string> DivideIntoSentences(std::string_view text)
{
  const std::string clean = CleanText(text, MaximumCharacters, LineBreaks::Keep);
  std::vector<std::string> sentences;
  for (const ProseSentence& sentence : SentencesOf(WithStandIns(clean)))
  {
    AddChineseSentences(WithoutStandIns(sentence.text), sentences);
  }
  if (sentences.size() > MaximumSentences)
  {
    std::string rest;
    for (std::size_t i = MaximumSentences - 1; i < sentences.size(); ++i)
    {
      rest.append(rest.empty() ? "" : " ").append(sentences[i]);
    }
    sentences.resize(MaximumSentences - 1);
    sentences.push_back(std::move(rest));
  }
  return sentences;
}

}  // namespace vlm
