// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/ProseSentence.h"

#include <algorithm>
#include <optional>

#include "Findings/ProseQuality.h"
#include "Findings/ProseScope.h"
#include "Findings/ProseText.h"
#include "Findings/Sides.h"

namespace vlm
{
namespace
{

bool IsAnyOf(TermKind kind, std::initializer_list<TermKind> kinds)
{
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

// The terms that belong to the finding at `finding`: [begin, end).
struct Window
{
  std::size_t begin;
  std::size_t finding;
  std::size_t end;
};

bool Connects(TermKind kind)
{
  return IsAnyOf(kind, {TermKind::Comma, TermKind::Conjunction, TermKind::Alternative,
                        TermKind::EndOfNegation});
}

// "The liver is normal except for a cyst" goes on about the liver.
bool StartsAnew(const Term& term)
{
  return term.kind == TermKind::EndOfNegation && term.name.find("there") == std::string::npos &&
         term.name.find("except") == std::string::npos;
}

// What stands between two findings belongs to the first up to the last connecting word.
std::vector<Window> WindowsOf(const std::vector<Term>& terms)
{
  std::vector<Window> windows;
  std::size_t begin = 0;
  std::size_t lastConnector = 0;
  for (std::size_t i = 0; i < terms.size(); ++i)
  {
    if (Connects(terms[i].kind))
    {
      lastConnector = i;
    }
    if (terms[i].kind != TermKind::Finding)
    {
      continue;
    }
    if (!windows.empty())
    {
      begin = lastConnector > windows.back().finding ? lastConnector + 1 : i;
      windows.back().end = begin;
    }
    windows.push_back({begin, i, terms.size()});
  }
  for (Window& window : windows)
  {
    for (std::size_t i = window.finding; i-- > window.begin;)
    {
      if (StartsAnew(terms[i]))
      {
        window.begin = i + 1;
      }
    }
    for (std::size_t i = window.finding; i < window.end; ++i)
    {
      window.end = terms[i].kind == TermKind::EndOfNegation ? i : window.end;
    }
  }
  return windows;
}

// The nearest before the finding, else the first after it; over a comma only where no statement of
// its own follows.
const Term* Nearest(const std::vector<Term>& terms, const Window& window, TermKind kind)
{
  for (std::size_t i = window.finding; i-- > window.begin;)
  {
    if (terms[i].kind == kind)
    {
      return &terms[i];
    }
  }
  const Term* found = nullptr;
  bool isOverComma = false;
  for (std::size_t i = window.finding + 1; i < window.end; ++i)
  {
    isOverComma = isOverComma || terms[i].kind == TermKind::Comma;
    if (isOverComma && IsAnyOf(terms[i].kind, {TermKind::Verb, TermKind::Normal}))
    {
      return nullptr;
    }
    if (terms[i].kind == kind && found == nullptr)
    {
      found = &terms[i];
      if (!isOverComma)
      {
        break;
      }
    }
  }
  return found;
}

std::string NameOf(const Term* term)
{
  return term == nullptr ? std::string() : term->name;
}

// "suspicious for", "may represent": what follows explains the finding before.
bool Explains(const Term& term)
{
  const auto ends = [&term](std::string_view ending)
  {
    return term.name.size() >= ending.size() &&
           term.name.compare(term.name.size() - ending.size(), ending.size(), ending) == 0;
  };
  return term.kind == TermKind::Certainty &&
         (ends(" for") || ends(" of") || ends(" with") || ends("represent") || ends(" be") ||
          ends("representing") || ends("suggests") || ends("suggesting"));
}

bool IsExplanation(const std::vector<Term>& terms, std::size_t before, std::size_t finding)
{
  bool explains = false;
  for (std::size_t i = before + 1; i < finding; ++i)
  {
    explains = explains || Explains(terms[i]);
    if (IsAnyOf(terms[i].kind, {TermKind::Conjunction, TermKind::EndOfNegation}))
    {
      return false;
    }
  }
  return explains;
}

bool IsDefinite(const std::vector<Term>& terms, const Window& window)
{
  for (std::size_t i = window.finding; i-- > window.begin;)
  {
    if (IsAnyOf(terms[i].kind, {TermKind::Article, TermKind::Size, TermKind::Measure}))
    {
      return false;
    }
    if (terms[i].kind == TermKind::Definite)
    {
      return true;
    }
  }
  return false;
}

Mention MentionOf(const std::vector<Term>& terms, const Window& window)
{
  Mention mention;
  mention.label = terms[window.finding].name;
  mention.isDefinite = IsDefinite(terms, window);
  mention.isReference = mention.isDefinite && ProseLexicon::Embedded().IsGeneric(mention.label);
  mention.side = LateralityFromWord(NameOf(Nearest(terms, window, TermKind::Side)))
                     .value_or(Laterality::Unknown);
  mention.anatomy = NameOf(Nearest(terms, window, TermKind::Anatomy));
  mention.severity = NameOf(Nearest(terms, window, TermKind::Severity));
  mention.certainty = NameOf(Nearest(terms, window, TermKind::Certainty));
  return mention;
}

// "a mass and edema in the left frontal lobe": the place is said once for both.
void ShareThePlace(const std::vector<Term>& terms, const std::vector<Window>& windows,
                   std::vector<Mention>& mentions)
{
  for (std::size_t i = mentions.size(); i-- > 1;)
  {
    const std::size_t connector = windows[i].begin;
    const bool isJoined = connector > 0 && terms[connector - 1].name == "and" &&
                          connector - 1 == windows[i - 1].finding + 1;
    if (isJoined && mentions[i - 1].side == Laterality::Unknown && mentions[i - 1].anatomy.empty())
    {
      mentions[i - 1].side = mentions[i].side;
      mentions[i - 1].anatomy = mentions[i].anatomy;
    }
  }
}

std::vector<Mention> MentionsOf(const std::vector<Term>& terms,
                                const std::vector<Polarity>& polarities)
{
  const std::vector<Window> windows = WindowsOf(terms);
  std::vector<Mention> all;
  for (const Window& window : windows)
  {
    all.push_back(MentionOf(terms, window));
    all.back().polarity = polarities[window.finding];
  }
  ShareThePlace(terms, windows, all);
  std::vector<Mention> mentions;
  bool isExplaining = false;
  for (std::size_t i = 0; i < all.size(); ++i)
  {
    const bool isAlternative = isExplaining && windows[i].begin > 0 &&
                               terms[windows[i].begin - 1].kind == TermKind::Alternative;
    isExplaining =
        !mentions.empty() && mentions.back().polarity == Polarity::Stated &&
        all[i].polarity == Polarity::Stated &&
        (isAlternative || IsExplanation(terms, windows[i - 1].finding, windows[i].finding));
    if (isExplaining)
    {
      mentions.back().differential.push_back(all[i].label);
      continue;
    }
    mentions.push_back(std::move(all[i]));
  }
  return mentions;
}

}  // namespace

SentenceReading ReadSentence(std::string_view sentence)
{
  const std::vector<Term> terms = TermsOf(TokensOf(sentence));
  SentenceReading reading;
  const auto has = [&terms](TermKind kind)
  {
    return std::any_of(terms.begin(), terms.end(),
                       [kind](const Term& term) { return term.kind == kind; });
  };
  reading.isRefusal = has(TermKind::Refusal);
  reading.isDisclaimer = has(TermKind::Disclaimer);
  reading.isRecommendation = has(TermKind::Recommendation);
  const bool isQuestion = !sentence.empty() && sentence.back() == '?';
  if (isQuestion)
  {
    return reading;
  }
  const std::vector<Polarity> polarities = PolaritiesOf(terms);
  reading.mentions = MentionsOf(terms, polarities);
  reading.normality = NormalityOf(terms, polarities);
  reading.isPoorQuality = IsPoorQuality(terms);
  const bool isOther = has(TermKind::NegationBefore) || has(TermKind::NegationAfter) ||
                       has(TermKind::Hypothetical) || has(TermKind::Recommendation) ||
                       has(TermKind::Refusal) || has(TermKind::Disclaimer);
  const bool isSaidToBeThere = std::any_of(
      terms.begin(), terms.end(),
      [](const Term& term) { return term.name == "there is" || term.name == "there are"; });
  reading.isAbnormal = reading.mentions.empty() && !isOther &&
                       reading.normality.extent == NormalExtent::NotUnderstood &&
                       (has(TermKind::Abnormal) || isSaidToBeThere);
  return reading;
}

}  // namespace vlm
