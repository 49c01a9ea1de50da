// SPDX-License-Identifier: GPL-3.0-or-later
// Whether prose calls the picture normal as a whole, over all its sentences.
#pragma once

#include <cstddef>
#include <string>

#include "Findings/ProseSentence.h"
#include "Findings/ProseText.h"

namespace vlm
{

class ProseWhole
{
public:
  // In the sentences' order. `images`: of how many the model was asked.
  void Read(const ProseSentence& sentence, const SentenceReading& reading, std::size_t images);

  bool IsSpokenOf() const { return isNormal_ || isRestricted_; }
  bool IsNormal() const { return isNormal_ && !isAnyUnclear_; }
  std::string WhyNotNormal() const;

private:
  bool IsUnderOrgan(const ProseSentence& sentence, const SentenceReading& reading);

  bool isNormal_ = false;
  bool isRestricted_ = false;
  bool isAnyUnclear_ = false;
  std::size_t organLine_ = 0;          // the line that is about an organ
  std::size_t organHeading_ = 0;       // the heading under which an organ's lines stand
  bool isUnderOrgan_ = false;          // from an organ's own line to the next heading
  std::size_t backgroundHeading_ = 0;  // the last heading of history or technique,
  std::size_t backgroundLine_ = 0;     // and the line after it
};

}  // namespace vlm
