// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/ImageCoordinates.h"

#include <cmath>

namespace vlm
{

BoundingBox WholeImage(cv::Size storedSize)
{
  return {-0.5, -0.5, static_cast<double>(storedSize.width),
          static_cast<double>(storedSize.height)};
}

ImageCoordinates::ImageCoordinates(cv::Size storedSize, cv::Size sentSize)
    : ImageCoordinates(WholeImage(storedSize), sentSize)
{
}

ImageCoordinates::ImageCoordinates(const BoundingBox& region, cv::Size sentSize, Mirror mirror)
    : region_(region), sentSize_(sentSize), mirror_(mirror)
{
}

BoundingBox ImageCoordinates::FromModelBox(const BoxFormat& format,
                                           const std::array<double, 4>& numbers) const
{
  std::array<double, 4> yxyx = numbers;
  if (format.order == BoxFormat::Order::Xyxy)
  {
    yxyx = {numbers[1], numbers[0], numbers[3], numbers[2]};
  }
  if (format.scale != BoxFormat::Scale::Thousandths)
  {
    const bool isUnit = format.scale == BoxFormat::Scale::Unit;
    const double height = isUnit ? 1.0 : sentSize_.height;
    const double width = isUnit ? 1.0 : sentSize_.width;
    yxyx = {yxyx[0] / height * 1000.0, yxyx[1] / width * 1000.0, yxyx[2] / height * 1000.0,
            yxyx[3] / width * 1000.0};
  }
  return FromThousandths(yxyx);
}

BoundingBox ImageCoordinates::FromThousandths(const std::array<double, 4>& yxyx) const
{
  const double nearest = IsMirrored() ? 1000.0 - yxyx[3] : yxyx[1];
  const double left = region_.left + nearest / 1000.0 * region_.width;
  const double top = region_.top + yxyx[0] / 1000.0 * region_.height;
  return {left, top, (yxyx[3] - yxyx[1]) / 1000.0 * region_.width,
          (yxyx[2] - yxyx[0]) / 1000.0 * region_.height};
}

std::array<double, 4> ImageCoordinates::ToThousandths(const BoundingBox& stored) const
{
  const double left = (stored.left - region_.left) / region_.width * 1000.0;
  const double right = (stored.Right() - region_.left) / region_.width * 1000.0;
  return {(stored.top - region_.top) / region_.height * 1000.0,
          IsMirrored() ? 1000.0 - right : left,
          (stored.Bottom() - region_.top) / region_.height * 1000.0,
          IsMirrored() ? 1000.0 - left : right};
}

cv::Point2d ImageCoordinates::FromSentPixel(cv::Point2d sent) const
{
  // Edges, not centres, of both pictures coincide: hence the half pixels.
  const double column = IsMirrored() ? sentSize_.width - 1 - sent.x : sent.x;
  return {region_.left + (column + 0.5) / sentSize_.width * region_.width,
          region_.top + (sent.y + 0.5) / sentSize_.height * region_.height};
}

cv::Point2d ImageCoordinates::ToSentPixel(cv::Point2d stored) const
{
  const double column = (stored.x - region_.left) / region_.width * sentSize_.width - 0.5;
  return {IsMirrored() ? sentSize_.width - 1 - column : column,
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
