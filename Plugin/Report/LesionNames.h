// SPDX-License-Identifier: GPL-3.0-or-later
// The report's lesions by the names that a narrative may call them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "Report/ReportedLesions.h"
#include "Report/SentenceWords.h"

namespace vlm
{

constexpr std::size_t MostOfAName = 64;  // lesions that one name may mean

// Lesions are indices into those given.
class LesionNames
{
public:
  using Lesions = std::vector<std::size_t>;

  // Keeps the lesions by reference. Linear in their number.
  explicit LesionNames(const std::vector<ReportedLesion>& lesions);

  // Those with this label or head word of one, else with this word in the differential or the
  // description, else of the same kind; "the lesion" may be any. At most MostOfAName, the gravest.
  Lesions Called(const SaidFinding& said) const;
  // Labels in the sentence that the prose lexicon does not know.
  std::vector<SaidFinding> PhrasesIn(const SentenceWords& words) const;
  std::optional<std::size_t> Numbered(int number) const;
  // The parts of the body that a lesion's anatomy and label name.
  const std::vector<std::string>& PlacesOf(std::size_t lesion) const { return places_[lesion]; }

private:
  using Names = std::unordered_map<std::string, Lesions>;

  void Add(std::size_t lesion);
  void AddPhrase(const std::string& label, std::size_t lesion);

  const std::vector<ReportedLesion>& lesions_;
  Lesions all_;
  std::vector<std::vector<std::string>> places_;  // of each lesion
  std::unordered_map<int, std::size_t> numbers_;
  Names labels_;   // findings that a label names
  Names heads_;    // their head words: "effusion"
  Names phrases_;  // labels that name none which the lexicon knows, and their head words
  Names remarks_;  // findings that the differential or the description names
  Names families_;
};

}  // namespace vlm
