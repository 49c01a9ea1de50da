// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/PictureGeometry.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
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

Result<void> CheckDrawnWidth(std::optional<int> width)
{
  if (width && (*width < MinimumDrawnWidth || *width > MaximumDrawnSide))
  {
    return Error{ErrorKind::BadInput, "width is " + std::to_string(*width) + "; allowed " +
                                          std::to_string(MinimumDrawnWidth) + " to " +
                                          std::to_string(MaximumDrawnSide) + "."};
  }
  return {};
}

Result<PictureGeometry> GeometryOf(const Frame& frame, std::optional<int> width, int defaultWidth)
{
  if (frame.display.empty())
  {
    return Error{ErrorKind::BadInput, "The frame has no pixels to draw."};
  }
  const auto checked = CheckDrawnWidth(width);
  if (!checked.HasValue())
  {
    return checked.Failure();
  }
  const int asked = width ? *width : std::min(defaultWidth, MaximumDrawnSide);
  return FittedGeometry(frame, {asked, MaximumDrawnSide});
}

PictureGeometry FittedGeometry(const Frame& frame, cv::Size room)
{
  return InsetGeometry(frame, {0, 0, frame.Columns(), frame.Rows()}, room);
}

PictureGeometry InsetGeometry(const Frame& frame, cv::Rect region, cv::Size room)
{
  const cv::Rect whole(0, 0, frame.Columns(), frame.Rows());
  region.width = std::max(region.width, 1);
  region.height = std::max(region.height, 1);
  region.x = std::clamp(region.x, 0, whole.width - 1);
  region.y = std::clamp(region.y, 0, whole.height - 1);
  region &= whole;
  const double aspect = region.height * PixelAspect(frame) / region.width;
  const double width = std::min<double>(room.width, room.height / aspect);
  PictureGeometry geometry;
  geometry.size = {ToSide(width), ToSide(width * aspect)};
  geometry.scaleX = static_cast<double>(geometry.size.width) / region.width;
  geometry.scaleY = static_cast<double>(geometry.size.height) / region.height;
  geometry.region = region;
  return geometry;
}

cv::Mat PictureIn(const Frame& frame, const PictureGeometry& geometry)
{
  cv::Mat shown = frame.display(geometry.region);
  if (shown.size() == geometry.size)
  {
    return shown;
  }
  const bool isShrunk = geometry.scaleX < 1.0 || geometry.scaleY < 1.0;
  cv::Mat scaled;
  cv::resize(shown, scaled, geometry.size, 0.0, 0.0, isShrunk ? cv::INTER_AREA : cv::INTER_CUBIC);
  return scaled;
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
