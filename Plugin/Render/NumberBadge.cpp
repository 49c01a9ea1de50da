// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/NumberBadge.h"

#include <algorithm>
#include <string>

namespace vlm
{

namespace
{

constexpr Colour BadgeInk{0.04, 0.04, 0.06};

// Two digits are smaller, so that discs of one to 99 are alike.
double DigitSize(int number)
{
  return number < 10 ? 0.92 : 0.78;
}

}  // namespace

NumberBadge::NumberBadge(int number, double textSize)
    : colour_(ColourOf(number)),
      number_(std::to_string(number), {DigitSize(number) * textSize, TextWeight::Bold}),
      diameter_(std::max(1.5 * textSize, number_.Size().width + 0.4 * textSize))
{
}

void NumberBadge::Draw(Canvas& canvas, cv::Point2d centre) const
{
  canvas.FillDisc(centre, diameter_ / 2.0, Halo);
  canvas.FillDisc(centre, 0.45 * diameter_, colour_);
  number_.Draw(canvas, centre - cv::Point2d(number_.Size().width, number_.Size().height) / 2.0,
               BadgeInk);
}

}  // namespace vlm
