// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/DicomValues.h"

#include <dcmtk/dcmdata/dcelem.h>
#include <dcmtk/dcmdata/dcsequen.h>
#include <dcmtk/ofstd/ofstd.h>

#include <cstdint>
#include <limits>

#include "Pixels/CharacterSets.h"

namespace vlm
{
namespace
{

constexpr std::size_t MaximumTextBytes = 256;

// Length of the well-formed UTF-8 sequence at `at` (RFC 3629), or 0.
std::size_t Utf8SequenceLength(const std::string& text, std::size_t at)
{
  const auto byte = [&](std::size_t i)
  { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0; };
  const auto isContinuation = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const unsigned first = byte(at);
  if (first < 0x80)
  {
    return 1;
  }
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  for (std::size_t i = 1; i < length; ++i)
  {
    if (!isContinuation(at + i))
    {
      return 0;
    }
  }
  const unsigned second = byte(at + 1);
  const bool overlong =
      first < 0xC2 || (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool surrogate = first == 0xED && second > 0x9F;
  const bool beyond = first > 0xF4 || (first == 0xF4 && second > 0x8F);
  return overlong || surrogate || beyond ? 0 : length;
}

bool IsControl(const std::string& text, std::size_t at, std::size_t length)
{
  const auto first = static_cast<unsigned char>(text[at]);
  const bool isC0 = length == 1 && (first < 0x20 || first == 0x7F);
  const bool isC1 = length == 2 && first == 0xC2 && static_cast<unsigned char>(text[at + 1]) < 0xA0;
  return isC0 || isC1;
}

std::string Clean(const std::string& text)
{
  std::string clean;
  for (std::size_t at = 0; at < text.size();)
  {
    const std::size_t length = Utf8SequenceLength(text, at);
    if (clean.size() + length > MaximumTextBytes)
    {
      break;
    }
    if (length == 0)
    {
      clean += '?';
    }
    else if (!IsControl(text, at, length))
    {
      clean.append(text, at, length);
    }
    at += length == 0 ? 1 : length;
  }
  const auto first = clean.find_first_not_of(' ');
  const auto last = clean.find_last_not_of(' ');
  return first == std::string::npos ? "" : clean.substr(first, last - first + 1);
}

// Text that a converter marked UN, as PS3.5 6.2.2 allows: the `position`-th value of its bytes.
OFString UnknownText(DcmElement& element, unsigned long position)
{
  Uint8* bytes = nullptr;
  if (element.getLength() > 16 * MaximumTextBytes || element.getUint8Array(bytes).bad() ||
      bytes == nullptr)
  {
    return OFString();
  }
  const std::string text(reinterpret_cast<const char*>(bytes), element.getLength());
  std::size_t start = 0;
  for (; position > 0 && start != std::string::npos; --position)
  {
    const std::size_t separator = text.find('\\', start);
    start = separator == std::string::npos ? separator : separator + 1;
  }
  return start == std::string::npos
             ? OFString()
             : OFString(text.substr(start, text.find('\\', start) - start).c_str());
}

OFString RawOf(DcmItem& item, const DcmTagKey& tag, unsigned long position)
{
  OFString value;
  DcmElement* element = nullptr;
  if (item.findAndGetElement(tag, element).good() && element != nullptr &&
      element->ident() == EVR_UN)
  {
    return UnknownText(*element, position);
  }
  if (item.findAndGetElement(tag, element).bad() || element == nullptr ||
      element->getOFString(value, position).bad())
  {
    return OFString();
  }
  return value;
}

// NaN if the element is no number.
std::optional<double> NumberIn(DcmElement& element, unsigned long position)
{
  Float64 real = 0.0;
  Sint32 integer = 0;  // IS and SL, which give no Float64
  Uint32 natural = 0;
  Uint16 small = 0;
  Sint16 smallSigned = 0;
  if (element.getFloat64(real, position).good())
  {
    return real;
  }
  if (element.getSint32(integer, position).good())
  {
    return integer;
  }
  if (element.getUint32(natural, position).good())
  {
    return natural;
  }
  if (element.getUint16(small, position).good())
  {
    return small;
  }
  if (element.getSint16(smallSigned, position).good())
  {
    return smallSigned;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

std::string TextOf(DcmItem& item, const DcmTagKey& tag, const std::string& characterSet,
                   unsigned long position)
{
  const OFString element = RawOf(item, tag, position);
  const std::string raw(element.data(), element.size());
  const bool isBounded =
      raw.size() <= 16 * MaximumTextBytes && characterSet.size() <= MaximumTextBytes;
  return Clean(isBounded ? ConvertedToUtf8(raw, characterSet).value_or(raw) : raw);
}

std::string AsciiOf(DcmItem& item, const DcmTagKey& tag, unsigned long position)
{
  const OFString raw = RawOf(item, tag, position);
  std::string ascii(raw.data(), raw.size());
  for (char& character : ascii)
  {
    character = static_cast<unsigned char>(character) < 0x80 ? character : '?';
  }
  return Clean(ascii);
}

std::optional<double> NumberOf(DcmItem& item, const DcmTagKey& tag, unsigned long position)
{
  DcmElement* element = nullptr;
  if (item.findAndGetElement(tag, element).bad() || element == nullptr || element->isEmpty(OFTrue))
  {
    return std::nullopt;
  }
  if (element->ident() == EVR_UN)
  {
    OFBool isNumber = OFFalse;
    const double number = OFStandard::atof(AsciiOf(item, tag, position).c_str(), &isNumber);
    return isNumber ? number : std::numeric_limits<double>::quiet_NaN();
  }
  return position < element->getVM() ? NumberIn(*element, position) : std::nullopt;
}

std::string NameOf(const DcmTagKey& tag)
{
  DcmTag named(tag);
  return std::string(named.getTagName()) + " " + tag.toString().c_str();
}

std::string NameAndValueOf(DcmItem& item, const DcmTagKey& tag)
{
  OFString value;
  DcmElement* element = nullptr;
  constexpr Uint32 LongestShown = 256;
  if (item.findAndGetElement(tag, element).good() && element != nullptr &&
      element->getLength() <= LongestShown)
  {
    element->getOFStringArray(value);
  }
  return NameOf(tag) + " is \"" + Clean(std::string(value.c_str())).substr(0, 64) + "\"";
}

DcmItem* FirstItemOf(DcmItem& item, const DcmTagKey& sequence)
{
  DcmItem* first = nullptr;
  return item.findAndGetSequenceItem(sequence, first, 0).good() ? first : nullptr;
}

}  // namespace vlm
