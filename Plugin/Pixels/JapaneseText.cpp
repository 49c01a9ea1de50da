// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/JapaneseText.h"

#include <iconv.h>

#include <array>
#include <boost/algorithm/string/predicate.hpp>
#include <boost/locale/utf.hpp>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string_view>
#include <type_traits>

namespace vlm
{
namespace
{

constexpr std::string_view KatakanaToG1 = "\x1B)I";
constexpr unsigned FirstKatakana = 0xA1;  // JIS X 0201
constexpr unsigned LastKatakana = 0xDF;
constexpr unsigned UnicodeKatakana = 0xFF61;

struct IconvCloser
{
  void operator()(iconv_t converter) const { iconv_close(converter); }
};
using Converter = std::unique_ptr<std::remove_pointer_t<iconv_t>, IconvCloser>;

// ISO-2022-JP-2 (RFC 1554) has the escape sequences of all three sets. None: the library cannot.
Converter OpenConverter()
{
  const iconv_t converter = iconv_open("UTF-8", "ISO-2022-JP-2");
  return Converter(reinterpret_cast<std::intptr_t>(converter) == -1 ? nullptr : converter);
}

// Converts what is left of `run`, which keeps the converter's state for the next one.
bool Append(iconv_t converter, std::string& run, std::string& text)
{
  char* from = run.data();
  std::size_t left = run.size();
  while (left > 0)
  {
    std::array<char, 256> piece{};
    char* to = piece.data();
    std::size_t room = piece.size();
    const bool isDone = iconv(converter, &from, &left, &to, &room) != static_cast<std::size_t>(-1);
    text.append(piece.data(), to);
    if (!isDone && room == piece.size())
    {
      return false;  // not for want of room
    }
  }
  run.clear();
  return true;
}

}  // namespace

bool IsJapanese(const std::string& characterSet)
{
  std::string_view rest = characterSet;
  while (!rest.empty())
  {
    const std::string_view set = rest.substr(0, rest.find('\\'));
    for (const char* name : {"IR 13", "IR 87", "IR 159"})
    {
      if (boost::algorithm::ends_with(set, name))
      {
        return true;
      }
    }
    rest.remove_prefix(set.size() == rest.size() ? rest.size() : set.size() + 1);
  }
  return false;
}

std::optional<std::string> JapaneseToUtf8(const std::string& text)
{
  const Converter converter = OpenConverter();
  std::string run;
  std::string utf8;
  bool isGood = converter != nullptr;
  for (std::size_t at = 0; at < text.size() && isGood; ++at)
  {
    const unsigned byte = static_cast<unsigned char>(text[at]);
    if (byte >= FirstKatakana && byte <= LastKatakana)
    {
      isGood = Append(converter.get(), run, utf8);
      boost::locale::utf::utf_traits<char>::encode(byte - FirstKatakana + UnicodeKatakana,
                                                   std::back_inserter(utf8));
    }
    else if (text.compare(at, KatakanaToG1.size(), KatakanaToG1) == 0)
    {
      at += KatakanaToG1.size() - 1;
    }
    else
    {
      run += text[at];
    }
  }
  isGood = isGood && Append(converter.get(), run, utf8);
  return isGood ? std::optional(utf8) : std::nullopt;
}

}  // namespace vlm
