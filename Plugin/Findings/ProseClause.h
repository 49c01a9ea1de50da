// SPDX-License-Identifier: GPL-3.0-or-later
// What stands between two commas, "and" or the like: how much it calls normal.
#pragma once

#include <cstddef>
#include <vector>

#include "Findings/ProseLexicon.h"
#include "Findings/ProseNormality.h"
#include "Findings/ProsePolarity.h"

namespace vlm
{

class Clause
{
public:
  // Both of the whole sentence; kept by reference.
  Clause(const std::vector<Term>& terms, const std::vector<Polarity>& polarities)
      : terms_(terms), polarities_(polarities)
  {
  }

  // The sentence's term `i` is part of the clause. In their order.
  void Read(std::size_t i);

  NormalExtent Extent() const;
  bool IsEmpty() const { return isEmpty_; }
  bool NamesPart() const { return namesPart_; }
  bool IsOfOneImage() const { return isOfOneImage_; }

  // A name and nothing else: "Lungs", but not "contrast in the lungs".
  bool IsLabel() const
  {
    return namesPart_ && !hasVerb_ && !hasFiller_ && !isLimited_ && !isUnclear_ && !HasContent();
  }

private:
  bool HasContent() const { return isNormal_ || deniesAll_ || deniesSome_; }
  bool IsOfTheWhole() const;
  void ReadBad(const Term& term, Polarity polarity);
  void ReadGood(const Term& term, Polarity polarity);
  void ReadOther(std::size_t i);

  const std::vector<Term>& terms_;
  const std::vector<Polarity>& polarities_;
  bool isEmpty_ = true;
  bool isUnclear_ = false;
  bool isPending_ = false;  // a "no" of which it is not yet known what it denies
  bool hasNegation_ = false;
  bool deniesAll_ = false;
  bool deniesSome_ = false;
  bool isNormal_ = false;
  bool isWhollyNormal_ = false;
  bool isRestricted_ = false;
  bool isLimited_ = false;  // "acute", "other"
  bool hasFiller_ = false;  // "in", "seen"
  bool isHistory_ = false;
  bool namesPart_ = false;
  bool namesStudy_ = false;
  bool isOfOneImage_ = false;
  bool hasSide_ = false;
  bool hasVerb_ = false;
};

}  // namespace vlm
