// SPDX-License-Identifier: GPL-3.0-or-later
// Colours of the drawings.
// Source: Okabe and Ito, Color Universal Design (2008): told apart with every common colour vision
// deficiency. Its black and dark blue are left out: they vanish on radiographs.
#pragma once

#include <array>
#include <cstddef>

namespace vlm
{

// Each 0 to 1.
struct Colour
{
  double red = 0.0;
  double green = 0.0;
  double blue = 0.0;
  double alpha = 1.0;
};

constexpr Colour White{1.0, 1.0, 1.0};
constexpr Colour Halo{0.0, 0.0, 0.0, 0.75};        // around lines and letters, to read on white
constexpr Colour Plate{0.055, 0.065, 0.08, 0.82};  // behind text

constexpr std::array<Colour, 6> FindingColours{{{0.902, 0.624, 0.0},    // orange
                                                {0.337, 0.706, 0.914},  // sky blue
                                                {0.941, 0.894, 0.259},  // yellow
                                                {0.0, 0.72, 0.53},      // bluish green
                                                {0.8, 0.475, 0.655},    // reddish purple
                                                {0.9, 0.42, 0.05}}};    // vermillion

// `number` counts from 1.
constexpr Colour ColourOf(int number)
{
  return FindingColours[static_cast<std::size_t>(number > 0 ? number - 1 : 0) %
                        FindingColours.size()];
}

}  // namespace vlm
