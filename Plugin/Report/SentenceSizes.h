// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes of lesions that a sentence states.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace vlm
{

struct SaidSize
{
  std::size_t at = 0;      // the token of its first number
  std::vector<double> mm;  // one to three, each more than 0
  bool isRange = false;    // "5 to 8 mm": any of them may be meant; else they are the dimensions
};

// Of a sentence's words (Report/ChineseWords.h): "3 cm", "12 x 9 mm", "1.2cm". Lengths of something
// else are left out: a slice's thickness, distances, what was measured before, bounds ("more than 3
// cm"), areas and velocities. Numbers without a unit of length are never sizes.
std::vector<SaidSize> SizesIn(const std::vector<std::string>& tokens);

}  // namespace vlm
