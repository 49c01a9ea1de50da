// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/ProseText.h"

#include <algorithm>
#include <array>
#include <optional>

#include "Foundation/AsciiCase.h"

namespace vlm
{
namespace
{

bool IsDigit(char character)
{
  return character >= '0' && character <= '9';
}

bool IsLower(char character)
{
  return character >= 'a' && character <= 'z';
}

bool IsWordCharacter(char character)
{
  return IsLower(character) || (character >= 'A' && character <= 'Z') || character == '\'' ||
         (static_cast<unsigned char>(character) & 0x80U) != 0;
}

struct Heading
{
  std::string_view word;
  ProseSection section;
};

constexpr std::array<Heading, 20> Headings = {{{"findings", ProseSection::Findings},
                                               {"observations", ProseSection::Findings},
                                               {"report", ProseSection::Findings},
                                               {"impression", ProseSection::Impression},
                                               {"impressions", ProseSection::Impression},
                                               {"conclusion", ProseSection::Impression},
                                               {"conclusions", ProseSection::Impression},
                                               {"summary", ProseSection::Impression},
                                               {"opinion", ProseSection::Impression},
                                               {"recommendation", ProseSection::Recommendations},
                                               {"recommendations", ProseSection::Recommendations},
                                               {"limitation", ProseSection::Limitations},
                                               {"limitations", ProseSection::Limitations},
                                               {"technique", ProseSection::Technique},
                                               {"examination", ProseSection::Technique},
                                               {"indication", ProseSection::Background},
                                               {"history", ProseSection::Background},
                                               {"clinical history", ProseSection::Background},
                                               {"comparison", ProseSection::Background},
                                               {"differential", ProseSection::Background}}};

// Markdown marks and the numbers of lists.
std::string_view WithoutMarks(std::string_view line)
{
  constexpr std::string_view marks = " \t\r#>*_`-+|";
  while (!line.empty())
  {
    const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
    const bool isNumbering = digits > 0 && digits <= 2 && digits + 1 < line.size() &&
                             (line[digits] == '.' || line[digits] == ')') &&
                             line[digits + 1] == ' ';
    if (isNumbering)
    {
      line.remove_prefix(digits + 2);
    }
    else if (marks.find(line.front()) != std::string_view::npos)
    {
      line.remove_prefix(1);
    }
    else if (line.substr(0, 3) == "\xe2\x80\xa2")  // bullet
    {
      line.remove_prefix(3);
    }
    else
    {
      break;
    }
  }
  return line;
}

std::string WithoutStars(std::string_view line)
{
  std::string plain;
  std::copy_if(line.begin(), line.end(), std::back_inserter(plain),
               [](char character) { return character != '*' && character != '`'; });
  return plain;
}

// "Impression: ..." or a line of that word only; what follows it stays in `line`.
std::optional<ProseSection> TakeHeading(std::string& line)
{
  const std::size_t end = std::min(line.find(':'), line.size());
  const std::string word = LowerCase(std::string_view(line).substr(0, end));
  const auto* heading = std::find_if(Headings.begin(), Headings.end(),
                                     [&word](const Heading& known) { return known.word == word; });
  if (heading == Headings.end())
  {
    return std::nullopt;
  }
  line.erase(0, std::min(end + 1, line.size()));
  line.erase(0, std::min(line.find_first_not_of(' '), line.size()));
  return heading->section;
}

// "2.3", "e.g. the" and "approx. 2" do not end a sentence.
bool EndsSentence(std::string_view line, std::size_t at)
{
  if (line[at] == '!' || line[at] == '?')
  {
    return true;
  }
  if (line[at] != '.')
  {
    return false;
  }
  const std::size_t next = line.find_first_not_of(' ', at + 1);
  if (next == std::string_view::npos)
  {
    return true;
  }
  const bool isSingleLetter = at > 0 && IsWordCharacter(line[at - 1]) &&
                              (at == 1 || line[at - 2] == ' ' || line[at - 2] == '.');
  return next > at + 1 && !IsLower(line[next]) && !isSingleLetter;
}

// `place`: the sentence's, without its text.
void AddSentences(std::string_view line, ProseSentence place, std::vector<ProseSentence>& sentences)
{
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= line.size(); ++i)
  {
    if (i < line.size() && !EndsSentence(line, i))
    {
      continue;
    }
    const std::size_t end = std::min(i + 1, line.size());
    const std::size_t first = std::min(line.find_first_not_of(' ', begin), end);
    if (first < end)
    {
      place.text = line.substr(first, end - first);
      sentences.push_back(place);
    }
    begin = end;
  }
}

// Text wrapped by hand: a line that goes on in lower case belongs to the one before.
std::vector<std::string> LinesOf(std::string_view text)
{
  std::vector<std::string> lines;
  bool isAfterGap = true;
  std::size_t begin = 0;
  while (begin < text.size())
  {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = WithoutStars(WithoutMarks(text.substr(begin, end - begin)));
    const bool goesOn = !isAfterGap && !line.empty() && IsLower(line.front()) &&
                        text.substr(begin, end - begin).find_first_of("-*#") != 0;
    if (goesOn)
    {
      lines.back() += " " + line;
    }
    else if (!line.empty())
    {
      lines.push_back(line);
    }
    isAfterGap = line.empty() || line.back() == '.' || line.back() == ':';
    begin = end + 1;
  }
  return lines;
}

// Typographic apostrophes, dashes and multiplication signs as a keyboard has them.
std::string WithPlainMarks(std::string_view text)
{
  struct Mark
  {
    std::string_view typeset;
    std::string_view plain;
  };
  static constexpr std::array<Mark, 4> marks = {
      {{"\xe2\x80\x99", "'"}, {"\xe2\x80\x94", ";"}, {"\xe2\x80\x93", "-"}, {"\xc3\x97", "x"}}};
  std::string result;
  std::size_t i = 0;
  while (i < text.size())
  {
    const auto* mark =
        std::find_if(marks.begin(), marks.end(),
                     [&](const Mark& candidate)
                     { return text.substr(i, candidate.typeset.size()) == candidate.typeset; });
    result += mark == marks.end() ? text.substr(i, 1) : mark->plain;
    i += mark == marks.end() ? 1 : mark->typeset.size();
  }
  return result;
}

std::size_t EndOfNumber(std::string_view text, std::size_t begin)
{
  const auto isDigitAt = [text](std::size_t at) { return at < text.size() && IsDigit(text[at]); };
  std::size_t end = begin;
  while (isDigitAt(end) || (end < text.size() && text[end] == '.' && isDigitAt(end + 1)))
  {
    ++end;
  }
  return end;
}

std::size_t EndOfWord(std::string_view text, std::size_t begin)
{
  std::size_t end = begin;
  while (end < text.size() && IsWordCharacter(text[end]))
  {
    ++end;
  }
  return end;
}

}  // namespace

std::vector<ProseSentence> SentencesOf(std::string_view text)
{
  std::vector<ProseSentence> sentences;
  ProseSentence place;
  for (std::string& line : LinesOf(text))
  {
    const auto heading = TakeHeading(line);
    place.section = heading.value_or(place.section);
    place.heading += heading ? 1 : 0;
    ++place.line;
    AddSentences(line, place, sentences);
  }
  return sentences;
}

std::vector<std::string> TokensOf(std::string_view typeset)
{
  const std::string sentence = WithPlainMarks(typeset);
  std::vector<std::string> tokens;
  std::size_t i = 0;
  while (i < sentence.size())
  {
    const std::size_t end =
        IsDigit(sentence[i]) ? EndOfNumber(sentence, i) : EndOfWord(sentence, i);
    if (end > i)
    {
      tokens.push_back(LowerCase(std::string_view(sentence).substr(i, end - i)));
      i = end;
      continue;
    }
    if (std::string_view(",;:").find(sentence[i]) != std::string_view::npos)
    {
      tokens.emplace_back(1, sentence[i]);
    }
    ++i;
  }
  return tokens;
}

}  // namespace vlm
