// SPDX-License-Identifier: GPL-3.0-or-later
// The one conversion between a model's boxes, pixels of the picture that was sent, stored pixels,
// and millimetres.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <optional>

#include "Pixels/BoundingBox.h"
#include "Pixels/BoxFormat.h"
#include "Pixels/Frame.h"

namespace vlm
{

// All of an image, in stored pixels: half a pixel beyond the centres of its outer pixels.
BoundingBox WholeImage(cv::Size storedSize);

// The region of the stored image that a picture shows: the whole image for a full view, a part for
// a zoom, more than the image where the picture is padded. The picture sent is that region, scaled
// to `sentSize` (each axis by its own factor), mirrored left to right if so told.
class ImageCoordinates
{
public:
  enum class Mirror
  {
    No,
    LeftRight
  };

  // A full view of a `columns` x `rows` image, sent as `sentSize` pixels.
  ImageCoordinates(cv::Size storedSize, cv::Size sentSize);
  // A view of `region` (stored pixels) sent as `sentSize` pixels.
  ImageCoordinates(const BoundingBox& region, cv::Size sentSize, Mirror mirror = Mirror::No);

  const BoundingBox& Region() const { return region_; }
  cv::Size SentSize() const { return sentSize_; }
  bool IsMirrored() const { return mirror_ == Mirror::LeftRight; }

  // Four numbers as a model wrote them -> stored pixels. Numbers outside the picture or inverted
  // are converted as they are: judging is the verifier's work.
  BoundingBox FromModelBox(const BoxFormat& format, const std::array<double, 4>& numbers) const;

  // Box edges [ymin, xmin, ymax, xmax], 0 to 1000 from the first to the last edge of the picture,
  // each axis by its own length (Gemini's documented format). Numbers outside 0..1000 or inverted
  // are converted as they are: judging is the verifier's work.
  BoundingBox FromThousandths(const std::array<double, 4>& yxyx) const;
  std::array<double, 4> ToThousandths(const BoundingBox& stored) const;

  // Pixel centres: sent pixel (0, 0) is the centre of the sent picture's top-left pixel.
  cv::Point2d FromSentPixel(cv::Point2d sent) const;
  cv::Point2d ToSentPixel(cv::Point2d stored) const;

private:
  BoundingBox region_;
  cv::Size sentSize_;
  Mirror mirror_;
};

// Length [mm] of a displacement in stored pixels, if the spacing is known.
std::optional<double> LengthMm(cv::Point2d displacementPx,
                               const std::optional<PixelSpacing>& spacing);
// Area [mm^2] of an area in stored pixels.
std::optional<double> AreaMm2(double areaPx2, const std::optional<PixelSpacing>& spacing);

}  // namespace vlm
