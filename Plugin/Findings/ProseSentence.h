// SPDX-License-Identifier: GPL-3.0-or-later
// What one sentence states, after the manner of NegEx (Chapman et al., J Biomed Inform 2001): cue
// words open a scope in which findings are denied or merely considered.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "Findings/Finding.h"
#include "Findings/ProseNormality.h"
#include "Findings/ProsePolarity.h"

namespace vlm
{

struct Mention
{
  std::string label;
  Polarity polarity = Polarity::Stated;
  bool isDefinite = false;   // "the effusion", which may have been named before
  bool isReference = false;  // "the lesion", which may have any name
  Laterality side = Laterality::Unknown;
  std::string anatomy;
  std::string severity;
  std::string certainty;                  // "possible"; empty: stated as a fact
  std::vector<std::string> differential;  // "suspicious for malignancy"
};

struct SentenceReading
{
  std::vector<Mention> mentions;
  Normality normality;
  bool isPoorQuality = false;  // "too blurred to say"
  bool isAbnormal = false;     // something is stated that is not understood
  bool isRecommendation = false;
  bool isRefusal = false;  // "I can't help with ..."
  bool isDisclaimer = false;
};

// Linear in the sentence's length.
SentenceReading ReadSentence(std::string_view sentence);

}  // namespace vlm
