// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/TerminologyWords.h"

#include <algorithm>
#include <utility>

#include "Findings/FindingsSchemas.h"
#include "Foundation/AsciiCase.h"
#include "Foundation/Json.h"

namespace vlm
{
namespace
{

using Role = TerminologyPhrase::Role;

bool IsLatin(char character)
{
  return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
}

// Bytes of the UTF-8 character that begins here; a malformed one counts as one.
std::size_t LengthAt(std::string_view text, std::size_t position)
{
  std::size_t end = position + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
  {
    ++end;
  }
  return end - position;
}

// The word that a character which is no letter stands for; empty: it only parts words.
std::string SignOf(std::string_view character)
{
  if (character == "?" || character == "？")
  {
    return "?";
  }
  if (character == "/" || character == "|")
  {
    return "or";
  }
  for (const std::string_view separator :
       {",", ";", ":", "(", ")", "[", "]", ".", "+", "&", "，", "；", "：", "（", "）", "。", "、"})
  {
    if (character == separator)
    {
      return ",";
    }
  }
  return character.size() > 1 ? std::string(character) : "";
}

}  // namespace

std::vector<std::string> TerminologyWordsOf(std::string_view text)
{
  const std::string lower = LowerCase(text);
  const std::string_view all = lower;
  std::vector<std::string> words;
  for (std::size_t i = 0; i < all.size();)
  {
    const auto end =
        std::find_if_not(all.begin() + static_cast<std::ptrdiff_t>(i), all.end(), IsLatin);
    const std::size_t letters = static_cast<std::size_t>(end - all.begin()) - i;
    const std::size_t length = letters > 0 ? letters : LengthAt(all, i);
    const std::string_view piece = all.substr(i, length);
    std::string word = letters > 0 ? std::string(piece) : SignOf(piece);
    if (word == "and" || word == "和" || word == "及" || word == "与")
    {
      word = ",";
    }
    if (!word.empty())
    {
      words.push_back(std::move(word));
    }
    i += length;
  }
  return words;
}

TerminologyLexicon::TerminologyLexicon(Subject subject) : subject_(subject)
{
  const auto parsed =
      ParseJson(vlm_findings_Files().Find("Terminology/concepts.json").value_or(""));
  if (!parsed.HasValue() || !parsed.Value().isObject())
  {
    return;
  }
  const Json::Value& json = parsed.Value();
  for (const Json::Value& word : json["Skipped"])
  {
    skipped_.push_back(word.asString());
  }
  for (const auto& [key, role] :
       {std::pair("Doubts", Role::Doubt), std::pair("Cuts", Role::Cut),
        std::pair("Restarts", Role::Restart), std::pair("Others", Role::Other)})
  {
    for (const Json::Value& phrase : json[key])
    {
      Add(phrase.asString(), {role});
    }
  }
  Add("?", {Role::Doubt});
  Add(",", {Role::Separator});
  for (const Json::Value& one : json[subject == Subject::Findings ? "Findings" : "Sites"])
  {
    AddConcept(one);
  }
}

void TerminologyLexicon::AddConcept(const Json::Value& one)
{
  TerminologyPhrase phrase;
  phrase.coded = {"SCT", one["Value"].asString(), one["Meaning"].asString()};
  for (const Json::Value& bodyPart : one["In"])
  {
    phrase.bodyParts.push_back(bodyPart.asString());
  }
  for (const auto& [key, role] :
       {std::pair("Words", Role::Concept), std::pair("Whole", Role::Whole)})
  {
    phrase.role = role;
    for (const Json::Value& text : one[key])
    {
      Add(text.asString(), phrase);
    }
  }
}

TerminologyLexicon::Words TerminologyLexicon::Counting(std::string_view text) const
{
  Words words = TerminologyWordsOf(text);
  const auto isSkipped = [this](const std::string& word)
  { return std::find(skipped_.begin(), skipped_.end(), word) != skipped_.end(); };
  words.erase(std::remove_if(words.begin(), words.end(), isSkipped), words.end());
  return words;
}

void TerminologyLexicon::Add(std::string_view text, TerminologyPhrase phrase)
{
  Words words = Counting(text);
  if (words.empty())
  {
    return;
  }
  std::vector<Entry>& list = entries_[words.front()];
  const auto isShorter = [&words](const Entry& other) { return other.words.size() < words.size(); };
  phrase.words = words.size();
  const auto position = std::find_if(list.begin(), list.end(), isShorter);
  list.insert(position, {std::move(words), std::move(phrase)});
}

const TerminologyPhrase* TerminologyLexicon::Find(const Words& words, std::size_t first) const
{
  const auto list = entries_.find(words[first]);
  if (list == entries_.end())
  {
    return nullptr;
  }
  const auto fits = [&](const Entry& entry)
  {
    return entry.words.size() <= words.size() - first &&
           std::equal(entry.words.begin(), entry.words.end(),
                      words.begin() + static_cast<std::ptrdiff_t>(first));
  };
  const auto found = std::find_if(list->second.begin(), list->second.end(), fits);
  return found == list->second.end() ? nullptr : &found->phrase;
}

TerminologyLexicon::Naming TerminologyLexicon::NameOf(std::string_view text) const
{
  const Words words = Counting(text);
  if (std::find(words.begin(), words.end(), "?") != words.end())
  {
    return {nullptr, true};
  }
  const TerminologyPhrase* best = nullptr;
  bool isComplete = false;
  for (std::size_t i = 0; i < words.size();)
  {
    const TerminologyPhrase* const phrase = Find(words, i);
    i += phrase == nullptr ? 1 : phrase->words;
    if (phrase == nullptr)
    {
      continue;
    }
    if (phrase->role == Role::Doubt)
    {
      return {nullptr, true};
    }
    const bool isRestart = phrase->role == Role::Restart && !isComplete;
    best = isRestart ? nullptr : best;
    if (phrase->role == Role::Cut || (isRestart && subject_ == Subject::Sites))
    {
      break;
    }
    isComplete = isComplete || (phrase->role == Role::Separator && best != nullptr);
    if (phrase->role != Role::Concept || isComplete)
    {
      continue;
    }
    const std::size_t least = best == nullptr ? 0 : best->words + (subject_ == Subject::Sites);
    best = phrase->words >= least ? phrase : best;
  }
  return {best == nullptr ? nullptr : &best->coded, false};
}

const CodedConcept* TerminologyLexicon::NameOfWhole(std::string_view text,
                                                    std::string_view bodyPart) const
{
  Words words = Counting(text);
  while (!words.empty() && words.back() == ",")
  {
    words.pop_back();
  }
  const TerminologyPhrase* const phrase = words.empty() ? nullptr : Find(words, 0);
  if (phrase == nullptr || phrase->words != words.size())
  {
    return nullptr;
  }
  const auto& parts = phrase->bodyParts;
  const bool isOfImage = parts.empty() || bodyPart.empty() ||
                         std::find(parts.begin(), parts.end(), LowerCase(bodyPart)) != parts.end();
  const bool isNamed = phrase->role == Role::Concept || (phrase->role == Role::Whole && isOfImage);
  return isNamed ? &phrase->coded : nullptr;
}

}  // namespace vlm
