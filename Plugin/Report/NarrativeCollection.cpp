// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/NarrativeCollection.h"

#include <algorithm>

#include "Report/ReportDocument.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

Json::Value DistinctLists(const Parts& parts, const char* key)
{
  Json::Value list(Json::arrayValue);
  for (const Json::Value& part : parts)
  {
    AppendDistinct(list, TextsOf(MemberOf(part, "Narrative"), key));
  }
  return list;
}

Json::Value SentenceOf(const char* section, const char* origin, const std::string& text)
{
  Json::Value sentence;
  sentence["Section"] = section;
  sentence["Origin"] = origin;
  sentence["Text"] = text;
  sentence["Findings"] = Json::arrayValue;
  sentence["Note"] = "";
  return sentence;
}

// The part's sentences of that section; of a report older than sentences, its text as one.
Json::Value SentencesOf(const Json::Value& part, const char* section)
{
  const Json::Value& narrative = MemberOf(part, "Narrative");
  Json::Value sentences(Json::arrayValue);
  for (const Json::Value& sentence : ListOf(narrative, "Sentences"))
  {
    if (TextOf(sentence, "Section") == section)
    {
      sentences.append(sentence);
    }
  }
  const std::string text = TextOf(narrative, section);
  if (sentences.empty() && !text.empty())
  {
    sentences.append(SentenceOf(section, "Model", text));
  }
  return sentences;
}

// Under the title of its part, lest "No effusion." of one be read as of all.
void JoinSentences(const Parts& parts, Json::Value& sentences)
{
  for (const char* section : {"Findings", "Impression"})
  {
    for (std::size_t i = 0; i < parts.size(); ++i)
    {
      const Json::Value ofPart = SentencesOf(parts[i], section);
      if (!ofPart.empty() && parts.size() > 1)
      {
        std::string title = TitleOf(parts, i);
        title.erase(title.find_last_not_of(' ') + 1);
        sentences.append(SentenceOf(section, "Structured", title));
      }
      for (const Json::Value& sentence : ofPart)
      {
        sentences.append(sentence);
      }
    }
  }
}

}  // namespace

std::string TitleOf(const Parts& parts, std::size_t index)
{
  const Phrasebook& words = WordsOf(parts.front());
  const std::string level = TextOf(parts[index], "Level");
  const std::string key = "narrative.level." + level;
  std::string what = words.Has(key) ? words.Say(key) : level;
  for (const char* field : {"Modality", "BodyPart"})
  {
    const std::string text = TextOf(parts[index], field);
    what += text.empty() ? "" : words.Say("narrative.comma") + text;
  }
  return words.Say("narrative.part", {{"number", std::to_string(index + 1)}, {"what", what}});
}

std::string TitledTexts(const Parts& parts, const char* object, const char* key)
{
  std::string joined;
  for (std::size_t i = 0; i < parts.size(); ++i)
  {
    const std::string text = TextOf(MemberOf(parts[i], object), key);
    if (!text.empty())
    {
      const std::string title = parts.size() == 1 ? "" : TitleOf(parts, i);
      joined.append(joined.empty() ? "" : "\n").append(title).append(text);
    }
  }
  return joined;
}

void AppendDistinct(Json::Value& list, const std::vector<std::string>& texts)
{
  for (const std::string& text : texts)
  {
    if (std::find(list.begin(), list.end(), Json::Value(text)) == list.end())
    {
      list.append(text);
    }
  }
}

void JoinNarratives(const Parts& parts, Json::Value& report)
{
  Json::Value& narrative = report["Narrative"];
  for (const char* key : {"Technique", "Findings", "Impression"})
  {
    narrative[key] = TitledTexts(parts, "Narrative", key);
  }
  narrative["Recommendations"] = DistinctLists(parts, "Recommendations");
  narrative["Limitations"] = DistinctLists(parts, "Limitations");
  narrative["Language"] = TextOf(MemberOf(parts.front(), "Narrative"), "Language");
  narrative["Sentences"] = Json::arrayValue;
  JoinSentences(parts, narrative["Sentences"]);
}

}  // namespace vlm
