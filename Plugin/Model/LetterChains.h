// SPDX-License-Identifier: GPL-3.0-or-later
// Strokes that may be letters, and chains of those that stand side by side.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "Model/StrokeComponents.h"
#include "Model/TextLines.h"

namespace vlm
{

// As if read from left to right: lengths of `Down` are transposed.
struct Letter
{
  cv::Rect box;
  int count = 1;  // letters that touch
  int peak = 0;
  float contrast = 0.0F;
  float clutter = 0.0F;
  float sharpness = 0.0F;    // step at the edges against the contrast
  float strokeWidth = 0.0F;  // [px]
  float crossings = 0.0F;    // strokes met by a row, of one letter
  float fill = 0.0F;         // share of the box
  float flatness = 0.0F;     // mean below the peak, against the contrast
};

std::vector<Letter> LettersOf(const std::vector<StrokeComponent>& strokes,
                              ReadingDirection direction);

// Each letter is in one chain; a letter without neighbours is a chain of its own.
std::vector<std::vector<Letter>> ChainLetters(std::vector<Letter> letters);

}  // namespace vlm
