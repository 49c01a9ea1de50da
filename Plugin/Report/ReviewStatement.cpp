// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReviewStatement.h"

#include <algorithm>
#include <boost/algorithm/string/split.hpp>
#include <vector>

#include "Foundation/CleanText.h"
#include "Report/ReportWords.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostNameCharacters = 200;  // of three groups

struct TextRule
{
  const char* key;
  std::size_t mostCharacters;
};

constexpr TextRule TextRules[] = {
    {"Label", 200}, {"Anatomy", 200}, {"Severity", 200}, {"Description", 4000}};

Error Refuse(const std::string& sentence)
{
  return Error{ErrorKind::BadInput, sentence};
}

Result<std::string> ReadSide(const Json::Value& object, const std::string& name)
{
  const std::string word = TextOf(object, "Laterality");
  // An unknown word has no word of its own.
  if (!MemberOf(object, "Laterality").isString() || WordOf(LateralityOf(word)) != word)
  {
    return Refuse(name + ".Laterality must be Left, Right, Bilateral, Midline or an empty text.");
  }
  return word;
}

// A component group of a DICOM person name (PS3.5 6.2): at most five parts, 64 characters.
bool IsNameGroup(const std::string& group)
{
  return std::count(group.begin(), group.end(), '^') <= 4 && CountCharacters(group) <= 64;
}

bool IsPersonName(const std::string& name)
{
  std::vector<std::string> groups;
  boost::algorithm::split(groups, name, [](char letter) { return letter == '='; });
  return groups.size() <= 3 && std::all_of(groups.begin(), groups.end(), IsNameGroup) &&
         name.find_first_not_of(" ^=") != std::string::npos && name.find('\\') == std::string::npos;
}

}  // namespace

Result<std::string> ReadReviewText(const Json::Value& object, const char* key,
                                   const std::string& name, std::size_t mostCharacters)
{
  const Json::Value& member = MemberOf(object, key);
  if (member.isNull())
  {
    return std::string();
  }
  const std::string place = name.empty() ? key : name + "." + key;
  if (!member.isString())
  {
    return Refuse(place + " must be a text.");
  }
  const std::string clean = CleanText(member.asString(), mostCharacters + 1, LineBreaks::Keep);
  if (CountCharacters(clean) > mostCharacters)
  {
    return Refuse(place + " is too long; allowed are " + std::to_string(mostCharacters) +
                  " characters.");
  }
  return clean;
}

Result<Json::Value> ReadStatement(const Json::Value& object, const std::string& name)
{
  Json::Value statement(Json::objectValue);
  for (const TextRule& rule : TextRules)
  {
    if (MemberOf(object, rule.key).isNull())
    {
      continue;
    }
    const Result<std::string> text = ReadReviewText(object, rule.key, name, rule.mostCharacters);
    if (!text.HasValue())
    {
      return text.Failure();
    }
    statement[rule.key] = text.Value();
  }
  if (statement.isMember("Label") && TextOf(statement, "Label").empty())
  {
    return Refuse(name + ".Label is empty; a finding needs one.");
  }
  if (!MemberOf(object, "Laterality").isNull())
  {
    const Result<std::string> side = ReadSide(object, name);
    if (!side.HasValue())
    {
      return side.Failure();
    }
    statement["Laterality"] = side.Value();
  }
  return statement;
}

Result<std::string> ReadSignerName(const Json::Value& signOff)
{
  Result<std::string> read = ReadReviewText(signOff, "Name", "SignOff", MostNameCharacters);
  if (!read.HasValue())
  {
    return read;
  }
  const std::string name = CleanText(read.Value(), MostNameCharacters, LineBreaks::ReplaceBySpaces);
  return IsPersonName(name)
             ? Result<std::string>(name)
             : Refuse(
                   "SignOff.Name must be a person's name such as Smith^John, of at most 64 "
                   "characters and without a backslash.");
}

}  // namespace vlm
