// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/NarrativeSentences.h"

#include "Report/ReportWords.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr Json::ArrayIndex MaximumSentences = 10000;

std::vector<int> NumbersOf(const Json::Value& sentence)
{
  std::vector<int> numbers;
  for (const Json::Value& number : ListOf(sentence, "Findings"))
  {
    if (number.isInt() && number.asInt() > 0)
    {
      numbers.push_back(number.asInt());
    }
  }
  return numbers;
}

}  // namespace

Json::Value SentencesToJson(const std::vector<NarrativeSentence>& sentences)
{
  Json::Value list(Json::arrayValue);
  for (const NarrativeSentence& sentence : sentences)
  {
    Json::Value json;
    json["Section"] = WordOf(sentence.section);
    json["Origin"] = WordOf(sentence.origin);
    json["Text"] = sentence.text;
    json["Findings"] = Json::arrayValue;
    for (const int number : sentence.findings)
    {
      json["Findings"].append(number);
    }
    json["Note"] = sentence.note;
    list.append(json);
  }
  return list;
}

std::vector<NarrativeSentence> SentencesFromJson(const Json::Value& narrative)
{
  std::vector<NarrativeSentence> sentences;
  for (const Json::Value& json : ListOf(narrative, "Sentences"))
  {
    if (json.isObject() && sentences.size() < MaximumSentences)
    {
      sentences.push_back({SectionOf(TextOf(json, "Section")), OriginOf(TextOf(json, "Origin")),
                           TextOf(json, "Text"), NumbersOf(json), TextOf(json, "Note")});
    }
  }
  return sentences;
}

std::string TextOf(const std::vector<NarrativeSentence>& sentences,
                   NarrativeSentence::Section section)
{
  std::string text;
  for (const NarrativeSentence& sentence : sentences)
  {
    if (sentence.section != section)
    {
      continue;
    }
    std::string numbers;
    for (const int number : sentence.findings)
    {
      numbers.append(numbers.empty() ? " (" : ", ").append(std::to_string(number));
    }
    text.append(text.empty() ? "" : "\n").append(sentence.text).append(numbers);
    text += numbers.empty() ? "" : ")";
    text += sentence.note.empty() ? "" : " [" + sentence.note + "]";
  }
  return text;
}

}  // namespace vlm
