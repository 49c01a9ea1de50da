// SPDX-License-Identifier: GPL-3.0-or-later
// The label of one finding: its number on a disc, and beside it, on a plate, name, score and size.
#pragma once

#include <optional>
#include <string>

#include "Foundation/Phrasebook.h"
#include "Render/LocatedFinding.h"
#include "Render/NumberBadge.h"
#include "Render/Theme.h"

namespace vlm
{

enum class LabelDetail
{
  NumberOnly,
  Full
};

// E.g. "L · 0.82 · 23 × 14 mm": the patient's side on which it lies, the model's score, and the
// lesion's axes (in px where the spacing is unknown); as far as known.
std::string DetailsOf(const Finding& finding);

class FindingLabel
{
public:
  // `widest`: a full label's largest width [px].
  FindingLabel(const LocatedFinding& finding, double textSize);
  void AddTexts(const Finding& finding, const Phrasebook& words, double widest);

  // Where there is no room for words a full label is the number alone.
  cv::Size2d Size(LabelDetail detail) const;
  void Draw(Canvas& canvas, const cv::Rect2d& place, LabelDetail detail,
            const ThemeColours& colours) const;

private:
  double TextLeft() const;

  double textSize_;
  NumberBadge badge_;
  std::optional<TextLabel> name_;
  std::optional<TextLabel> details_;
  bool isOneLine_ = true;
};

}  // namespace vlm
