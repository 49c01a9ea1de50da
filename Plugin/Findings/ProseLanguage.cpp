// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/ProseLanguage.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "Findings/ProseScope.h"
#include "Findings/ProseText.h"

namespace vlm
{
namespace
{

template <std::size_t N>
std::size_t CountWords(const std::vector<std::string>& tokens,
                       const std::array<std::string_view, N>& words)
{
  return static_cast<std::size_t>(
      std::count_if(tokens.begin(), tokens.end(),
                    [&words](const std::string& token)
                    { return std::find(words.begin(), words.end(), token) != words.end(); }));
}

// Words that no other language written in Latin letters has.
constexpr std::array<std::string_view, 16> English = {
    "the", "with", "there", "and",  "without", "this",  "are",     "seen",
    "not", "has",  "shows", "have", "which",   "could", "appears", "evidence"};

constexpr std::array<std::string_view, 59> Foreign = {
    "der",      "die",       "das",       "und",     "ist",     "mit",    "nicht",  "im",
    "ein",      "eine",      "bei",       "le",      "les",     "et",     "du",     "des",
    "est",      "une",       "dans",      "avec",    "el",      "los",    "las",    "con",
    "del",      "una",       "il",        "della",   "nel",     "di",     "het",    "een",
    "van",      "zijn",      "wordt",     "og",      "och",     "ett",    "som",    "nie",
    "jest",     "ve",        "bir",       "em",      "uma",     "gauche", "droite", "links",
    "rechts",   "izquierdo", "izquierda", "derecho", "derecha", "destro", "destra", "sinistro",
    "sinistra", "esquerdo",  "direito"};

constexpr std::array<std::string_view, 32> ForeignNo = {
    "kein",   "keine",   "keinen",  "keinerlei", "ohne",  "geen",    "niet",  "zonder",
    "pas",    "sans",    "aucun",   "aucune",    "sin",   "ninguna", "sem",   "nenhum",
    "nessun", "nessuna", "nessuno", "senza",     "ingen", "inga",    "inget", "ikke",
    "uten",   "uden",    "utan",    "brak",      "bez",   "ei",      "yok",   "fara"};

bool IsMostlyOfTheLexicon(const std::vector<std::string>& tokens)
{
  std::size_t known = 0;
  std::size_t unknown = 0;
  for (const Term& term : TermsOf(tokens))
  {
    const bool isMark = term.name == "," || term.name == ";" || term.name == ":";
    std::size_t& count = term.kind == TermKind::Word ? unknown : known;
    count += isMark ? 0 : term.words;
  }
  return known > unknown;
}

}  // namespace

bool IsEnglish(std::string_view text)
{
  const auto isForeign = [](char byte) { return (static_cast<unsigned char>(byte) & 0x80U) != 0; };
  const auto foreign = std::count_if(text.begin(), text.end(), isForeign);
  const std::vector<std::string> tokens = TokensOf(text);
  if (foreign * 4 >= static_cast<std::ptrdiff_t>(text.size()) || CountWords(tokens, ForeignNo) > 0)
  {
    return false;
  }
  const std::size_t english = CountWords(tokens, English);
  const std::size_t other = CountWords(tokens, Foreign);
  return english > 0 ? english > 2 * other : other == 0 && IsMostlyOfTheLexicon(tokens);
}

}  // namespace vlm
