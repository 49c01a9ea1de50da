// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/EvidencePicture.h"

#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "Model/BurnedInText.h"
#include "Model/TissueMask.h"
#include "Model/WorkingPicture.h"

namespace vlm
{
namespace
{

constexpr double leastTissue = 0.01;    // of the picture's area
constexpr double leastDeviation = 6.0;  // grey levels of 255: flat areas must not win

cv::Mat DistanceWithin(const cv::Mat& mask)
{
  cv::Mat distance;
  cv::distanceTransform(mask, distance, cv::DIST_L2, 3);
  return distance;
}

// What masses are mostly like; nothing is known of the pictures of no particular kind.
LesionPolarity PolarityOf(PictureKind kind)
{
  switch (kind)
  {
    case PictureKind::Ultrasound:
      return LesionPolarity::Dark;
    case PictureKind::Generic:
      return LesionPolarity::Both;
    default:
      return LesionPolarity::Bright;
  }
}

cv::Mat SlopeOf(const cv::Mat& gray, const cv::Mat& mask)
{
  constexpr double perPixel = 1.0 / 8.0;  // what the Sobel operator of size 3 adds up
  std::array<cv::Mat, 2> slopes;
  cv::Sobel(gray, slopes[0], CV_32F, 1, 0, 3, perPixel);
  cv::Sobel(gray, slopes[1], CV_32F, 0, 1, 3, perPixel);
  cv::Mat slope;
  cv::merge(slopes.data(), slopes.size(), slope);
  slope.setTo(0, ~mask);
  return slope;
}

void AddIslands(EvidencePicture& picture, const cv::Mat& gray)
{
  if (picture.polarity != LesionPolarity::Dark)
  {
    picture.brightIslands = IslandsOf(gray, picture.mask, 1.0);
  }
  if (picture.polarity != LesionPolarity::Bright)
  {
    picture.darkIslands = IslandsOf(gray, picture.mask, -1.0);
  }
}

EvidencePicture Prepare(const cv::Mat& gray, const Tissue& tissue, PictureKind kind)
{
  const bool isSpeckled = kind == PictureKind::Ultrasound;
  const cv::Mat clean = isSpeckled ? WithoutText(gray, BurnedInText(gray)) : gray;
  const cv::Mat smooth = Smoothed(clean, isSpeckled ? 2.0 : 1.0);
  const cv::Moments moments = cv::moments(tissue.mask, true);
  EvidencePicture picture{MaskedIntegrals(smooth, tissue.mask)};
  picture.kind = kind;
  picture.polarity = PolarityOf(kind);
  picture.mask = tissue.mask;
  picture.rimWeight = tissue.weight;
  picture.depth = DistanceWithin(tissue.mask);
  picture.beyond = DistanceWithin(~tissue.mask);
  picture.slope = SlopeOf(smooth, tissue.mask);
  const double variance = picture.sums.Of({0, 0, gray.cols, gray.rows}).Variance();
  picture.grayDeviation = std::sqrt(variance + leastDeviation * leastDeviation);
  picture.centre = {moments.m10 / moments.m00, moments.m01 / moments.m00};
  picture.radius = std::sqrt(moments.m00 / CV_PI);
  AddIslands(picture, smooth);
  return picture;
}

}  // namespace

std::optional<cv::Point> WorkingPixelOf(const EvidencePicture& picture, cv::Point2d stored)
{
  const cv::Size2d& scale = picture.perStoredPixel;
  const cv::Point2d exact((stored.x + 0.5) * scale.width, (stored.y + 0.5) * scale.height);
  // Before any conversion to integers, which huge numbers and NaN do not survive.
  if (!cv::Rect2d(0, 0, picture.mask.cols, picture.mask.rows).contains(exact))
  {
    return std::nullopt;
  }
  return cv::Point(static_cast<int>(exact.x), static_cast<int>(exact.y));
}

std::optional<EvidencePicture> PrepareEvidence(const Frame& frame)
{
  try
  {
    auto gray = WorkingPictureOf(frame.display);
    if (!gray.HasValue())
    {
      return std::nullopt;
    }
    const PictureKind kind = KindOf(frame.acquisition);
    const Tissue tissue = TissueOf(gray.Value(), kind);
    const auto area = static_cast<double>(gray.Value().total());
    if (cv::countNonZero(tissue.mask) < leastTissue * area)
    {
      return std::nullopt;
    }
    EvidencePicture picture = Prepare(gray.Value(), tissue, kind);
    picture.perStoredPixel = {static_cast<double>(gray.Value().cols) / frame.Columns(),
                              static_cast<double>(gray.Value().rows) / frame.Rows()};
    return picture;
  }
  catch (const cv::Exception&)  // no memory, for one: then the pixels say nothing
  {
    return std::nullopt;
  }
}

}  // namespace vlm
