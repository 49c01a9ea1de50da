// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/SentenceWords.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "Findings/ProseLexicon.h"
#include "Findings/ProseScope.h"
#include "Findings/Sides.h"
#include "Foundation/AsciiCase.h"
#include "Report/ChineseWords.h"
#include "Report/SentenceTokens.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostWords = 1000;  // of a sentence: more is no prose

// Radiologists' short words for the lobes of the lungs, written out: "RUL" names a side, too.
Tokens WithLobes(const Tokens& tokens)
{
  constexpr std::array<std::array<std::string_view, 3>, 5> lobes = {{{"rul", "right", "upper"},
                                                                     {"rml", "right", "middle"},
                                                                     {"rll", "right", "lower"},
                                                                     {"lul", "left", "upper"},
                                                                     {"lll", "left", "lower"}}};
  Tokens written;
  for (const std::string& token : tokens)
  {
    const auto* lobe = std::find_if(lobes.begin(), lobes.end(),
                                    [&token](const auto& known) { return known[0] == token; });
    if (lobe == lobes.end())
    {
      written.push_back(token);
      continue;
    }
    written.insert(written.end(), {std::string((*lobe)[1]), std::string((*lobe)[2]), "lobe"});
  }
  return written;
}

bool PartsStatements(TermKind kind)
{
  constexpr std::array<TermKind, 5> kinds = {TermKind::Comma, TermKind::Colon,
                                             TermKind::Conjunction, TermKind::Alternative,
                                             TermKind::EndOfNegation};
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

// "left ventricle", "to the left of": sides of something else than the lesion.
bool IsSideOfPatient(const Tokens& tokens, std::size_t at)
{
  constexpr std::array<std::string_view, 12> after = {
      "ventricle", "ventricular", "atrium",     "atrial", "heart", "main",
      "mainstem",  "anterior",    "circumflex", "of",     "to",    "ward"};
  return !IsOneOf(At(tokens, at + 1), after);
}

void AddTerm(const Term& term, std::size_t at, Polarity polarity, SentenceWords& words)
{
  if (term.kind == TermKind::Finding)
  {
    words.findings.push_back(
        {at, LowerCase(term.name), polarity, ProseLexicon::Embedded().IsGeneric(term.name)});
    const std::string& last = words.tokens[at + term.words - 1];
    words.isPlural = words.isPlural || (last.back() == 's' && LowerCase(term.name).back() != 's');
  }
  else if (term.kind == TermKind::Anatomy)
  {
    words.places.push_back({at, LowerCase(term.name)});
  }
  else if (term.kind == TermKind::Side && IsSideOfPatient(words.tokens, at))
  {
    words.sides.push_back({at, LateralityFromWord(term.name).value_or(Laterality::Unknown)});
  }
}

void ReadTerms(SentenceWords& words)
{
  const std::vector<Term> terms = TermsOf(words.tokens);
  const std::vector<Polarity> polarities = PolaritiesOf(terms);
  int part = 0;
  std::size_t at = 0;
  std::optional<std::size_t> abnormalAt;
  constexpr std::array<std::string_view, 3> obscuring = {"obscure", "obscures", "obscuring"};
  bool isObscured = false;
  for (std::size_t i = 0; i < terms.size(); ++i)
  {
    part += PartsStatements(terms[i].kind) ? 1 : 0;
    // "Dense breasts, which may obscure small masses"
    isObscured = isObscured || IsOneOf(words.tokens[at], obscuring);
    const Polarity polarity = isObscured ? Polarity::Considered : polarities[i];
    AddTerm(terms[i], at, polarity, words);
    words.part.insert(words.part.end(), terms[i].words, part);
    words.polarities.insert(words.polarities.end(), terms[i].words, polarity);
    const bool isAbnormal = terms[i].kind == TermKind::Abnormal && polarity == Polarity::Stated;
    abnormalAt = isAbnormal && !abnormalAt ? std::optional(at) : abnormalAt;
    at += terms[i].words;
  }
  // "The left upper lobe is abnormal" names no finding, but states one.
  if (words.findings.empty() && abnormalAt)
  {
    words.findings.push_back({*abnormalAt, "abnormality", Polarity::Stated, true});
  }
}

std::optional<int> SmallNumber(std::string_view token)
{
  constexpr std::size_t mostDigits = 4;
  int number = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), number);
  const bool isNumber = !token.empty() && token.size() <= mostDigits && error == std::errc() &&
                        end == token.data() + token.size() && number > 0;
  return isNumber ? std::optional(number) : std::nullopt;
}

// "finding 2", "findings 1 and 3"
void ReadNamedNumbers(SentenceWords& words)
{
  constexpr std::array<std::string_view, 3> nouns = {"finding", "findings", "lesion"};
  constexpr std::array<std::string_view, 3> units = {"mm", "cm", "x"};
  for (std::size_t i = 0; i < words.tokens.size(); ++i)
  {
    if (!IsOneOf(words.tokens[i], nouns))
    {
      continue;
    }
    std::size_t at = i + 1;
    while (auto number = SmallNumber(At(words.tokens, at)))
    {
      if (IsOneOf(At(words.tokens, at + 1), units))
      {
        break;
      }
      words.numbers.push_back(*number);
      const std::string_view next = At(words.tokens, at + 1);
      at += next == "," || next == "and" ? 2 : words.tokens.size();
    }
  }
}

// "[2]", "[1, 3]"
void ReadBracketedNumbers(std::string_view sentence, SentenceWords& words)
{
  std::size_t open = sentence.find('[');
  while (open != std::string_view::npos)
  {
    const std::size_t close = sentence.find_first_not_of("0123456789, ", open + 1);
    if (close == std::string_view::npos)
    {
      return;
    }
    std::size_t begin = open + 1;
    while (sentence[close] == ']' && begin < close)
    {
      const std::size_t end = std::min(sentence.find_first_of(", ]", begin), close);
      const auto number = SmallNumber(sentence.substr(begin, end - begin));
      if (number)
      {
        words.numbers.push_back(*number);
      }
      begin = end + 1;
    }
    open = sentence.find('[', close);
  }
}

bool RefersBack(const SentenceWords& words)
{
  constexpr std::array<std::string_view, 4> pronouns = {"it", "its", "they", "their"};
  constexpr std::array<std::string_view, 3> maybePronouns = {"this", "these", "both"};
  constexpr std::array<std::string_view, 3> definites = {"the", "this", "that"};
  const std::string_view first = At(words.tokens, 0);
  if (IsOneOf(first, pronouns))
  {
    return true;
  }
  if (words.findings.empty())
  {
    return IsOneOf(first, maybePronouns);
  }
  const SaidFinding& named = words.findings.front();
  return words.findings.size() == 1 && named.isGeneric && words.places.empty() &&
         (IsOneOf(first, definites) || named.at == 0);
}

bool IsAside(std::string_view sentence, const Tokens& tokens)
{
  constexpr std::array<std::string_view, 9> headings = {
      "comparison",  "indication", "history",        "clinical",       "technique",
      "examination", "exam",       "recommendation", "recommendations"};
  constexpr std::string_view chinese = "？";
  const bool isQuestion =
      !sentence.empty() &&
      (sentence.back() == '?' || (sentence.size() >= chinese.size() &&
                                  sentence.substr(sentence.size() - chinese.size()) == chinese));
  const bool isHeaded = At(tokens, 1) == ":" || At(tokens, 2) == ":";
  return isQuestion || (isHeaded && IsOneOf(At(tokens, 0), headings));
}

}  // namespace

SentenceWords ReadWords(std::string_view sentence)
{
  SentenceWords words;
  words.tokens = WithLobes(PlainWordsOf(sentence));
  words.tokens.resize(std::min(words.tokens.size(), MostWords));
  constexpr std::array<std::string_view, 9> many = {
      "multiple", "several", "both", "two", "three", "numerous", "few", "many", "scattered"};
  words.isPlural = std::any_of(words.tokens.begin(), words.tokens.end(),
                               [&many](const std::string& token) { return IsOneOf(token, many); });
  ReadTerms(words);
  words.sizes = SizesIn(words.tokens);
  ReadNamedNumbers(words);
  ReadBracketedNumbers(sentence, words);
  words.refersBack = RefersBack(words);
  words.isAside = IsAside(sentence, words.tokens);
  return words;
}

}  // namespace vlm
