// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/NarrativeSection.h"

#include <algorithm>
#include <string>

#include "Report/DocumentPieces.h"
#include "Report/FindingReview.h"
#include "Report/ReviewSection.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostSentences = 500;  // of a section
constexpr std::size_t MostLinks = 20;       // of a sentence
constexpr std::size_t MostItems = 100;      // of a list

// E.g. " [2]", which leads to the section of lesion 2 if it has one.
Run LinkTo(const DocumentSubject& subject, std::int64_t number)
{
  Run link{"[" + std::to_string(number) + "]"};
  for (std::size_t i = 0; i < subject.Sections(); ++i)
  {
    if (subject.lesions[i].number == number)
    {
      link.target = subject.lesions[i].anchor;
      break;
    }
  }
  return link;
}

void AppendSentence(const DocumentSubject& subject, const Json::Value& sentence, Blocks& blocks)
{
  const bool isOurs = TextOf(sentence, "Origin") == "Structured";
  Runs runs = isOurs ? Ours(TextOf(sentence, "Text")) : Quoted(TextOf(sentence, "Text"));
  const Json::Value& numbers = ListOf(sentence, "Findings");
  for (Json::ArrayIndex i = 0; i < std::min<std::size_t>(numbers.size(), MostLinks); ++i)
  {
    if (numbers[i].isInt64() && numbers[i].asInt64() > 0)
    {
      runs.push_back({" "});
      runs.push_back(LinkTo(subject, numbers[i].asInt64()));
    }
  }
  blocks.emplace_back(Paragraph{std::move(runs)});
  const std::string note = TextOf(sentence, "Note");
  if (!note.empty())
  {
    blocks.emplace_back(
        Paragraph{Ours(subject.words.Say("document.note") + note), Paragraph::Kind::Note});
  }
}

// The section's sentences, or where the report has none of it, its text as it is. False: neither.
bool AppendProse(const DocumentSubject& subject, const char* section, Blocks& blocks)
{
  const Json::Value& narrative = MemberOf(subject.report, "Narrative");
  std::size_t sentences = 0;
  for (const Json::Value& sentence : ListOf(narrative, "Sentences"))
  {
    const bool belongs =
        TextOf(sentence, "Section") == section && !TextOf(sentence, "Text").empty();
    sentences += belongs ? 1 : 0;
    if (belongs && sentences <= MostSentences)
    {
      AppendSentence(subject, sentence, blocks);
    }
  }
  if (sentences > MostSentences)
  {
    blocks.emplace_back(Paragraph{SayMore(sentences - MostSentences, subject.words)});
  }
  const std::string text = TextOf(narrative, section);
  if (sentences == 0 && !text.empty())
  {
    blocks.emplace_back(Paragraph{Quoted(text)});
  }
  return sentences > 0 || !text.empty();
}

std::string PhraseForNone(const Json::Value& report)
{
  if (IsTrue(report, "NoAbnormality"))
  {
    return "document.findings.nothing";
  }
  const Json::Value& rejected = ListOf(report, "Rejected");
  if (std::any_of(rejected.begin(), rejected.end(), IsRejectedByHuman))
  {
    return "document.findings.noneAfterReview";
  }
  return rejected.empty() ? "document.findings.none" : "document.findings.noneUsable";
}

void AppendList(const DocumentSubject& subject, const char* phrase, const char* key, Blocks& blocks)
{
  ItemList list;
  AppendBounded(TextsOf(MemberOf(subject.report, "Narrative"), key), MostItems, subject.words,
                list.items);
  if (!list.items.empty())
  {
    blocks.emplace_back(Heading{2, Ours(subject.words.Say(phrase))});
    blocks.emplace_back(std::move(list));
  }
}

}  // namespace

void AppendImpression(const DocumentSubject& subject, Blocks& blocks)
{
  const Phrasebook& words = subject.words;
  blocks.emplace_back(Heading{2, Ours(words.Say("document.impression")), "impression"});
  if (!AppendProse(subject, "Impression", blocks))
  {
    blocks.emplace_back(Paragraph{Ours(words.Say("document.impression.none"))});
  }
  AppendFormerImpression(subject, blocks);
  const Json::Value& quality = MemberOf(subject.report, "ImageQuality");
  if (IsFalse(quality, "Adequate"))
  {
    Runs runs = Ours(words.Say("document.quality"));
    runs.push_back({TextOf(quality, "Reason"), Run::Voice::Quoted});
    blocks.emplace_back(Paragraph{std::move(runs), Paragraph::Kind::Note});
  }
}

void AppendFindingsProse(const DocumentSubject& subject, Blocks& blocks)
{
  const Phrasebook& words = subject.words;
  blocks.emplace_back(Heading{2, Ours(words.Say("document.findings")), "findings"});
  if (subject.lesions.empty())
  {
    blocks.emplace_back(Paragraph{Ours(words.Say(PhraseForNone(subject.report)))});
  }
  AppendProse(subject, "Findings", blocks);
}

void AppendAdvice(const DocumentSubject& subject, Blocks& blocks)
{
  AppendList(subject, "document.recommendations", "Recommendations", blocks);
  AppendList(subject, "document.limitations", "Limitations", blocks);
  const std::string technique = TextOf(MemberOf(subject.report, "Narrative"), "Technique");
  if (!technique.empty())
  {
    blocks.emplace_back(Heading{2, Ours(subject.words.Say("document.technique"))});
    blocks.emplace_back(Paragraph{Quoted(technique)});
  }
}

}  // namespace vlm
