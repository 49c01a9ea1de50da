// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/PictureGeometry.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace vlm
{

namespace
{

// Real pixels are at most a few times longer than wide; beyond this the attribute is wrong.
constexpr double MaximumPixelAspect = 20.0;

bool IsPlausible(const PixelSpacing& spacing)
{
  const bool isPositive = std::isfinite(spacing.rowMm) && std::isfinite(spacing.columnMm) &&
                          spacing.rowMm > 0.0 && spacing.columnMm > 0.0;
  if (!isPositive)
  {
    return false;
  }
  const double aspect = spacing.rowMm / spacing.columnMm;
  return aspect <= MaximumPixelAspect && aspect >= 1.0 / MaximumPixelAspect;
}

// Height of a pixel per its width.
double PixelAspect(const Frame& frame)
{
  if (!frame.spacing || !IsPlausible(*frame.spacing))
  {
    return 1.0;
  }
  return frame.spacing->rowMm / frame.spacing->columnMm;
}

int ToSide(double length)
{
  return static_cast<int>(
      std::lround(std::clamp(length, 1.0, static_cast<double>(MaximumDrawnSide))));
}

}  // namespace

Result<PictureGeometry> GeometryOf(const Frame& frame, std::optional<int> width, int defaultWidth)
{
  if (frame.display.empty())
  {
    return Error{ErrorKind::BadInput, "The frame has no pixels to draw."};
  }
  if (width && (*width < MinimumDrawnWidth || *width > MaximumDrawnSide))
  {
    return Error{ErrorKind::BadInput, "width is " + std::to_string(*width) + "; allowed " +
                                          std::to_string(MinimumDrawnWidth) + " to " +
                                          std::to_string(MaximumDrawnSide) + "."};
  }
  const double columns = frame.Columns();
  const double rows = frame.Rows();
  const double aspect = rows * PixelAspect(frame) / columns;
  double drawnWidth = width ? *width : std::min(defaultWidth, MaximumDrawnSide);
  drawnWidth = std::min(drawnWidth, MaximumDrawnSide / aspect);

  PictureGeometry geometry;
  geometry.size = {ToSide(drawnWidth), ToSide(drawnWidth * aspect)};
  geometry.scaleX = geometry.size.width / columns;
  geometry.scaleY = geometry.size.height / rows;
  return geometry;
}

std::optional<double> DrawnPixelMm(const Frame& frame, const PictureGeometry& geometry)
{
  if (!frame.spacing || !IsPlausible(*frame.spacing))
  {
    return std::nullopt;
  }
  return frame.spacing->columnMm / geometry.scaleX;
}

}  // namespace vlm
