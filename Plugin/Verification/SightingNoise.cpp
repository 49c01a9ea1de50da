// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/SightingNoise.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "Pixels/ImageCoordinates.h"

namespace vlm
{
namespace
{

constexpr double CentreAmbiguity = 0.02;  // of the shorter side
constexpr double EdgeTolerance = 0.01;    // of the field's side: what ends there may be cut there

// Which axes of a box are cut by a field that ends before the image does.
struct Cuts
{
  bool columns = false;
  bool rows = false;
};

bool IsCut(double low, double high, double fieldLow, double fieldHigh, double imageLow,
           double imageHigh)
{
  const double tolerance = EdgeTolerance * (fieldHigh - fieldLow);
  const bool isLowCut = low <= fieldLow + tolerance && fieldLow > imageLow + tolerance;
  const bool isHighCut = high >= fieldHigh - tolerance && fieldHigh < imageHigh - tolerance;
  return isLowCut || isHighCut;
}

Cuts CutsOf(const Sighting& sighting, const Frame& frame)
{
  const BoundingBox image = WholeImage(frame.display.size());
  const BoundingBox& box = sighting.box;
  const BoundingBox& field = sighting.field;
  return {IsCut(box.left, box.Right(), field.left, field.Right(), image.left, image.Right()),
          IsCut(box.top, box.Bottom(), field.top, field.Bottom(), image.top, image.Bottom())};
}

cv::Size2d GeometricMean(const std::vector<cv::Size2d>& sizes)
{
  double logWidth = 0.0;
  double logHeight = 0.0;
  for (const cv::Size2d& size : sizes)
  {
    logWidth += std::log(std::max(size.width, 1.0));
    logHeight += std::log(std::max(size.height, 1.0));
  }
  const auto count = static_cast<double>(sizes.size());
  return {std::exp(logWidth / count), std::exp(logHeight / count)};
}

}  // namespace

LocationObservation ObservationOf(const Sighting& sighting, const Frame& frame,
                                  const ReadingNoise& noise)
{
  const BoundingBox& box = sighting.box;
  const double deviation =
      noise.DeviationPx(std::hypot(sighting.field.width, sighting.field.height));
  const Cuts cuts = CutsOf(sighting, frame);
  // What the centre of a lesion is, is itself not clearer than this.
  const double ambiguity = CentreAmbiguity * std::min(box.width, box.height);
  // As if any part of up to the seen size may be missing on one side: a third of the side.
  const double column = cuts.columns ? box.width / 3.0 : 0.0;
  const double row = cuts.rows ? box.height / 3.0 : 0.0;
  Eigen::Matrix2d covariance = Eigen::Matrix2d::Zero();
  covariance(0, 0) = deviation * deviation + ambiguity * ambiguity + column * column;
  covariance(1, 1) = deviation * deviation + ambiguity * ambiguity + row * row;
  return {Gaussian2D::Nearest({box.CentreColumn(), box.CentreRow()}, covariance),
          sighting.field.width * sighting.field.height};
}

cv::Size2d TypicalSize(const std::vector<Sighting>& sightings, const Frame& frame)
{
  assert(!sightings.empty());
  std::vector<cv::Size2d> whole;
  std::vector<cv::Size2d> agreeing;
  std::vector<cv::Size2d> all;
  for (const Sighting& sighting : sightings)
  {
    const cv::Size2d size(sighting.box.width, sighting.box.height);
    const Cuts cuts = CutsOf(sighting, frame);
    all.push_back(size);
    if (!sighting.isOutlier)
    {
      agreeing.push_back(size);
      if (!cuts.columns && !cuts.rows)
      {
        whole.push_back(size);
      }
    }
  }
  return GeometricMean(!whole.empty() ? whole : !agreeing.empty() ? agreeing : all);
}

}  // namespace vlm
