// SPDX-License-Identifier: GPL-3.0-or-later
// How wide a sheet may be so that its height stays within bounds.
#pragma once

#include <algorithm>

#include "Render/PictureGeometry.h"

namespace vlm
{

// `width`, or as much less as brings `heightOf(width)` [px] to MaximumDrawnSide at most. A sheet's
// parts are proportional to its width, so that few steps suffice.
template <typename HeightOf>
int WidthForBoundedHeight(int width, const HeightOf& heightOf)
{
  for (double height = heightOf(width); height > MaximumDrawnSide && width > MinimumDrawnWidth;
       height = heightOf(width))
  {
    const int fitting = static_cast<int>(width * (MaximumDrawnSide / height));
    width = std::clamp(fitting, MinimumDrawnWidth, width - 1);
  }
  return width;
}

}  // namespace vlm
