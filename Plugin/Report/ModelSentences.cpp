// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ModelSentences.h"

#include <algorithm>
#include <set>
#include <utility>

#include "Findings/ProseLanguage.h"
#include "Foundation/AsciiCase.h"
#include "Foundation/CleanText.h"
#include "Report/ChineseWords.h"
#include "Report/SentenceDivision.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostNumbers = 64;  // in one sentence
constexpr std::size_t MostWarnings = 20;

bool IsChinese(const Narrative& narrative)
{
  return LowerCase(narrative.language.substr(0, narrative.language.find('-'))) == "zh";
}

}  // namespace

ModelSentences::ModelSentences(const AnalysisReport& report,
                               const std::vector<ReportedLesion>& lesions, const Phrasebook& words)
    : report_(report),
      lesions_(lesions),
      words_(words),
      reader_(lesions),
      isChinese_(IsChinese(report.narrative))
{
}

// Of a language whose negations are not known, nothing is understood: "geen" makes a pneumothorax
// none. Models may answer in another language than they were asked for.
bool ModelSentences::IsReadable(const std::string& text) const
{
  return IsEnglish(text) || (isChinese_ && HoldsChinese(text));
}

std::string ModelSentences::LabelOf(std::size_t lesion) const
{
  constexpr std::size_t mostCharacters = 80;
  const std::string label = CleanText(lesions_[lesion].Main().statement.label, mostCharacters,
                                      LineBreaks::ReplaceBySpaces);
  return label.empty() ? words_.Say("narrative.unnamed") : label;
}

std::string ModelSentences::NoteOf(const SentenceMeaning& meaning) const
{
  std::vector<std::string> notes;
  const bool isOfSeveral = meaning.claims.size() > 1;
  for (const Claim& claim : meaning.claims)
  {
    const std::string difference = DifferenceOf(claim, lesions_, report_, words_);
    const std::string note =
        difference.empty() || !isOfSeveral
            ? difference
            : words_.Say("narrative.note.ofFinding",
                         {{"label", LabelOf(claim.lesions.front())}, {"note", difference}});
    if (!note.empty() && std::find(notes.begin(), notes.end(), note) == notes.end())
    {
      notes.push_back(note);
    }
  }
  constexpr std::size_t mostNotes = 5;
  notes.resize(std::min(notes.size(), mostNotes));
  std::string joined;
  for (const std::string& note : notes)
  {
    joined.append(joined.empty() ? "" : words_.Say("narrative.note.join")).append(note);
  }
  return joined;
}

// `before`: the lesions of the sentence before; becomes this one's.
NarrativeSentence ModelSentences::ReadOne(const std::string& text, std::vector<std::size_t>& before)
{
  NarrativeSentence sentence;
  sentence.text = text;
  const SentenceMeaning meaning = reader_.Read(ReadWords(text), before);
  std::set<std::size_t> lesions;
  for (const Claim& claim : meaning.claims)
  {
    lesions.insert(claim.lesions.begin(), claim.lesions.end());
  }
  before.clear();
  for (const std::size_t lesion : lesions)
  {
    if (before.size() < MostNumbers)
    {
      before.push_back(lesion);
      sentence.findings.push_back(lesions_[lesion].number);
    }
  }
  const bool isAnyLocated =
      std::any_of(lesions.begin(), lesions.end(),
                  [this](std::size_t lesion) { return lesions_[lesion].IsLocated(); });
  sentence.note = NoteOf(meaning);
  if (!sentence.note.empty())
  {
    constexpr std::size_t mostCharacters = 200;
    differences_.push_back(
        words_.Say("narrative.warning.differs",
                   {{"sentence", CleanText(text, mostCharacters, LineBreaks::ReplaceBySpaces)},
                    {"note", sentence.note}}));
  }
  else if (!isAnyLocated && (meaning.statesUnknown || !lesions.empty()))
  {
    sentence.note = words_.Say("narrative.note.notLocated");
    ++unlocated_;
  }
  return sentence;
}

std::vector<NarrativeSentence> ModelSentences::Read(const std::string& text,
                                                    NarrativeSentence::Section section)
{
  std::vector<NarrativeSentence> sentences;
  std::vector<std::size_t> before;
  for (const std::string& sentence : DivideIntoSentences(text))
  {
    const bool isReadable = IsReadable(sentence);
    unread_ += isReadable ? 0 : 1;
    sentences.push_back(isReadable ? ReadOne(sentence, before) : NarrativeSentence{});
    sentences.back().text = sentence;
    sentences.back().section = section;
  }
  return sentences;
}

std::vector<std::string> ModelSentences::Warnings() const
{
  std::vector<std::string> warnings(differences_.begin(),
                                    differences_.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                               differences_.size(), MostWarnings)));
  if (differences_.size() > MostWarnings)
  {
    warnings.push_back(words_.Say("narrative.warning.furtherDiffer",
                                  {{"count", std::to_string(differences_.size() - MostWarnings)}}));
  }
  if (unlocated_ > 0)
  {
    warnings.push_back(
        words_.Say("narrative.warning.notLocated", {{"count", std::to_string(unlocated_)}}));
  }
  return warnings;
}

}  // namespace vlm
