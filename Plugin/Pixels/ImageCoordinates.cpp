// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/ImageCoordinates.h"

#include <cmath>

namespace vlm
{
namespace
{

// A whole image spans half a pixel beyond the centres of its outer pixels.
BoundingBox WholeImage(cv::Size size)
{
  return {-0.5, -0.5, static_cast<double>(size.width), static_cast<double>(size.height)};
}

}  // namespace

ImageCoordinates::ImageCoordinates(cv::Size storedSize, cv::Size sentSize)
    : ImageCoordinates(WholeImage(storedSize), sentSize)
{
}

ImageCoordinates::ImageCoordinates(const BoundingBox& region, cv::Size sentSize)
    : region_(region), sentSize_(sentSize)
{
}

BoundingBox ImageCoordinates::FromThousandths(const std::array<double, 4>& yxyx) const
{
  const double left = region_.left + yxyx[1] / 1000.0 * region_.width;
  const double top = region_.top + yxyx[0] / 1000.0 * region_.height;
  return {left, top, (yxyx[3] - yxyx[1]) / 1000.0 * region_.width,
          (yxyx[2] - yxyx[0]) / 1000.0 * region_.height};
}

std::array<double, 4> ImageCoordinates::ToThousandths(const BoundingBox& stored) const
{
  return {(stored.top - region_.top) / region_.height * 1000.0,
          (stored.left - region_.left) / region_.width * 1000.0,
          (stored.Bottom() - region_.top) / region_.height * 1000.0,
          (stored.Right() - region_.left) / region_.width * 1000.0};
}

cv::Point2d ImageCoordinates::FromSentPixel(cv::Point2d sent) const
{
  // Edges, not centres, of both pictures coincide: hence the half pixels.
  return {region_.left + (sent.x + 0.5) / sentSize_.width * region_.width,
          region_.top + (sent.y + 0.5) / sentSize_.height * region_.height};
}

cv::Point2d ImageCoordinates::ToSentPixel(cv::Point2d stored) const
{
  return {(stored.x - region_.left) / region_.width * sentSize_.width - 0.5,
          (stored.y - region_.top) / region_.height * sentSize_.height - 0.5};
}

std::optional<double> LengthMm(cv::Point2d displacementPx,
                               const std::optional<PixelSpacing>& spacing)
{
  if (!spacing)
  {
    return std::nullopt;
  }
  return std::hypot(displacementPx.x * spacing->columnMm, displacementPx.y * spacing->rowMm);
}

std::optional<double> AreaMm2(double areaPx2, const std::optional<PixelSpacing>& spacing)
{
  if (!spacing)
  {
    return std::nullopt;
  }
  return areaPx2 * spacing->rowMm * spacing->columnMm;
}

}  // namespace vlm
