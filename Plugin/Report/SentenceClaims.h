// SPDX-License-Identifier: GPL-3.0-or-later
// Sides and sizes that a sentence states, against those that were verified and measured.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "Foundation/Phrasebook.h"
#include "Report/ReportedLesions.h"
#include "Report/SentenceSizes.h"

namespace vlm
{

// What a sentence says of one finding that it names.
struct Claim
{
  std::vector<std::size_t> lesions;  // any of them may be meant; indices
  std::vector<Laterality> sides;
  std::vector<SaidSize> sizes;
};

// Only left against right disagree: "bilateral" and "midline" leave both open.
bool AgreesWithSide(const std::vector<Laterality>& sides, Laterality side);

// A length differs where it is off by more than 30 % and by more than 3 mm. 30 % is the decrease
// that RECIST 1.1 (Eisenhauer et al., Eur J Cancer 2009) takes for more than the noise of reading a
// diameter twice; 3 mm allow for an edge that is a pixel or two off on both ends of small lesions.
// A single length agrees with any diameter of the lesion, from its short to its long axis; two are
// its axes; of three one may run through the slice. True if there is no measure in mm.
bool AgreesWithSize(const SaidSize& size, const ReportedLesion& lesion);

// Where the claim differs from all of its lesions, in a sentence; empty: it does not.
std::string DifferenceOf(const Claim& claim, const std::vector<ReportedLesion>& lesions,
                         const AnalysisReport& report, const Phrasebook& words);

}  // namespace vlm
