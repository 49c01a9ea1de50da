// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/ProseScope.h"

#include <algorithm>
#include <cstdlib>

namespace vlm
{
namespace
{

bool IsNumber(const std::string& token)
{
  return !token.empty() && token[0] >= '0' && token[0] <= '9';
}

// "15 x 12 mm": how many tokens; 0: no measure.
std::size_t MeasureAt(const std::vector<std::string>& tokens, std::size_t first)
{
  std::size_t i = first;
  while (i < tokens.size() && IsNumber(tokens[i]))
  {
    ++i;
    if (i < tokens.size() && (tokens[i] == "mm" || tokens[i] == "cm"))
    {
      return i + 1 - first;
    }
    if (i < tokens.size() && (tokens[i] == "x" || tokens[i] == "by" || tokens[i] == "to"))
    {
      ++i;
    }
  }
  return 0;
}

bool StatesSomethingNew(TermKind kind)
{
  return kind == TermKind::Article || kind == TermKind::Measure || kind == TermKind::Verb ||
         kind == TermKind::Normal;
}

bool IsQualifier(TermKind kind)
{
  return kind == TermKind::Size || kind == TermKind::Side || kind == TermKind::Severity;
}

// Whether the list of what is denied goes on after the comma at `comma`.
bool ContinuesList(const std::vector<Term>& terms, std::size_t comma)
{
  constexpr std::size_t farthest = 64;  // terms; keeps the whole linear
  const std::size_t limit = std::min(terms.size(), comma + farthest);
  bool isQualified = false;
  bool isFirstPart = true;
  for (std::size_t i = comma + 1; i < limit; ++i)
  {
    const TermKind kind = terms[i].kind;
    if (kind == TermKind::Alternative)
    {
      return true;
    }
    if (kind == TermKind::EndOfNegation || kind == TermKind::Colon)
    {
      break;
    }
    if (kind == TermKind::Comma)
    {
      isFirstPart = false;
    }
    else if (isFirstPart && StatesSomethingNew(kind))
    {
      return false;
    }
    else if (StatesSomethingNew(kind))
    {
      break;
    }
    isQualified = isQualified || (isFirstPart && IsQualifier(kind));
  }
  return !isQualified;
}

// "Mass and effusion are not seen": back to where the statement began.
void NegateBefore(const std::vector<Term>& terms, std::size_t cue,
                  std::vector<Polarity>& polarities)
{
  std::size_t i = cue;
  while (i > 0 && terms[i - 1].kind == TermKind::Verb)
  {
    --i;
  }
  while (i > 0 && terms[i - 1].kind != TermKind::EndOfNegation &&
         terms[i - 1].kind != TermKind::Verb && terms[i - 1].kind != TermKind::NegationAfter)
  {
    --i;
    if (polarities[i] == Polarity::Stated)
    {
      polarities[i] = Polarity::Negated;
    }
  }
}

}  // namespace

std::vector<Term> TermsOf(const std::vector<std::string>& tokens)
{
  std::vector<Term> terms;
  std::size_t i = 0;
  while (i < tokens.size())
  {
    const std::size_t measure = MeasureAt(tokens, i);
    if (measure > 0)
    {
      terms.push_back({TermKind::Measure, tokens[i], measure});
    }
    else if (tokens[i] == ",")
    {
      terms.push_back({TermKind::Comma, ",", 1});
    }
    else if (tokens[i] == ";")
    {
      terms.push_back({TermKind::EndOfNegation, ";", 1});
    }
    else if (tokens[i] == ":")
    {
      terms.push_back({TermKind::Colon, ":", 1});
    }
    else
    {
      terms.push_back(ProseLexicon::Embedded().Find(tokens, i));
    }
    i += terms.back().words;
  }
  return terms;
}

std::vector<Polarity> PolaritiesOf(const std::vector<Term>& terms)
{
  std::vector<Polarity> polarities(terms.size(), Polarity::Stated);
  Polarity scope = Polarity::Stated;
  for (std::size_t i = 0; i < terms.size(); ++i)
  {
    switch (terms[i].kind)
    {
      case TermKind::NegationBefore:
        scope = scope == Polarity::Considered ? scope : Polarity::Negated;
        break;
      case TermKind::Hypothetical:
      case TermKind::Recommendation:
      case TermKind::Refusal:
      case TermKind::Disclaimer:
        scope = Polarity::Considered;
        break;
      case TermKind::EndOfNegation:
      case TermKind::Colon:
        scope = Polarity::Stated;
        break;
      case TermKind::Comma:
        scope = scope == Polarity::Negated && !ContinuesList(terms, i) ? Polarity::Stated : scope;
        break;
      case TermKind::Conjunction:
        scope = scope == Polarity::Negated && i + 1 < terms.size() &&
                        terms[i + 1].kind == TermKind::Measure
                    ? Polarity::Stated
                    : scope;
        break;
      case TermKind::NegationAfter:
        NegateBefore(terms, i, polarities);
        break;
      default:
        break;
    }
    polarities[i] = scope;
  }
  return polarities;
}

}  // namespace vlm
