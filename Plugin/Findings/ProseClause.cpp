// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/ProseClause.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

namespace vlm
{
namespace
{

bool IsAnyOf(TermKind kind, std::initializer_list<TermKind> kinds)
{
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

// "Chest radiograph", "CT of the left knee": the part only says what the study is of.
bool IsPartOfStudyName(const std::vector<Term>& terms, std::size_t part)
{
  const auto isPart = [](TermKind kind)
  { return kind == TermKind::Anatomy || kind == TermKind::Region; };
  std::size_t next = part + 1;
  while (next < terms.size() && next < part + 4 && isPart(terms[next].kind))
  {
    ++next;
  }
  if (next < terms.size() && terms[next].kind == TermKind::Study)
  {
    return true;
  }
  std::size_t i = part;
  while (i > 0 && i + 4 > part &&
         (isPart(terms[i - 1].kind) ||
          IsAnyOf(terms[i - 1].kind, {TermKind::Definite, TermKind::Article, TermKind::Side})))
  {
    --i;
  }
  return i > 1 && terms[i - 1].name == "of" && terms[i - 2].kind == TermKind::Study;
}

}  // namespace

void Clause::Read(std::size_t i)
{
  isEmpty_ = false;
  const Term& term = terms_[i];
  const Polarity polarity = polarities_[i];
  switch (term.kind)
  {
    case TermKind::NegationBefore:
      isUnclear_ = isUnclear_ || isPending_;  // "not without"
      isPending_ = true;
      hasNegation_ = true;
      break;
    case TermKind::NegationAfter:
      isUnclear_ = isUnclear_ || hasNegation_ || !(deniesAll_ || deniesSome_);
      break;
    case TermKind::Finding:
    case TermKind::Abnormal:
    case TermKind::Poor:
    case TermKind::PoorQuality:
      ReadBad(term, polarity);
      break;
    case TermKind::Normal:
    case TermKind::NormalInPart:
    case TermKind::NormalAsAWhole:
    case TermKind::Good:
      ReadGood(term, polarity);
      break;
    case TermKind::Size:
    case TermKind::Severity:
      isUnclear_ = true;  // "no large effusion" leaves a small one
      break;
    default:
      ReadOther(i);
  }
}

NormalExtent Clause::Extent() const
{
  if (isUnclear_ || isPending_)
  {
    return NormalExtent::NotUnderstood;
  }
  if (IsOfTheWhole())
  {
    const bool namesTheWhole = namesStudy_ && (deniesAll_ || isWhollyNormal_);
    if (isRestricted_)
    {
      return NormalExtent::Restricted;
    }
    return namesTheWhole ? NormalExtent::Whole : NormalExtent::Subject;
  }
  if (HasContent())
  {
    return NormalExtent::Parts;
  }
  const bool statesNothing = !isLimited_ && !hasSide_ && (!namesPart_ || IsLabel());
  return statesNothing ? NormalExtent::Parts : NormalExtent::NotUnderstood;
}

bool Clause::IsOfTheWhole() const
{
  return (deniesAll_ || isWhollyNormal_) && !namesPart_ && !hasSide_ && !deniesSome_;
}

void Clause::ReadBad(const Term& term, Polarity polarity)
{
  // Of findings that are stated there is no need to be told here.
  const bool isFinding = term.kind == TermKind::Finding && polarity == Polarity::Stated;
  const bool isHistory = polarity == Polarity::Considered && isHistory_;
  const bool isDenied = polarity == Polarity::Negated;
  isUnclear_ = isUnclear_ || !(isDenied || isFinding || isHistory);
  const bool isAll = isDenied && term.name == "Abnormality";
  deniesAll_ = deniesAll_ || isAll;
  deniesSome_ = deniesSome_ || (isDenied && !isAll);
  isPending_ = isPending_ && !isDenied;
}

void Clause::ReadGood(const Term& term, Polarity polarity)
{
  // "Clear" is said of a picture that is sharp, too.
  static constexpr std::array<std::string_view, 3> whole = {"normal", "unremarkable",
                                                            "within normal limits"};
  isUnclear_ = isUnclear_ || polarity != Polarity::Stated;
  isNormal_ = isNormal_ || term.kind == TermKind::Normal;
  isWhollyNormal_ =
      isWhollyNormal_ || (term.kind == TermKind::Normal &&
                          std::find(whole.begin(), whole.end(), term.name) != whole.end());
  deniesAll_ = deniesAll_ || IsAnyOf(term.kind, {TermKind::NormalInPart, TermKind::NormalAsAWhole});
  isRestricted_ = isRestricted_ || term.kind == TermKind::NormalInPart;
}

void Clause::ReadOther(std::size_t i)
{
  const Term& term = terms_[i];
  switch (term.kind)
  {
    case TermKind::Limiting:
      isLimited_ = true;
      isRestricted_ = true;
      break;
    case TermKind::Quality:  // "at this resolution"
      isRestricted_ = true;
      break;
    case TermKind::Neutral:
      hasFiller_ = hasFiller_ || term.name != "of";
      break;
    case TermKind::Anatomy:
    case TermKind::Region:
      namesPart_ = namesPart_ || !IsPartOfStudyName(terms_, i);
      break;
    case TermKind::Attribute:
      namesPart_ = true;
      break;
    case TermKind::Side:
      hasSide_ = hasSide_ || term.name != "Bilateral";
      namesPart_ = true;
      break;
    case TermKind::Study:
      namesStudy_ = true;
      isOfOneImage_ = isOfOneImage_ || ProseLexicon::Embedded().IsOfOneImage(term.name);
      break;
    case TermKind::Verb:
      hasVerb_ = true;
      break;
    case TermKind::Hypothetical:
      isHistory_ = isHistory_ || term.name == "history of";
      isUnclear_ = isUnclear_ || !(isHistory_ || term.name == "please");
      break;
    default:
      isUnclear_ = isUnclear_ || !IsAnyOf(term.kind, {TermKind::Article, TermKind::Definite,
                                                      TermKind::Alternative, TermKind::Disclaimer});
  }
}

}  // namespace vlm
