// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/ProseFindings.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "Findings/ProseLanguage.h"
#include "Findings/ProseSentence.h"
#include "Findings/ProseText.h"
#include "Findings/ProseWhole.h"
#include "Findings/Sides.h"
#include "Foundation/AsciiCase.h"
#include "Foundation/CleanText.h"
#include "Model/ReasoningBlocks.h"

namespace vlm
{
namespace
{

constexpr std::size_t MaximumProseCharacters = 50000;  // a report has some thousand
constexpr std::size_t MaximumTextCharacters = 4000;    // as FindingsParser allows
constexpr std::size_t MaximumFindings = 100;
constexpr std::size_t MaximumListItems = 50;

void Append(std::string& text, const std::string& sentence)
{
  text += (text.empty() ? "" : " ") + sentence;
}

bool AreCompatible(Laterality one, Laterality other)
{
  return one == other || one == Laterality::Unknown || other == Laterality::Unknown;
}

// "lobe" and "upper lobe" may be the same place.
bool AreCompatible(const std::string& one, const std::string& other)
{
  return one.find(other) != std::string::npos || other.find(one) != std::string::npos;
}

bool EndsWith(std::string_view text, std::string_view end)
{
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Collects what the sentences state.
class ProseReader
{
public:
  explicit ProseReader(const ModelRequest& request)
  {
    reply_.narrative.language = "en";
    asksForEnglish_ = request.language.empty() || request.language.substr(0, 2) == "en";
    isMirrored_ = !request.images.empty() && request.images.front().coordinates.IsMirrored();
    images_ = request.images.size();
  }

  void Read(const ProseSentence& sentence)
  {
    const SentenceReading reading = ReadSentence(sentence.text);
    // "I can't give a diagnosis, but there is a mass" is no refusal.
    const bool statesAny =
        std::any_of(reading.mentions.begin(), reading.mentions.end(),
                    [](const Mention& mention) { return mention.polarity == Polarity::Stated; });
    isRefusal_ = isRefusal_ || (reading.isRefusal && !statesAny && !reading.isPoorQuality);
    Narrate(sentence, reading);
    whole_.Read(sentence, reading, images_);
    ReadQuality(sentence, reading);
    if (sentence.section == ProseSection::Background ||
        sentence.section == ProseSection::Limitations ||
        sentence.section == ProseSection::Recommendations ||
        sentence.section == ProseSection::Technique)
    {
      return;
    }
    for (const Mention& mention : reading.mentions)
    {
      if (mention.polarity == Polarity::Stated)
      {
        Add(mention, sentence.text);
      }
    }
    isAnyUnclear_ = isAnyUnclear_ || reading.isAbnormal;
  }

  std::optional<ParsedReply> Finish(std::string_view prose)
  {
    const bool isNothingSaid =
        reply_.findings.empty() && !whole_.IsSpokenOf() && reply_.imageQuality.adequate;
    if (isNothingSaid || isRefusal_)
    {
      return std::nullopt;
    }
    reply_.narrative.findings = CleanText(prose, MaximumTextCharacters, LineBreaks::Keep);
    for (std::string* text : {&reply_.narrative.impression, &reply_.narrative.technique})
    {
      *text = CleanText(*text, MaximumTextCharacters, LineBreaks::Keep);
    }
    Warn();
    return std::move(reply_);
  }

private:
  void ReadQuality(const ProseSentence& sentence, const SentenceReading& reading)
  {
    ImageQuality& quality = reply_.imageQuality;
    if (reading.isPoorQuality && quality.adequate && sentence.section != ProseSection::Background)
    {
      quality.adequate = false;
      quality.reason = CleanText(sentence.text, MaximumTextCharacters, LineBreaks::ReplaceBySpaces);
    }
  }

  void Narrate(const ProseSentence& sentence, const SentenceReading& reading)
  {
    Narrative& narrative = reply_.narrative;
    if (sentence.section == ProseSection::Technique)
    {
      Append(narrative.technique, sentence.text);
    }
    else if (sentence.section == ProseSection::Impression)
    {
      Append(narrative.impression, sentence.text);
    }
    const bool isAdvice =
        sentence.section == ProseSection::Recommendations || reading.isRecommendation;
    const bool isLimit = sentence.section == ProseSection::Limitations || reading.isDisclaimer ||
                         reading.isPoorQuality;
    auto& list = isAdvice ? narrative.recommendations : narrative.limitations;
    if ((isAdvice || isLimit) && list.size() < MaximumListItems)
    {
      list.push_back(CleanText(sentence.text, MaximumTextCharacters, LineBreaks::ReplaceBySpaces));
    }
  }

  // "The effusion" may be a pleural effusion.
  static bool IsNamedBy(const Mention& mention, const CandidateFinding& finding)
  {
    return finding.label == mention.label ||
           (mention.isDefinite &&
            EndsWith(LowerCase(finding.label), " " + LowerCase(mention.label)));
  }

  // The finding that `mention` speaks of again, if any.
  CandidateFinding* Known(const Mention& mention)
  {
    if (mention.isReference && !reply_.findings.empty())
    {
      return &reply_.findings.back();
    }
    for (CandidateFinding& finding : reply_.findings)
    {
      if (IsNamedBy(mention, finding) && AreCompatible(finding.laterality, mention.side) &&
          AreCompatible(finding.anatomy, mention.anatomy))
      {
        return &finding;
      }
    }
    return nullptr;
  }

  void Add(const Mention& mention, const std::string& sentence)
  {
    CandidateFinding* finding = Known(mention);
    if (finding == nullptr)
    {
      if (reply_.findings.size() >= MaximumFindings)
      {
        hasMore_ = true;
        return;
      }
      finding = &reply_.findings.emplace_back();
      finding->label = mention.label;
    }
    if (finding->laterality == Laterality::Unknown)
    {
      finding->laterality = mention.side;
    }
    if (mention.anatomy.size() > finding->anatomy.size())
    {
      finding->anatomy = mention.anatomy;
    }
    if (finding->severity.empty())
    {
      finding->severity = mention.severity;
    }
    Describe(mention, sentence, *finding);
  }

  static void Describe(const Mention& mention, const std::string& sentence,
                       CandidateFinding& finding)
  {
    if (finding.description.find(sentence) == std::string::npos &&
        finding.description.size() < MaximumTextCharacters)
    {
      Append(finding.description, sentence);
      finding.description =
          CleanText(finding.description, MaximumTextCharacters, LineBreaks::ReplaceBySpaces);
    }
    if (finding.evidence.empty() && !mention.certainty.empty())
    {
      finding.evidence = "Stated as \"" + mention.certainty + "\".";
    }
    for (const std::string& other : mention.differential)
    {
      auto& list = finding.differential;
      if (std::find(list.begin(), list.end(), other) == list.end())
      {
        list.push_back(other);
      }
    }
  }

  void Warn()
  {
    auto& warnings = reply_.warnings;
    warnings.emplace_back(
        "The reply is prose; what it states was read by text analysis, which reads English only "
        "and "
        "may miss findings.");
    if (!asksForEnglish_)
    {
      warnings.emplace_back("The reply is English prose, though another language was asked for.");
    }
    for (std::size_t i = 0; i < reply_.findings.size(); ++i)
    {
      CandidateFinding& finding = reply_.findings[i];
      finding.laterality = isMirrored_ ? OppositeOf(finding.laterality) : finding.laterality;
      warnings.push_back("Finding " + std::to_string(i + 1) + " (" + finding.label +
                         ") was read from prose and has no location.");
    }
    if (hasMore_)
    {
      warnings.emplace_back("The prose has more than 100 findings; the rest is left out.");
    }
    if (images_ > 1 && !reply_.findings.empty())
    {
      warnings.emplace_back("The prose does not say which image it means; the first is assumed.");
    }
    reply_.noAbnormality =
        reply_.findings.empty() && whole_.IsNormal() && reply_.imageQuality.adequate;
    if (reply_.findings.empty() && !reply_.noAbnormality)
    {
      warnings.push_back(
          reply_.imageQuality.adequate
              ? whole_.WhyNotNormal()
              : "The prose calls the picture quality poor; that it states no finding "
                "does not mean that there is none.");
    }
    if (isAnyUnclear_)
    {
      warnings.emplace_back("The prose states something abnormal that was not understood.");
    }
  }

  ParsedReply reply_;
  std::size_t images_ = 0;
  bool isMirrored_ = false;
  bool asksForEnglish_ = true;
  ProseWhole whole_;
  bool isAnyUnclear_ = false;
  bool isRefusal_ = false;
  bool hasMore_ = false;
};

}  // namespace

std::optional<ParsedReply> ReadProse(std::string_view text, const ModelRequest& request)
{
  const SpokenText answer = WithoutReasoning(text);
  const std::string prose = CleanText(answer.text, MaximumProseCharacters, LineBreaks::Keep);
  if (answer.isCutOff || !IsEnglish(prose))
  {
    return std::nullopt;
  }
  ProseReader reader(request);
  for (const ProseSentence& sentence : SentencesOf(prose))
  {
    reader.Read(sentence);
  }
  return reader.Finish(prose);
}

}  // namespace vlm
