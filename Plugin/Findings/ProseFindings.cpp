// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/ProseFindings.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "Findings/ProseSentence.h"
#include "Findings/ProseText.h"
#include "Findings/ReasoningBlocks.h"
#include "Findings/Sides.h"
#include "Foundation/CleanText.h"

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

// Collects what the sentences state.
class ProseReader
{
public:
  explicit ProseReader(const ModelRequest& request)
  {
    reply_.narrative.language = request.language;
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
    isRefusal_ = isRefusal_ || (reading.isRefusal && !statesAny);
    Narrate(sentence, reading);
    if (sentence.section == ProseSection::Background ||
        sentence.section == ProseSection::Limitations ||
        sentence.section == ProseSection::Recommendations ||
        sentence.section == ProseSection::Technique)
    {
      return;
    }
    for (const Mention& mention : reading.mentions)
    {
      isAnyDenied_ = isAnyDenied_ || mention.polarity == Polarity::Negated;
      if (mention.polarity == Polarity::Stated)
      {
        Add(mention, sentence.text);
      }
    }
    isAnyNormal_ = isAnyNormal_ || reading.isNormal;
    isAnyUnclear_ = isAnyUnclear_ || reading.isAbnormal;
  }

  std::optional<ParsedReply> Finish(std::string_view prose)
  {
    const bool isNothingSaid = reply_.findings.empty() && !isAnyNormal_ && !isAnyDenied_;
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
    const bool isLimit = sentence.section == ProseSection::Limitations || reading.isDisclaimer;
    auto& list = isAdvice ? narrative.recommendations : narrative.limitations;
    if ((isAdvice || isLimit) && list.size() < MaximumListItems)
    {
      list.push_back(CleanText(sentence.text, MaximumTextCharacters, LineBreaks::ReplaceBySpaces));
    }
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
      if (finding.label == mention.label && AreCompatible(finding.laterality, mention.side) &&
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
    warnings.emplace_back("The reply is prose; what it states was read by text analysis.");
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
    reply_.noAbnormality = reply_.findings.empty() && !isAnyUnclear_;
    if (isAnyUnclear_)
    {
      warnings.emplace_back("The prose states something abnormal that was not understood.");
    }
  }

  ParsedReply reply_;
  std::size_t images_ = 0;
  bool isMirrored_ = false;
  bool isAnyNormal_ = false;
  bool isAnyDenied_ = false;
  bool isAnyUnclear_ = false;
  bool isRefusal_ = false;
  bool hasMore_ = false;
};

}  // namespace

std::optional<ParsedReply> ReadProse(std::string_view text, const ModelRequest& request)
{
  const Answer answer = WithoutReasoning(text);
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
