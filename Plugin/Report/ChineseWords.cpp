// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ChineseWords.h"

#include <cstddef>
#include <unordered_map>

#include "Findings/ProseText.h"
#include "Foundation/Json.h"
#include "Report/ReportSchemas.h"

namespace vlm
{
namespace
{

constexpr std::size_t BytesOfCharacter = 3;  // in UTF-8, of U+3000 to U+9FFF and U+FF00 to U+FFEF
constexpr std::size_t LongestWord = 8;       // characters

using Dictionary = std::unordered_map<std::string, std::string>;

const Dictionary& EnglishOf()
{
  static const Dictionary dictionary = []
  {
    Dictionary words;
    const auto json = ParseJson(
        vlm_report_Files().Find("Terminology/chinese-words.json").value_or(R"({"words": {}})"));
    if (json.HasValue() && json.Value().isObject())
    {
      const Json::Value& all = json.Value()["words"];
      for (const std::string& word : all.getMemberNames())
      {
        words.emplace(word, all[word].asString());
      }
    }
    return words;
  }();
  return dictionary;
}

bool IsChineseAt(std::string_view text, std::size_t at)
{
  const auto lead = static_cast<unsigned char>(text[at]);
  return ((lead >= 0xE3 && lead <= 0xE9) || lead == 0xEF) && at + BytesOfCharacter <= text.size();
}

bool IsDigit(char character)
{
  return character >= '0' && character <= '9';
}

// "12*9 mm"
bool IsTimesSign(std::string_view text, std::size_t at)
{
  return text[at] == '*' && at > 0 && at + 1 < text.size() && IsDigit(text[at - 1]) &&
         IsDigit(text[at + 1]);
}

// Appends what begins at `at`, in English; returns how many bytes it took.
std::size_t Translate(std::string_view text, std::size_t at, std::string& english)
{
  for (std::size_t length = LongestWord; length > 0; --length)
  {
    const std::string word(text.substr(at, length * BytesOfCharacter));
    const auto known = EnglishOf().find(word);
    if (known != EnglishOf().end())
    {
      english.append(" ").append(known->second).append(" ");
      return word.size();
    }
  }
  english.append(" ").append(text.substr(at, BytesOfCharacter)).append(" ");
  return BytesOfCharacter;
}

}  // namespace

std::vector<std::string> PlainWordsOf(std::string_view text)
{
  std::string english;
  std::size_t at = 0;
  while (at < text.size())
  {
    if (IsChineseAt(text, at))
    {
      at += Translate(text, at, english);
      continue;
    }
    english += IsTimesSign(text, at) ? 'x' : text[at];
    ++at;
  }
  return TokensOf(english);
}

bool HoldsChinese(std::string_view text)
{
  for (std::size_t at = 0; at < text.size(); ++at)
  {
    if (IsChineseAt(text, at))
    {
      return true;
    }
  }
  return false;
}

}  // namespace vlm
