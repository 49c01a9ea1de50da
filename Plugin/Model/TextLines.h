// SPDX-License-Identifier: GPL-3.0-or-later
// Letters in a row, and how much they look like text.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

#include "Model/StrokeComponents.h"

namespace vlm
{

enum class ReadingDirection
{
  Across,  // from left to right
  Down     // turned by 90 degrees, either way
};

// What is measured of a row of letters; each is dimensionless and near 0 to 1.
enum class LineEvidence
{
  Letters,         // how many, logarithm
  HeightSpread,    // heights against their median
  BaselineSpread,  // lower ends against their median
  Contrast,        // to the surroundings
  AboveClutter,    // contrast against that of everything near
  EdgeSharpness,   // a drawn stroke begins within a pixel or two
  StrokeWidth,     // against the height
  StrokeSpread,    // letters of a line are drawn by one pen
  Crossings,       // strokes met by a row within a letter
  Fill,            // share of the letter's box that is stroke
  Flatness,        // a pen has one grey level
  Touching,        // share of letters that touch
  Turned,          // 1 if read downwards
  Number
};

using LineEvidences = std::array<float, static_cast<size_t>(LineEvidence::Number)>;

struct TextLine
{
  cv::Rect box;
  ReadingDirection direction = ReadingDirection::Across;
  int letters = 0;
  float letterHeight = 0.0F;
  float peak = 0.0F;
  LineEvidences evidence{};
  float score = 0.0F;  // log odds of being text, by the pictures it was fitted to
};

// Rows of at least three letters with their score.
std::vector<TextLine> JoinLetters(const std::vector<StrokeComponent>& strokes,
                                  ReadingDirection direction);

}  // namespace vlm
