// SPDX-License-Identifier: GPL-3.0-or-later
// How much of the picture a sentence calls normal. Whoever reads "no abnormality" into a sentence
// that holds one word too many overlooks a finding, so that every word must be a known one.
#pragma once

#include <vector>

#include "Findings/ProseLexicon.h"
#include "Findings/ProsePolarity.h"

namespace vlm
{

// In rising order.
enum class NormalExtent
{
  NotUnderstood,  // states something else, or more
  Parts,          // "the lungs are clear", "no effusion"; or how the picture was made
  Restricted,     // of the whole, but not of everything: "no acute abnormality"
  Subject,        // "no abnormality": of the whole, where no organ was named before
  Whole           // "normal chest radiograph"
};

struct Normality
{
  NormalExtent extent = NormalExtent::NotUnderstood;
  bool isOfOneImage = false;     // "this image is normal"
  bool isOrganLabel = false;     // "Lungs": what follows is about them
  bool startsWithOrgan = false;  // "Lungs: clear."
};

// Two vectors of the same size, as ProseScope.h makes them. A sentence that states a finding has no
// extent of meaning.
Normality NormalityOf(const std::vector<Term>& terms, const std::vector<Polarity>& polarities);

}  // namespace vlm
