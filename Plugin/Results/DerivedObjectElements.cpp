// SPDX-License-Identifier: GPL-3.0-or-later
// Single elements of our objects: the second half of DerivedObject.h.
#include <algorithm>
#include <array>
#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/join.hpp>
#include <boost/algorithm/string/replace.hpp>
#include <boost/algorithm/string/split.hpp>
#include <cassert>
#include <cstdio>
#include <iterator>
#include <string_view>
#include <vector>

#include "Foundation/CleanText.h"
#include "Results/DerivedObject.h"

namespace vlm
{
namespace
{

// Characters, PS3.5 table 6.2-1; unlimited ones are kept in bounds.
std::size_t LongestOf(DcmEVR vr)
{
  switch (vr)
  {
    case EVR_AS:
      return 4;
    case EVR_DA:
      return 8;
    case EVR_IS:
      return 12;
    case EVR_AE:
    case EVR_CS:
    case EVR_DS:
    case EVR_SH:
    case EVR_TM:
      return 16;
    case EVR_DT:
      return 26;
    case EVR_ST:
      return 1024;
    case EVR_LT:
      return 10240;
    case EVR_UC:
    case EVR_UT:
      return 20000;
    default:
      return 64;  // LO, UI, one group of a PN
  }
}

bool IsAscii(DcmEVR vr)
{
  constexpr DcmEVR extended[] = {EVR_LO, EVR_LT, EVR_PN, EVR_SH, EVR_ST, EVR_UC, EVR_UT};
  return std::find(std::begin(extended), std::end(extended), vr) == std::end(extended);
}

bool IsParagraph(DcmEVR vr)
{
  return vr == EVR_LT || vr == EVR_ST || vr == EVR_UT;
}

// PS3.5 6.1.3: CR LF, where these two characters do not make the text too long.
std::string Paragraph(const std::string& text, std::size_t longest)
{
  const std::string lines =
      boost::algorithm::replace_all_copy(CleanText(text, longest, LineBreaks::Keep), "\n", "\r\n");
  return CountCharacters(lines) <= longest ? lines
                                           : CleanText(text, longest, LineBreaks::ReplaceBySpaces);
}

std::string AsciiText(const std::string& text, std::size_t longest)
{
  std::string ascii;
  for (const char byte : CleanText(text, 4 * longest, LineBreaks::ReplaceBySpaces))
  {
    const bool isContinuation = (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
    if (!isContinuation)
    {
      ascii += static_cast<unsigned char>(byte) < 0x80 ? byte : '?';
    }
  }
  return ascii.substr(0, longest);
}

// PS3.5 6.2.1: up to three groups of up to five components.
std::string PersonName(const std::string& text)
{
  std::vector<std::string> groups;
  boost::algorithm::split(groups, text, boost::algorithm::is_any_of("="));
  groups.resize(std::min<std::size_t>(groups.size(), 3));
  for (std::string& group : groups)
  {
    group = CleanText(group, LongestOf(EVR_PN), LineBreaks::ReplaceBySpaces);
    std::size_t carets = 0;
    constexpr std::size_t most = 4;
    std::replace_if(
        group.begin(), group.end(), [&](char c) { return c == '^' && ++carets > most; }, ' ');
  }
  return boost::algorithm::join(groups, "=");
}

std::string FitText(const std::string& text, DcmEVR vr)
{
  if (IsParagraph(vr))
  {
    return Paragraph(text, LongestOf(vr));
  }
  const std::string single = boost::algorithm::replace_all_copy(text, "\\", "/");
  if (IsAscii(vr))
  {
    return AsciiText(single, LongestOf(vr));
  }
  return vr == EVR_PN ? PersonName(single) : FittedLine(single, LongestOf(vr));
}

}  // namespace

std::string FittedLine(const std::string& text, std::size_t longest)
{
  std::string line = CleanText(text, longest, LineBreaks::ReplaceBySpaces);
  constexpr std::string_view ellipsis = "\u2026";
  const bool isCut = line.size() > ellipsis.size() && CountCharacters(line) == longest &&
                     line.compare(line.size() - ellipsis.size(), ellipsis.size(), ellipsis) == 0;
  if (!isCut)
  {
    return line;
  }
  const std::string shorter = CleanText(text, longest - 2, LineBreaks::ReplaceBySpaces);
  return boost::algorithm::replace_last_copy(shorter, ellipsis, "...");
}

std::string DecimalString(double number)
{
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.10g", number);  // "-1.234567891e-05" is the longest
  return text.data();
}

void PutText(DcmItem& item, const DcmTagKey& tag, const std::string& text)
{
  item.putAndInsertString(tag, FitText(text, DcmTag(tag).getEVR()).c_str());
}

std::string FittedPersonName(const std::string& text)
{
  return FitText(text, EVR_PN);
}

DcmItem& PutItem(DcmItem& item, const DcmTagKey& sequence)
{
  item.findAndDeleteElement(sequence);
  return AddItem(item, sequence);
}

DcmItem& AddItem(DcmItem& item, const DcmTagKey& sequence)
{
  constexpr long append = -2;
  DcmItem* added = nullptr;
  item.findOrCreateSequenceItem(sequence, added, append);
  assert(added != nullptr);  // refuses tags that are no sequences only
  return *added;
}

void PutCode(DcmItem& item, const DcmTagKey& sequence, const std::string& value,
             const std::string& scheme, const std::string& meaning)
{
  constexpr std::size_t longestShort = 16;
  DcmItem& code = PutItem(item, sequence);
  // PS3.3 8.8: longer ones in Long Code Value.
  PutText(code, value.size() <= longestShort ? DCM_CodeValue : DCM_LongCodeValue, value);
  PutText(code, DCM_CodingSchemeDesignator, scheme);
  PutText(code, DCM_CodeMeaning, meaning);
}

void WriteImageReference(const SourceImage& source, int frame, DcmItem& item)
{
  PutText(item, DCM_ReferencedSOPClassUID, source.sopClassUid);
  PutText(item, DCM_ReferencedSOPInstanceUID, source.sopInstanceUid);
  if (source.isMultiFrame)
  {
    PutText(item, DCM_ReferencedFrameNumber, std::to_string(frame + 1));
  }
}

}  // namespace vlm
