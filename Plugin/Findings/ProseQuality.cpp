// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/ProseQuality.h"

#include <algorithm>

namespace vlm
{
namespace
{

bool MayStandBetween(TermKind kind)
{
  switch (kind)
  {
    case TermKind::Neutral:
    case TermKind::Limiting:
    case TermKind::Severity:
    case TermKind::Size:
    case TermKind::Article:
    case TermKind::Quality:
    case TermKind::Good:
      return true;
    default:
      return false;
  }
}

// "Not of good quality": a "no" right before it, unlike "no fracture on this poor study".
bool IsDenied(const std::vector<Term>& terms, std::size_t at)
{
  std::size_t i = at;
  while (i > 0 && i + 8 > at && MayStandBetween(terms[i - 1].kind))
  {
    --i;
  }
  return i > 0 && terms[i - 1].kind == TermKind::NegationBefore;
}

// "Quality", "study", "evaluation of": what can be poor.
bool IsOfThePicture(const Term& term)
{
  const bool isEvaluation = term.kind == TermKind::Hypothetical &&
                            (term.name == "evaluation of" || term.name == "assessment of");
  return term.kind == TermKind::Quality || term.kind == TermKind::Study || isEvaluation;
}

}  // namespace

bool IsPoorQuality(const std::vector<Term>& terms)
{
  const bool isCondition =
      std::any_of(terms.begin(), terms.end(), [](const Term& term) { return term.name == "if"; });
  const bool isOfThePicture = std::any_of(terms.begin(), terms.end(), IsOfThePicture);
  bool isPoor = false;
  for (std::size_t i = 0; i < terms.size(); ++i)
  {
    const TermKind kind = terms[i].kind;
    const bool isBad = kind == TermKind::PoorQuality || (kind == TermKind::Poor && isOfThePicture);
    const bool isGood = kind == TermKind::Good && isOfThePicture;
    isPoor = isPoor || (isBad && !IsDenied(terms, i)) || (isGood && IsDenied(terms, i));
  }
  return isPoor && !isCondition;
}

}  // namespace vlm
