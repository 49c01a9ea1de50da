// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/ReplyExtraction.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "Foundation/Json.h"
#include "Model/ReasoningBlocks.h"

namespace vlm
{
namespace
{

constexpr std::string_view Space = " \t\r\n";
constexpr std::size_t MaximumCandidates = 16;  // more objects than that are ambiguous anyway

char CharacterAt(std::string_view text, std::size_t position)
{
  return position < text.size() ? text[position] : '\0';
}

bool IsLetter(char character)
{
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         character == '_';
}

// {name: ...}, as JavaScript would have it: no JSON, but no prose either.
bool IsBareKey(std::string_view text, std::size_t position)
{
  constexpr std::size_t longest = 64;
  const std::size_t limit = position + longest;
  while (position < limit && IsLetter(CharacterAt(text, position)))
  {
    ++position;
  }
  return CharacterAt(text, position) == ':';
}

// Prose has brackets, too: "[1]", "{see below}".
bool StartsJson(std::string_view text, std::size_t position)
{
  const std::size_t next = std::min(text.find_first_not_of(Space, position + 1), text.size());
  const char follower = CharacterAt(text, next);
  if (text[position] == '[')
  {
    return next == text.size() || std::string_view("{[]").find(follower) != std::string_view::npos;
  }
  return next == text.size() ||
         std::string_view("\"'}\\/").find(follower) != std::string_view::npos ||
         (IsLetter(follower) && IsBareKey(text, next));
}

std::size_t EndOfString(std::string_view text, std::size_t quote)
{
  for (std::size_t i = quote + 1; i < text.size(); ++i)
  {
    if (text[i] == '\\')
    {
      ++i;
    }
    else if (text[i] == '"')
    {
      return i;
    }
  }
  return text.size();
}

// One past the bracket that closes the one at `begin`; none: the text ends before. Brackets that do
// not match make the whole rest one object, which no JSON reader will accept.
std::optional<std::size_t> EndOfValue(std::string_view text, std::size_t begin)
{
  std::string open;
  for (std::size_t i = begin; i < text.size(); ++i)
  {
    const char character = text[i];
    if (character == '"')
    {
      i = EndOfString(text, i);
    }
    else if (character == '{' || character == '[')
    {
      open += character == '{' ? '}' : ']';
    }
    else if (character == '}' || character == ']')
    {
      if (open.back() != character)
      {
        return text.size();
      }
      open.pop_back();
    }
    if (open.empty())
    {
      return i + 1;
    }
  }
  return std::nullopt;
}

// A list that is the value of a key whose object began before the text did.
bool IsHeadless(std::string_view text, std::size_t begin)
{
  const auto before = [text](std::size_t position)
  { return position == 0 ? std::string_view::npos : text.find_last_not_of(Space, position - 1); };
  const std::size_t colon = before(begin);
  if (text[begin] != '[' || colon == std::string_view::npos || text[colon] != ':')
  {
    return false;
  }
  const std::size_t quote = before(colon);
  return quote != std::string_view::npos && text[quote] == '"';
}

struct Candidates
{
  std::vector<std::string_view> complete;
  bool isAnyCutOff = false;
};

Candidates FindCandidates(std::string_view text)
{
  Candidates found;
  std::size_t position = text.find_first_of("{[");
  while (position != std::string_view::npos && found.complete.size() <= MaximumCandidates)
  {
    std::size_t next = position + 1;
    if (StartsJson(text, position))
    {
      const auto end = EndOfValue(text, position);
      if (!end || IsHeadless(text, position))
      {
        found.isAnyCutOff = true;
        return found;
      }
      found.complete.push_back(text.substr(position, *end - position));
      next = *end;
    }
    position = text.find_first_of("{[", next);
  }
  return found;
}

bool IsEmptyValue(std::string_view json)
{
  return json.size() <= 2 || json.find_first_not_of(Space, 1) == json.size() - 1;
}

bool IsExample(std::string_view json)
{
  const bool hasDots = json.find("...") != std::string_view::npos ||
                       json.find("\xe2\x80\xa6") != std::string_view::npos;
  return hasDots && !ParseJson(json).HasValue();
}

// Empty brackets amid chatter are no answer, nor are examples of the form.
std::vector<std::string_view> WithoutDecoration(const std::vector<std::string_view>& all)
{
  std::vector<std::string_view> kept;
  if (all.size() > 1)
  {
    std::copy_if(all.begin(), all.end(), std::back_inserter(kept),
                 [](std::string_view json) { return !IsEmptyValue(json) && !IsExample(json); });
  }
  return kept.empty() ? all : kept;
}

bool AreEqual(const std::vector<std::string_view>& all)
{
  const auto first = ParseJson(all.front());
  return std::all_of(all.begin() + 1, all.end(),
                     [&](std::string_view json)
                     {
                       const auto other = ParseJson(json);
                       return json == all.front() || (first.HasValue() && other.HasValue() &&
                                                      first.Value() == other.Value());
                     });
}

std::string_view Trim(std::string_view text)
{
  const std::size_t first = text.find_first_not_of(Space);
  return first == std::string_view::npos
             ? std::string_view()
             : text.substr(first, text.find_last_not_of(Space) + 1 - first);
}

bool IsAlone(std::string_view text, std::string_view json)
{
  const auto begin = static_cast<std::size_t>(json.data() - text.data());
  const std::string_view before = Trim(text.substr(0, begin));
  const std::string_view after = Trim(text.substr(begin + json.size()));
  const bool isFenced = before.substr(0, 3) == "```" && after == "```" &&
                        before.find_first_of(Space) == std::string_view::npos;
  return isFenced || (before.empty() && after.empty());
}

}  // namespace

ExtractedReply ExtractReply(std::string_view text)
{
  const SpokenText answer = WithoutReasoning(text);
  const Candidates found = FindCandidates(answer.text);
  if (answer.isCutOff || found.isAnyCutOff)
  {
    return {ReplyShape::Truncated, "", false};
  }
  if (found.complete.empty())
  {
    return {ReplyShape::Prose, "", false};
  }
  const auto candidates = WithoutDecoration(found.complete);
  const bool isAlone = candidates.size() == 1 && IsAlone(answer.text, candidates.front());
  if (!isAlone && IsEmptyValue(candidates.front()) && candidates.front().front() == '[')
  {
    return {ReplyShape::Prose, "", false};
  }
  if (found.complete.size() > MaximumCandidates || !AreEqual(candidates))
  {
    return {ReplyShape::Ambiguous, "", false};
  }
  return {ReplyShape::Json, std::string(candidates.front()), isAlone};
}

}  // namespace vlm
