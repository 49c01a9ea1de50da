// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the report's lesions a sentence speaks of, and what it claims of them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "Report/LesionNames.h"
#include "Report/SentenceClaims.h"
#include "Report/SentenceWords.h"

namespace vlm
{

struct SentenceMeaning
{
  std::vector<Claim> claims;   // each of at least one lesion
  bool statesUnknown = false;  // it states a finding, too, that is none of the report's lesions
};

class SentenceReader
{
public:
  // Keeps the lesions by reference.
  explicit SentenceReader(const std::vector<ReportedLesion>& lesions)
      : lesions_(lesions), names_(lesions)
  {
  }

  // Of several lesions of a name those whose side, place and size fit best; "the lesion" is none
  // if that leaves more than one. Denied names do not count. `before`: the lesions of the sentence
  // before, for "It measures ...".
  SentenceMeaning Read(const SentenceWords& words, const std::vector<std::size_t>& before) const;

private:
  // What is said of one name.
  struct Said
  {
    SaidFinding finding;
    Claim claim;
    std::vector<std::string> places;
  };

  std::vector<Said> SaidIn(const SentenceWords& words, bool refersBack) const;
  static void AssignClaims(const SentenceWords& words, std::vector<Said>& all);
  // The higher, the better.
  int Fit(std::size_t lesion, const Said& said) const;
  std::vector<std::size_t> Narrow(const std::vector<std::size_t>& candidates, const Said& said,
                                  bool isPlural) const;
  void ReadNumbers(const SentenceWords& words, SentenceMeaning& meaning) const;

  const std::vector<ReportedLesion>& lesions_;
  LesionNames names_;
};

}  // namespace vlm
