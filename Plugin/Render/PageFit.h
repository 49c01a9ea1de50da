// SPDX-License-Identifier: GPL-3.0-or-later
// How wide a sheet may be so that its height stays within bounds, and drawing it so.
#pragma once

#include <algorithm>

#include "Render/PictureGeometry.h"
#include "Render/Sheet.h"

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

// The page that `pageOf(width)` lays out (it has Height() and Draw(finalWidth)), of the width asked
// for. Errors: BadInput (width out of range), those of drawing.
template <typename PageOf>
Result<cv::Mat> DrawFittingPage(std::optional<int> asked, const PageOf& pageOf)
{
  const auto width = SheetLayoutWidth(asked);
  if (!width.HasValue())
  {
    return width.Failure();
  }
  const int fitting =
      WidthForBoundedHeight(width.Value(), [&](int one) { return pageOf(one).Height(); });
  return pageOf(fitting).Draw(asked.value_or(DefaultSheetWidth));
}

}  // namespace vlm
