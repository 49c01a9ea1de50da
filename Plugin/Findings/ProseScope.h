// SPDX-License-Identifier: GPL-3.0-or-later
// How far a "no" reaches.
#pragma once

#include <string>
#include <vector>

#include "Findings/ProseLexicon.h"
#include "Findings/ProsePolarity.h"

namespace vlm
{

// The phrases of a sentence in their order; what has no meaning here stays as single Words.
std::vector<Term> TermsOf(const std::vector<std::string>& tokens);

// One for each term; of meaning for Findings. A negation reaches to the end of the sentence, to a
// word such as "but", or to a comma after which something new is stated ("no pneumothorax, small
// left effusion") instead of the list being continued ("no pneumothorax, effusion or fracture").
std::vector<Polarity> PolaritiesOf(const std::vector<Term>& terms);

}  // namespace vlm
