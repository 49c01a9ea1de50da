// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/ProseLexicon.h"

#include <algorithm>
#include <array>
#include <utility>

#include "Findings/FindingsSchemas.h"
#include "Findings/ProseText.h"
#include "Foundation/Json.h"

namespace vlm
{
namespace
{

struct List
{
  const char* key;
  TermKind kind;
};

constexpr std::array<List, 30> Lists = {{{"negation_before", TermKind::NegationBefore},
                                         {"negation_after", TermKind::NegationAfter},
                                         {"not_negation", TermKind::NotNegation},
                                         {"end_of_negation", TermKind::EndOfNegation},
                                         {"normal", TermKind::Normal},
                                         {"abnormal", TermKind::Abnormal},
                                         {"certainty", TermKind::Certainty},
                                         {"severity", TermKind::Severity},
                                         {"size", TermKind::Size},
                                         {"verbs", TermKind::Verb},
                                         {"articles", TermKind::Article},
                                         {"conjunctions", TermKind::Conjunction},
                                         {"alternatives", TermKind::Alternative},
                                         {"definites", TermKind::Definite},
                                         {"hypothetical", TermKind::Hypothetical},
                                         {"recommendation", TermKind::Recommendation},
                                         {"refusal", TermKind::Refusal},
                                         {"disclaimer", TermKind::Disclaimer},
                                         {"ignored", TermKind::Word},
                                         {"normal_in_part", TermKind::NormalInPart},
                                         {"normal_as_a_whole", TermKind::NormalAsAWhole},
                                         {"limiting", TermKind::Limiting},
                                         {"attributes", TermKind::Attribute},
                                         {"regions", TermKind::Region},
                                         {"study", TermKind::Study},
                                         {"quality", TermKind::Quality},
                                         {"good", TermKind::Good},
                                         {"poor", TermKind::Poor},
                                         {"poor_quality", TermKind::PoorQuality},
                                         {"neutral", TermKind::Neutral}}};

bool EndsWith(const std::string& word, std::string_view ending)
{
  return word.size() > ending.size() &&
         word.compare(word.size() - ending.size(), ending.size(), ending) == 0;
}

// English and the Greek of medicine: masses, opacities, metastases.
std::string PluralOf(const std::string& word)
{
  if (EndsWith(word, "is"))
  {
    return word.substr(0, word.size() - 2) + "es";
  }
  if (EndsWith(word, "s") || EndsWith(word, "x") || EndsWith(word, "ch"))
  {
    return word + "es";
  }
  const bool isIes = EndsWith(word, "y") && !EndsWith(word, "ey");
  return isIes ? word.substr(0, word.size() - 1) + "ies" : word + "s";
}

}  // namespace

const ProseLexicon& ProseLexicon::Embedded()
{
  static const ProseLexicon lexicon(
      vlm_findings_Files().Find("Terminology/prose-terms.json").value_or(""));
  return lexicon;
}

ProseLexicon::ProseLexicon(std::string_view text)
{
  const auto parsed = ParseJson(text);
  if (!parsed.HasValue() || !parsed.Value().isObject())
  {
    return;
  }
  const Json::Value& json = parsed.Value();
  const auto addNamed = [&](const char* key, TermKind kind)
  {
    for (const std::string& name : json[key].getMemberNames())
    {
      for (const Json::Value& phrase : json[key][name])
      {
        kind == TermKind::Finding ? AddWithPlural(phrase.asString(), kind, name)
                                  : Add(phrase.asString(), kind, name);
      }
    }
  };
  addNamed("findings", TermKind::Finding);
  addNamed("sides", TermKind::Side);
  for (const Json::Value& phrase : json["anatomy"])
  {
    AddWithPlural(phrase.asString(), TermKind::Anatomy, phrase.asString());
  }
  for (const List& list : Lists)
  {
    for (const Json::Value& phrase : json[list.key])
    {
      Add(phrase.asString(), list.kind, phrase.asString());
    }
  }
  for (const Json::Value& name : json["generic_findings"])
  {
    generic_.push_back(name.asString());
  }
  for (const Json::Value& name : json["study_of_one_image"])
  {
    ofOneImage_.push_back(name.asString());
  }
}

void ProseLexicon::AddWithPlural(const std::string& phrase, TermKind kind, const std::string& name)
{
  Add(phrase, kind, name);
  Add(PluralOf(phrase), kind, name);
  findingPhrases_ += kind == TermKind::Finding ? 1 : 0;
}

void ProseLexicon::Add(const std::string& phrase, TermKind kind, const std::string& name)
{
  std::vector<std::string> words = TokensOf(phrase);
  if (words.empty())
  {
    return;
  }
  std::vector<Phrase>& list = phrases_[words.front()];
  const auto isShorter = [&words](const Phrase& other)
  { return other.words.size() < words.size(); };
  const auto position = std::find_if(list.begin(), list.end(), isShorter);
  list.insert(position, {std::move(words), kind, name});
}

Term ProseLexicon::Find(const std::vector<std::string>& tokens, std::size_t first) const
{
  const auto list = phrases_.find(tokens[first]);
  if (list != phrases_.end())
  {
    for (const Phrase& phrase : list->second)
    {
      const bool fits = phrase.words.size() <= tokens.size() - first &&
                        std::equal(phrase.words.begin(), phrase.words.end(),
                                   tokens.begin() + static_cast<std::ptrdiff_t>(first));
      if (fits)
      {
        return {phrase.kind, phrase.name, phrase.words.size()};
      }
    }
  }
  return {TermKind::Word, tokens[first], 1};
}

bool ProseLexicon::IsGeneric(std::string_view finding) const
{
  return std::find(generic_.begin(), generic_.end(), finding) != generic_.end();
}

bool ProseLexicon::IsOfOneImage(std::string_view study) const
{
  return std::find(ofOneImage_.begin(), ofOneImage_.end(), study) != ofOneImage_.end();
}

}  // namespace vlm
