// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/FindingNumbers.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "Report/NarrativeSentences.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

// Old number -> new one.
using NewNumbers = std::map<std::int64_t, int>;

void Renumber(NarrativeSentence& sentence, const NewNumbers& numbers)
{
  std::vector<int> renumbered;
  for (const int number : sentence.findings)
  {
    const auto found = numbers.find(number);
    if (found != numbers.end())
    {
      renumbered.push_back(found->second);
    }
  }
  sentence.findings = std::move(renumbered);
}

void RenumberSentences(Json::Value& report, const NewNumbers& numbers)
{
  if (!MemberOf(report, "Narrative").isObject() || !report["Narrative"].isMember("Sentences"))
  {
    return;
  }
  std::vector<NarrativeSentence> sentences = SentencesFromJson(report["Narrative"]);
  for (NarrativeSentence& sentence : sentences)
  {
    Renumber(sentence, numbers);
  }
  report["Narrative"]["Sentences"] = SentencesToJson(sentences);
}

// Numbers the findings from `last` on, which becomes the last number given.
NewNumbers RenumberFindings(Json::Value& report, int& last)
{
  NewNumbers numbers;
  if (!MemberOf(report, "Findings").isArray())
  {
    return numbers;
  }
  for (Json::Value& finding : report["Findings"])
  {
    if (!finding.isObject())
    {
      continue;
    }
    const std::int64_t old = CountOf(finding, "Number").value_or(0);
    const auto known = old > 0 ? numbers.find(old) : numbers.end();
    const int number = known == numbers.end() ? ++last : known->second;
    if (old > 0)
    {
      numbers[old] = number;
    }
    finding["Number"] = number;
  }
  return numbers;
}

void KeepNumbersInPart(Json::Value& report)
{
  if (!MemberOf(report, "Findings").isArray())
  {
    return;
  }
  Json::Int64 place = 0;
  for (Json::Value& finding : report["Findings"])
  {
    ++place;
    if (finding.isObject())
    {
      const std::int64_t stated = CountOf(finding, "Number").value_or(0);
      finding["NumberInPart"] = stated > 0 ? Json::Int64(stated) : place;
    }
  }
}

void RewriteTexts(Json::Value& report)
{
  const std::vector<NarrativeSentence> sentences = SentencesFromJson(MemberOf(report, "Narrative"));
  using Section = NarrativeSentence::Section;
  for (const auto& [key, section] :
       {std::pair{"Findings", Section::Findings}, std::pair{"Impression", Section::Impression}})
  {
    const std::string text = TextOf(sentences, section);
    if (!text.empty())
    {
      report["Narrative"][key] = text;
    }
  }
}

// A sentence of ours is about its findings and nothing else; one that the model wrote stays.
void DropSentencesOfLostFindings(Json::Value& report, const NewNumbers& kept)
{
  if (ListOf(MemberOf(report, "Narrative"), "Sentences").empty())
  {
    return;
  }
  Json::Value& narrative = report["Narrative"];
  Json::Value left(Json::arrayValue);
  for (const Json::Value& sentence : narrative["Sentences"])
  {
    const Json::Value& numbers = ListOf(sentence, "Findings");
    const bool isLost = TextOf(sentence, "Origin") == "Structured" &&
                        std::any_of(numbers.begin(), numbers.end(),
                                    [&kept](const Json::Value& number)
                                    { return number.isInt() && kept.count(number.asInt()) == 0; });
    if (!isLost)
    {
      left.append(sentence);
      continue;
    }
    const std::string section = TextOf(sentence, "Section");
    if (section == "Findings" || section == "Impression")
    {
      narrative[section] = "";  // written anew from what is left
    }
  }
  narrative["Sentences"] = left;
}

}  // namespace

void ForgetLostNumbers(Json::Value& report)
{
  NewNumbers kept;
  for (const Json::Value& finding : ListOf(report, "Findings"))
  {
    const std::int64_t number = CountOf(finding, "Number").value_or(0);
    kept.emplace(number, static_cast<int>(number));
  }
  DropSentencesOfLostFindings(report, kept);
  RenumberSentences(report, kept);
  RewriteTexts(report);
}

std::vector<Json::Value> NumberThroughParts(std::vector<Json::Value> parts)
{
  int last = 0;
  for (Json::Value& part : parts)
  {
    if (parts.size() > 1)
    {
      KeepNumbersInPart(part);
    }
    const NewNumbers numbers = RenumberFindings(part, last);
    RenumberSentences(part, numbers);
    RewriteTexts(part);
  }
  return parts;
}

}  // namespace vlm
