// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/LanguageName.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

namespace vlm
{
namespace
{

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> Names = {
    {{"en", "English"},
     {"de", "German"},
     {"fr", "French"},
     {"es", "Spanish"},
     {"it", "Italian"},
     {"pt", "Portuguese"},
     {"ja", "Japanese"},
     {"ko", "Korean"},
     {"ar", "Arabic"},
     {"ru", "Russian"},
     {"nl", "Dutch"}}};

// RFC 5646 section 4.4.1: a tag of 35 characters holds all that is needed. It also keeps sentences
// out of the prompt, since a REST client may name the language.
bool IsTag(const std::string& tag)
{
  return !tag.empty() && tag.size() <= 35 &&
         std::all_of(
             tag.begin(), tag.end(),
             [](unsigned char character)
             { return character < 0x80 && (std::isalnum(character) != 0 || character == '-'); });
}

bool IsTraditional(const std::string& chineseTag)
{
  return chineseTag.find("hant") != std::string::npos ||
         (chineseTag.find("hans") == std::string::npos &&
          (chineseTag == "zh-tw" || chineseTag == "zh-hk" || chineseTag == "zh-mo"));
}

}  // namespace

std::string LanguageName(const std::string& tag)
{
  if (!IsTag(tag))
  {
    return "English";
  }
  std::string lower = tag;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  const std::string primary = lower.substr(0, lower.find('-'));
  if (primary == "zh")
  {
    return IsTraditional(lower) ? "Traditional Chinese" : "Simplified Chinese";
  }
  for (const auto& [code, name] : Names)
  {
    if (code == primary)
    {
      return std::string(name) + (lower == primary ? "" : " (" + tag + ")");
    }
  }
  return tag;
}

}  // namespace vlm
