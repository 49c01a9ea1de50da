// SPDX-License-Identifier: GPL-3.0-or-later
// What a sentence of a narrative names: findings with the sides, places and sizes stated of them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "Findings/Finding.h"
#include "Findings/ProsePolarity.h"
#include "Report/SentenceSizes.h"

namespace vlm
{

struct SaidFinding
{
  std::size_t at = 0;  // the token of its first word
  std::string name;    // in lower case: as the prose lexicon calls it
  Polarity polarity = Polarity::Stated;
  bool isGeneric = false;  // "lesion", which may have any name
};

struct SaidSide
{
  std::size_t at = 0;
  Laterality side = Laterality::Unknown;
};

struct SaidPlace
{
  std::size_t at = 0;
  std::string anatomy;  // in lower case, e.g. "upper lobe"
};

struct SentenceWords
{
  std::vector<std::string> tokens;   // Report/ChineseWords.h
  std::vector<Polarity> polarities;  // of each token
  std::vector<int> part;             // of each token: grows at commas, "and", "but" and the like
  std::vector<SaidFinding> findings;
  std::vector<SaidSide> sides;
  std::vector<SaidPlace> places;
  std::vector<SaidSize> sizes;
  std::vector<int> numbers;  // "finding 2", "[2]"
  bool refersBack = false;   // "It measures ...", "The lesion ...": to the sentence before
  bool isPlural = false;     // "nodules", "multiple"
  bool isAside = false;      // a question, or about another examination: "Comparison: ..."
};

// At most the first 1000 words are read, which bounds the work.
SentenceWords ReadWords(std::string_view sentence);

}  // namespace vlm
