// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/BoxFormatWords.h"

namespace vlm
{
namespace
{

std::string ScaleWords(BoxFormat::Scale scale)
{
  switch (scale)
  {
    case BoxFormat::Scale::Thousandths:
      return "They are whole numbers from 0 to 1000: x from 0 at the left edge of the picture to "
             "1000 at its right edge, y from 0 at the top edge to 1000 at the bottom edge, each by "
             "its own length, also when the picture is not square.";
    case BoxFormat::Scale::Pixels:
      return "They are pixels of the picture as it is given to you: x from 0 at the left edge to "
             "the picture's width at the right edge, y from 0 at the top edge to the picture's "
             "height at the bottom edge.";
    case BoxFormat::Scale::Unit:
      break;
  }
  return "They are decimal fractions from 0 to 1: x from 0 at the left edge of the picture to 1 at "
         "its right edge, y from 0 at the top edge to 1 at the bottom edge, each by its own "
         "length, with three decimals.";
}

}  // namespace

std::string BoxFormatWords(const BoxFormat& format)
{
  const std::string order = format.order == BoxFormat::Order::Yxyx
                                ? "[ymin, xmin, ymax, xmax]: top, left, bottom and right edge"
                                : "[xmin, ymin, xmax, ymax]: left, top, right and bottom edge";
  return "`box_2d` holds four numbers " + order + " of the rectangle, in this order. " +
         ScaleWords(format.scale);
}

}  // namespace vlm
