// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/LesionNames.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "Findings/ProseLexicon.h"
#include "Report/ChineseWords.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostLetters = 400;    // of a field that is searched for names
constexpr std::size_t MostPhraseWords = 8;  // of a label that the lexicon does not know

struct Member
{
  std::string_view name;
  std::string_view family;
};

// Words that reports use for the same thing.
constexpr std::array<Member, 33> Families = {{{"mass", "tumour"},
                                              {"cystic mass", "tumour"},
                                              {"nodule", "tumour"},
                                              {"tumor", "tumour"},
                                              {"carcinoma", "tumour"},
                                              {"cancer", "tumour"},
                                              {"malignancy", "tumour"},
                                              {"metastasis", "tumour"},
                                              {"glioma", "tumour"},
                                              {"meningioma", "tumour"},
                                              {"lymphoma", "tumour"},
                                              {"adenoma", "tumour"},
                                              {"pituitary adenoma", "tumour"},
                                              {"schwannoma", "tumour"},
                                              {"fibroadenoma", "tumour"},
                                              {"opacity", "airspace"},
                                              {"consolidation", "airspace"},
                                              {"infiltrate", "airspace"},
                                              {"pneumonia", "airspace"},
                                              {"airspace disease", "airspace"},
                                              {"atelectasis", "airspace"},
                                              {"ground-glass opacity", "airspace"},
                                              {"density", "airspace"},
                                              {"hemorrhage", "bleeding"},
                                              {"hematoma", "bleeding"},
                                              {"contusion", "bleeding"},
                                              {"subdural hematoma", "bleeding"},
                                              {"subdural hemorrhage", "bleeding"},
                                              {"epidural hematoma", "bleeding"},
                                              {"infarct", "ischaemia"},
                                              {"stroke", "ischaemia"},
                                              {"ischemia", "ischaemia"},
                                              {"ischemic change", "ischaemia"}}};

std::string FamilyOf(std::string_view name)
{
  const auto* member = std::find_if(Families.begin(), Families.end(),
                                    [name](const Member& one) { return one.name == name; });
  return member == Families.end() ? "" : std::string(member->family);
}

std::string HeadOf(const std::string& name)
{
  return name.substr(name.find_last_of(' ') + 1);
}

void Put(std::unordered_map<std::string, std::vector<std::size_t>>& names, const std::string& name,
         std::size_t lesion)
{
  std::vector<std::size_t>& lesions = names[name];
  if (!name.empty() && lesions.size() < MostOfAName &&
      (lesions.empty() || lesions.back() != lesion))
  {
    lesions.push_back(lesion);
  }
}

const std::vector<std::size_t>& Get(
    const std::unordered_map<std::string, std::vector<std::size_t>>& names, const std::string& name)
{
  static const std::vector<std::size_t> none;
  const auto found = names.find(name);
  return found == names.end() ? none : found->second;
}

std::string JoinWords(const std::vector<std::string>& words, std::size_t first, std::size_t count)
{
  std::string joined;
  for (std::size_t i = first; i < first + count; ++i)
  {
    joined.append(joined.empty() ? "" : " ").append(words[i]);
  }
  return joined;
}

// Words so common that they point at no lesion.
bool IsVague(const std::string& word)
{
  constexpr std::array<std::string_view, 14> vague = {
      "region", "area",  "focus",  "finding", "change", "changes",   "sign",
      "spot",   "image", "signal", "part",    "tissue", "structure", "appearance"};
  const bool isOther =
      ProseLexicon::Embedded().Find({word}, 0).kind != TermKind::Word || word.size() < 3;
  return isOther || std::find(vague.begin(), vague.end(), word) != vague.end();
}

}  // namespace

LesionNames::LesionNames(const std::vector<ReportedLesion>& lesions) : lesions_(lesions)
{
  for (std::size_t i = 0; i < lesions.size(); ++i)
  {
    numbers_.emplace(lesions[i].number, i);
    Add(i);
  }
}

void LesionNames::Add(std::size_t lesion)
{
  const CandidateFinding& statement = lesions_[lesion].Main().statement;
  const std::string label = statement.label.substr(0, MostLetters);
  const SentenceWords named = ReadWords(label);
  for (const SaidFinding& finding : named.findings)
  {
    Put(labels_, finding.name, lesion);
    Put(heads_, HeadOf(finding.name), lesion);
    Put(families_, FamilyOf(finding.name), lesion);
  }
  if (named.findings.empty())
  {
    AddPhrase(label, lesion);
  }
  std::string remarks = statement.description.substr(0, MostLetters);
  for (std::size_t i = 0; i < std::min<std::size_t>(statement.differential.size(), 8); ++i)
  {
    remarks += ". " + statement.differential[i].substr(0, MostLetters);
  }
  for (const SaidFinding& finding : ReadWords(remarks).findings)
  {
    if (finding.polarity == Polarity::Stated && !finding.isGeneric)
    {
      Put(remarks_, finding.name, lesion);
    }
  }
  std::vector<std::string> places;
  for (const SaidPlace& place :
       ReadWords(statement.anatomy.substr(0, MostLetters) + ", " + label).places)
  {
    places.push_back(place.anatomy);
  }
  places_.push_back(std::move(places));
  if (all_.size() < MostOfAName)
  {
    all_.push_back(lesion);
  }
}

void LesionNames::AddPhrase(const std::string& label, std::size_t lesion)
{
  const std::vector<std::string> words = PlainWordsOf(label);
  const std::size_t count = std::min(words.size(), MostPhraseWords);
  if (count > 1 || (count == 1 && !IsVague(words[0])))
  {
    Put(phrases_, JoinWords(words, 0, count), lesion);
  }
  if (!words.empty() && !IsVague(words.back()))
  {
    Put(phrases_, words.back(), lesion);
  }
}

std::vector<SaidFinding> LesionNames::PhrasesIn(const SentenceWords& words) const
{
  std::vector<SaidFinding> phrases;
  for (std::size_t at = 0; at < words.tokens.size() && !phrases_.empty(); ++at)
  {
    for (std::size_t count = std::min(MostPhraseWords, words.tokens.size() - at); count > 0;
         --count)
    {
      std::string phrase = JoinWords(words.tokens, at, count);
      if (phrases_.count(phrase) > 0)
      {
        phrases.push_back({at, std::move(phrase), words.polarities[at], false});
        break;
      }
    }
  }
  return phrases;
}

LesionNames::Lesions LesionNames::Called(const SaidFinding& said) const
{
  const std::string head = HeadOf(said.name);
  const std::string family(FamilyOf(said.name));
  for (const Lesions* lesions :
       {&Get(phrases_, said.name), &Get(labels_, said.name), &Get(heads_, said.name),
        &Get(labels_, head), &Get(remarks_, said.name), &Get(families_, family)})
  {
    if (!lesions->empty())
    {
      return *lesions;
    }
  }
  return said.isGeneric ? all_ : Lesions();
}

std::optional<std::size_t> LesionNames::Numbered(int number) const
{
  const auto found = numbers_.find(number);
  return found == numbers_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace vlm
