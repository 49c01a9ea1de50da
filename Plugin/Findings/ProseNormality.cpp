// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/ProseNormality.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

#include "Findings/ProseClause.h"

namespace vlm
{
namespace
{

bool IsAnyOf(TermKind kind, std::initializer_list<TermKind> kinds)
{
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

bool EndsClause(TermKind kind)
{
  return IsAnyOf(
      kind, {TermKind::Comma, TermKind::Colon, TermKind::Conjunction, TermKind::EndOfNegation});
}

// "Normal study except for the aorta."
bool IsException(const Term& term)
{
  static constexpr std::array<std::string_view, 6> words = {
      "except", "except for", "aside from", "apart from", "other than", "besides"};
  return term.kind == TermKind::EndOfNegation &&
         std::find(words.begin(), words.end(), term.name) != words.end();
}

NormalExtent Together(const std::vector<Clause>& clauses)
{
  NormalExtent extent = NormalExtent::Parts;
  bool isAboutParts = false;
  for (const Clause& clause : clauses)
  {
    if (clause.Extent() == NormalExtent::NotUnderstood)
    {
      return NormalExtent::NotUnderstood;
    }
    extent = std::max(extent, clause.Extent());
    isAboutParts = isAboutParts || clause.NamesPart();
  }
  if (!isAboutParts)
  {
    return extent;
  }
  return extent == NormalExtent::Whole ? NormalExtent::Restricted : NormalExtent::Parts;
}

struct Clauses
{
  std::vector<Clause> all;
  bool startWithOrgan = false;  // "Lungs:"
};

Clauses ClausesOf(const std::vector<Term>& terms, const std::vector<Polarity>& polarities)
{
  Clauses clauses;
  clauses.all.emplace_back(terms, polarities);
  for (std::size_t i = 0; i < terms.size(); ++i)
  {
    if (!EndsClause(terms[i].kind))
    {
      clauses.all.back().Read(i);
      continue;
    }
    clauses.startWithOrgan = clauses.startWithOrgan ||
                             (terms[i].kind == TermKind::Colon && clauses.all.back().IsLabel());
    clauses.all.emplace_back(terms, polarities);
  }
  return clauses;
}

}  // namespace

Normality NormalityOf(const std::vector<Term>& terms, const std::vector<Polarity>& polarities)
{
  const Clauses clauses = ClausesOf(terms, polarities);
  const auto isAny = [&clauses](auto is)
  { return std::any_of(clauses.all.begin(), clauses.all.end(), is); };
  Normality normality;
  normality.startsWithOrgan = clauses.startWithOrgan;
  normality.isOrganLabel =
      isAny([](const Clause& clause) { return clause.NamesPart(); }) &&
      !isAny([](const Clause& clause) { return !clause.IsLabel() && !clause.IsEmpty(); });
  normality.isOfOneImage = isAny([](const Clause& clause) { return clause.IsOfOneImage(); });
  const bool hasException = std::any_of(terms.begin(), terms.end(), IsException);
  normality.extent = hasException ? NormalExtent::NotUnderstood : Together(clauses.all);
  return normality;
}

}  // namespace vlm
