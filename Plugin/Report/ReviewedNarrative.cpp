// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReviewedNarrative.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>

#include "Foundation/JoinedText.h"
#include "Report/FindingNumbers.h"
#include "Report/FindingReview.h"
#include "Report/FindingWords.h"
#include "Report/ReportDocument.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

using Numbers = std::set<std::int64_t>;

Numbers NumbersOf(const Json::Value& report, const char* list, const char* disposition)
{
  Numbers numbers;
  for (const Json::Value& finding : ListOf(report, list))
  {
    const std::int64_t number = CountOf(finding, "Number").value_or(0);
    if (number > 0 && DispositionOf(finding) == disposition)
    {
      numbers.insert(number);
    }
  }
  return numbers;
}

Json::Value SentenceOf(const std::string& section, const std::string& text)
{
  Json::Value sentence;
  sentence["Section"] = section;
  sentence["Origin"] = "Reviewer";
  sentence["Text"] = text;
  sentence["Findings"] = Json::arrayValue;
  sentence["Note"] = "";
  return sentence;
}

void AppendNotes(const Numbers& numbers, const char* phrase, const Phrasebook& words,
                 Json::Value& sentence)
{
  std::string note = TextOf(sentence, "Note");
  for (const Json::Value& number : ListOf(sentence, "Findings"))
  {
    if (number.isInt64() && numbers.count(number.asInt64()) > 0)
    {
      note.append(note.empty() ? "" : " ");
      note += words.Say(phrase, {{"number", std::to_string(number.asInt64())}});
    }
  }
  if (!note.empty())
  {
    sentence["Note"] = note;
  }
}

bool HasSentences(const Json::Value& narrative, const std::string& section)
{
  const Json::Value& sentences = ListOf(narrative, "Sentences");
  return std::any_of(sentences.begin(), sentences.end(),
                     [&section](const Json::Value& sentence)
                     { return TextOf(sentence, "Section") == section; });
}

// After the section's others. What a report without sentences says stays before it.
void AppendSentence(const Json::Value& sentence, Json::Value& narrative)
{
  const std::string section = TextOf(sentence, "Section");
  const std::string text = TextOf(narrative, section.c_str());
  if (!HasSentences(narrative, section) && !text.empty())
  {
    Json::Value earlier = SentenceOf(section, text);
    earlier["Origin"] = "Model";
    narrative["Sentences"].append(earlier);
  }
  narrative["Sentences"].append(sentence);
}

void PutImpression(const std::string& impression, Json::Value& narrative)
{
  Json::Value kept(Json::arrayValue);
  for (const Json::Value& sentence : narrative["Sentences"])
  {
    if (TextOf(sentence, "Section") != "Impression")
    {
      kept.append(sentence);
    }
  }
  kept.append(SentenceOf("Impression", impression));
  narrative["Sentences"] = kept;
  narrative["Impression"] = impression;
}

// Findings that the narrative does not know of: the reviewer's own, and those brought back.
void TellOfFindings(const Json::Value& report, const Phrasebook& words, Json::Value& narrative)
{
  for (const Json::Value& finding : ListOf(report, "Findings"))
  {
    const bool isAdded = IsAddedByHuman(finding);
    if (!isAdded && !IsRestored(finding))
    {
      continue;
    }
    const char* const phrase =
        isAdded ? "document.review.added.sentence" : "document.review.restored.sentence";
    const std::string name = NameOf(finding, words);
    const std::string described =
        Joined({name, TextOf(finding, "Description")}, words.Say("document.colon"));
    Json::Value sentence = SentenceOf("Findings", words.Say(phrase, {{"finding", described}}));
    sentence["Findings"].append(finding["Number"]);
    AppendSentence(sentence, narrative);
    sentence["Section"] = "Impression";
    sentence["Text"] = words.Say(phrase, {{"finding", name}});
    AppendSentence(sentence, narrative);
  }
}

// Of lesions that are gone as a whole: other slices of one may stay.
Numbers RejectedIn(const Json::Value& report)
{
  Numbers rejected = NumbersOf(report, "Rejected", "Rejected");
  for (const Json::Value& finding : ListOf(report, "Findings"))
  {
    rejected.erase(CountOf(finding, "Number").value_or(0));
  }
  return rejected;
}

void NoteChanges(const Numbers& rejected, const Numbers& edited, const Phrasebook& words,
                 Json::Value& narrative)
{
  for (Json::Value& sentence : narrative["Sentences"])
  {
    if (sentence.isObject())
    {
      AppendNotes(rejected, "document.review.rejected.note", words, sentence);
      AppendNotes(edited, "document.review.edited.note", words, sentence);
    }
  }
}

}  // namespace

void ReviewNarrative(const Json::Value& review, Json::Value& report)
{
  const Phrasebook& words = WordsOf(report);
  const Numbers rejected = RejectedIn(report);
  Json::Value narrative = MemberOf(report, "Narrative");
  if (!narrative.isObject())
  {
    narrative = Json::objectValue;
  }
  narrative["Sentences"] = ListOf(narrative, "Sentences");
  const Json::Value asItWas = narrative;
  NoteChanges(rejected, NumbersOf(report, "Findings", "Edited"), words, narrative);
  TellOfFindings(report, words, narrative);
  const std::string impression = TextOf(review, "Impression");
  if (!impression.empty())
  {
    PutImpression(impression, narrative);
  }
  if (narrative != asItWas || !rejected.empty())
  {
    report["Narrative"] = narrative;
    ForgetLostNumbers(report);
  }
}

}  // namespace vlm
