// SPDX-License-Identifier: GPL-3.0-or-later
#include "Foundation/CleanText.h"

#include <algorithm>
#include <boost/locale/utf.hpp>
#include <iterator>

namespace vlm
{
namespace
{

namespace utf = boost::locale::utf;
using Utf8 = utf::utf_traits<char>;

constexpr utf::code_point Replacement = 0xFFFD;
constexpr utf::code_point Ellipsis = 0x2026;

bool IsInvisibleControl(utf::code_point character)
{
  const bool isC0 = character < 0x20 || character == 0x7F;
  const bool isC1 = character >= 0x80 && character <= 0x9F;
  const bool isSeparator = character == 0x2028 || character == 0x2029 || character == 0xFEFF;
  // Unicode bidirectional controls (UAX #9, section 2).
  const bool reorders = (character >= 0x202A && character <= 0x202E) ||
                        (character >= 0x2066 && character <= 0x2069) || character == 0x200E ||
                        character == 0x200F || character == 0x061C;
  return isC0 || isC1 || isSeparator || reorders;
}

std::u32string Decode(std::string_view text, std::size_t maximumCharacters, LineBreaks breaks)
{
  std::u32string characters;
  auto position = text.begin();
  while (position != text.end() && characters.size() <= maximumCharacters)
  {
    utf::code_point character = Utf8::decode(position, text.end());
    if (character == utf::illegal || character == utf::incomplete)
    {
      character = Replacement;
    }
    const bool isBreak = character == '\n';
    if (character == '\t' || (isBreak && breaks == LineBreaks::ReplaceBySpaces))
    {
      character = ' ';
    }
    const bool isLeadingSpace = characters.empty() && (character == ' ' || isBreak);
    const bool isKeptBreak = character == '\n';
    if (!isLeadingSpace && (isKeptBreak || !IsInvisibleControl(character)))
    {
      characters += static_cast<char32_t>(character);
    }
  }
  return characters;
}

}  // namespace

std::string CleanText(std::string_view untrusted, std::size_t maximumCharacters, LineBreaks breaks)
{
  std::u32string characters = Decode(untrusted, maximumCharacters, breaks);
  if (characters.size() > maximumCharacters)
  {
    characters.resize(maximumCharacters);
    if (!characters.empty())
    {
      characters.back() = Ellipsis;
    }
  }
  while (!characters.empty() && (characters.back() == ' ' || characters.back() == '\n'))
  {
    characters.pop_back();
  }
  std::string clean;
  for (const char32_t character : characters)
  {
    Utf8::encode(character, std::back_inserter(clean));
  }
  return clean;
}

std::size_t CountCharacters(std::string_view text)
{
  constexpr unsigned char continuationMask = 0xC0;
  constexpr unsigned char continuation = 0x80;
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(),
                    [](char byte) { return (byte & continuationMask) != continuation; }));
}

}  // namespace vlm
