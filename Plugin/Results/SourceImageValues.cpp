// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/SourceImageValues.h"

#include <dcmtk/dcmdata/dcvras.h>
#include <dcmtk/dcmdata/dcvrcs.h>
#include <dcmtk/dcmdata/dcvrds.h>
#include <dcmtk/dcmdata/dcvrtm.h>

#include <algorithm>
#include <array>
#include <boost/algorithm/string/trim.hpp>

#include "Foundation/CleanText.h"
#include "Pixels/CharacterSets.h"
#include "Results/ResultUid.h"

namespace vlm
{
namespace
{

constexpr Uint32 LongestValue = 64 * 1024;
constexpr const char* AsciiSet = "ISO_IR 6";
constexpr const char* Latin1 = "ISO_IR 100";

std::string Trimmed(std::string text)
{
  boost::algorithm::trim_if(text, [](char c) { return c == ' ' || c == '\0'; });
  return text;
}

bool IsPlainAscii(const std::string& text)
{
  constexpr char escape = '\x1B';
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != escape; });
}

// Of eight digits.
bool IsInCalendar(const std::string& date)
{
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int year = std::stoi(date.substr(0, 4));
  const int month = std::stoi(date.substr(4, 2));
  const int day = std::stoi(date.substr(6));
  const bool isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month >= 1 && month <= 12 && day >= 1 &&
         day <= days.at(static_cast<std::size_t>(month) - 1) + (month == 2 && isLeapYear ? 1 : 0);
}

// ACR-NEMA wrote "2024.01.31"; others write "2024-01-31".
std::string MendedDate(std::string text)
{
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == '.' || c == '-'; }),
             text.end());
  const bool isDate = text.size() == 8 && text.find_first_not_of("0123456789") == std::string::npos;
  return isDate && IsInCalendar(text) ? text : "";
}

// ACR-NEMA wrote "12:30:00".
std::string MendedTime(std::string text)
{
  text.erase(std::remove(text.begin(), text.end(), ':'), text.end());
  constexpr std::size_t longest = 13;  // six digits of a fraction
  text = text.substr(0, longest);
  OFTime time;
  const bool isTime = DcmTime::checkStringValue(text.c_str(), "1").good() &&
                      DcmTime::getOFTimeFromString(text.c_str(), time).good();
  return isTime && time.isValid() ? text : "";
}

std::string MendedCode(std::string text)
{
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c)
                 { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return DcmCodeString::checkStringValue(text.c_str(), "1").good() ? text : "";
}

std::string MendedShortText(const std::string& text)
{
  constexpr std::size_t longest = 16;
  const std::string clean = CleanText(text, LongestValue, LineBreaks::ReplaceBySpaces);
  return CountCharacters(clean) <= longest ? clean : "";
}

}  // namespace

std::string RawTextOf(DcmItem& item, const DcmTagKey& tag)
{
  DcmElement* element = nullptr;
  if (item.findAndGetElement(tag, element).bad() || element == nullptr || !element->isLeaf() ||
      element->getLength() > LongestValue)
  {
    return {};
  }
  if (element->ident() == EVR_UN)
  {
    Uint8* bytes = nullptr;
    const bool isThere = element->getUint8Array(bytes).good() && bytes != nullptr;
    return isThere ? Trimmed({reinterpret_cast<const char*>(bytes), element->getLength()}) : "";
  }
  OFString value;
  return element->getOFStringArray(value, OFFalse).good() ? Trimmed({value.data(), value.size()})
                                                          : "";
}

std::string Utf8Of(const SourceImage& source, const std::string& raw)
{
  if (IsPlainAscii(raw))
  {
    return raw;
  }
  const std::string& stated = source.characterSet;
  const bool isAscii = stated.empty() || stated == AsciiSet || stated == "ISO 2022 IR 6";
  const bool isTold = !isAscii && IsCharacterSet(stated);
  return ConvertedToUtf8(raw, isTold ? stated : Latin1).value_or(raw);
}

std::string MendedValue(const SourceImage& source, DcmItem& item, const DcmTagKey& tag)
{
  const std::string all = Utf8Of(source, RawTextOf(item, tag));
  std::string text = Trimmed(all.substr(0, all.find('\\')));
  switch (DcmTag(tag).getEVR())
  {
    case EVR_DA:
      return MendedDate(text);
    case EVR_TM:
      return MendedTime(text);
    case EVR_CS:
      return MendedCode(text);
    case EVR_AS:
      return DcmAgeString::checkStringValue(text.c_str(), "1").good() ? text : "";
    case EVR_DS:
      return DcmDecimalString::checkStringValue(text.c_str(), "1").good() ? text : "";
    case EVR_UI:
      return IsUid(text) ? text : "";
    case EVR_SH:
      return MendedShortText(text);
    default:
      return text;  // PutText() brings it into shape
  }
}

}  // namespace vlm
