// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/LanguageTag.h"

#include <algorithm>
#include <boost/algorithm/string/case_conv.hpp>
#include <boost/algorithm/string/split.hpp>
#include <vector>

namespace vlm
{
namespace
{

constexpr std::size_t LongestTag = 35;  // RFC 5646, 4.4.1
constexpr std::size_t LongestSubtag = 8;

bool IsLetter(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool IsLetterOrDigit(char c)
{
  return IsLetter(c) || (c >= '0' && c <= '9');
}

bool IsLanguage(const std::string& part)
{
  return (part.size() == 2 || part.size() == 3) && std::all_of(part.begin(), part.end(), IsLetter);
}

bool IsSubtag(const std::string& part)
{
  return !part.empty() && part.size() <= LongestSubtag &&
         std::all_of(part.begin(), part.end(), IsLetterOrDigit);
}

// A script has four letters ("Hans"), a region two ("CN").
std::string InUsualCase(const std::string& lowerSubtag)
{
  std::string part = lowerSubtag;
  if (part.size() == 2)
  {
    boost::to_upper(part);
  }
  if (part.size() == 4 && IsLetter(part.front()))
  {
    part.front() = static_cast<char>(part.front() - 'a' + 'A');
  }
  return part;
}

}  // namespace

std::optional<std::string> NormalizedLanguageTag(std::string_view text)
{
  std::vector<std::string> parts;
  boost::split(parts, text.substr(0, LongestTag + 1), [](char letter) { return letter == '-'; });
  if (text.size() > LongestTag || !IsLanguage(parts.front()) ||
      !std::all_of(parts.begin() + 1, parts.end(), IsSubtag))
  {
    return std::nullopt;
  }
  std::string tag = boost::to_lower_copy(parts.front());
  bool isExtension = false;  // after a singleton such as "x" all is lower case
  for (std::size_t i = 1; i < parts.size(); ++i)
  {
    const std::string part = boost::to_lower_copy(parts[i]);
    isExtension = isExtension || part.size() == 1;
    tag += "-" + (isExtension ? part : InUsualCase(part));
  }
  return tag;
}

}  // namespace vlm
