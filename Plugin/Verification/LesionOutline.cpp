// SPDX-License-Identifier: GPL-3.0-or-later
// From several centres near the location the strongest closed edge is followed, bright or dark
// inside; the best of them counts if its inside is clearly set apart from its surroundings. The
// limits were chosen on 229 lesions of six sources, for outlines that lie closer than the stated
// box, and for few at places without a lesion (7 %).
#include "Verification/LesionOutline.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "Verification/ClosedEdge.h"
#include "Verification/PolygonDiameters.h"
#include "Verification/RegionStatistics.h"

namespace vlm
{
namespace
{

constexpr double MinimumSidePx = 4.0;
constexpr double MinimumSeparation = 1.2;  // inside to around, in deviations within them
constexpr double MinimumEdgeShare = 0.85;
constexpr double MinimumDeviation = 1.0;  // gray levels of 256; below, a picture shows nothing
constexpr double MaximumAreaRatio = 3.0;
constexpr double Gate95 = 5.991464547107979;  // chi-square(2)
constexpr double PlaceCost = 0.075;           // of a squared Mahalanobis distance

// What is shown around a place, made small enough to be searched quickly.
struct Neighbourhood
{
  cv::Mat values;      // CV_32FC1; empty: too little to see
  cv::Point2d origin;  // stored pixels: outer corner of the first pixel
  cv::Point2d scale;   // pixels here for each stored pixel
  double deviation = 0.0;

  cv::Point2d FromStored(double column, double row) const
  {
    return {(column - origin.x) * scale.x - 0.5, (row - origin.y) * scale.y - 0.5};
  }
  cv::Point2d ToStored(cv::Point2d place) const
  {
    return {(place.x + 0.5) / scale.x + origin.x, (place.y + 0.5) / scale.y + origin.y};
  }
};

cv::Rect RegionAround(const Eigen::Vector2d& centre, cv::Size2d sizePx, const Frame& frame)
{
  constexpr double reach = 1.6;  // of the size, to each side
  constexpr double margin = 3.0;
  const auto begin = [](double place, int size)
  { return static_cast<int>(std::clamp(std::floor(place), 0.0, static_cast<double>(size))); };
  const int left = begin(centre(0) - reach * sizePx.width - margin, frame.Columns());
  const int top = begin(centre(1) - reach * sizePx.height - margin, frame.Rows());
  const int right = begin(centre(0) + reach * sizePx.width + margin + 1.0, frame.Columns());
  const int bottom = begin(centre(1) + reach * sizePx.height + margin + 1.0, frame.Rows());
  return {left, top, right - left, bottom - top};
}

// CV_8UC1, scaled down before it is made gray: regions may be large.
cv::Mat GrayPart(const cv::Mat& display, const cv::Rect& region)
{
  constexpr double longestSide = 96.0;
  const double scale = std::min(1.0, longestSide / std::max(region.width, region.height));
  const cv::Size size(std::max(cvRound(region.width * scale), 1),
                      std::max(cvRound(region.height * scale), 1));
  cv::Mat part;
  cv::resize(display(region), part, size, 0.0, 0.0, cv::INTER_AREA);
  if (part.channels() == 3)
  {
    cv::Mat gray;
    cv::cvtColor(part, gray, cv::COLOR_BGR2GRAY);
    return gray;
  }
  return part;
}

// Skull, air and contrast medium nearby would dwarf the steps that matter: values are cut at two
// deviations of what lies within the stated size.
void CutToTheContrastOf(const cv::Rect2d& stated, cv::Mat& values)
{
  constexpr double kept = 2.0;
  const cv::Rect inside = cv::Rect(stated) & cv::Rect(0, 0, values.cols, values.rows);
  if (!inside.empty())
  {
    cv::Scalar mean;
    cv::Scalar deviation;
    cv::meanStdDev(values(inside), mean, deviation);
    cv::min(values, mean[0] + kept * deviation[0], values);
    cv::max(values, mean[0] - kept * deviation[0], values);
  }
}

Neighbourhood LookAround(const Frame& frame, const Eigen::Vector2d& centre, cv::Size2d sizePx)
{
  constexpr int shortestSide = 8;
  constexpr double blurPx = 0.7;
  Neighbourhood around;
  const cv::Rect region = RegionAround(centre, sizePx, frame);
  if (region.width < shortestSide || region.height < shortestSide)
  {
    return around;
  }
  GrayPart(frame.display, region).convertTo(around.values, CV_32F);
  around.origin = cv::Point2d(region.x - 0.5, region.y - 0.5);
  around.scale = {static_cast<double>(around.values.cols) / region.width,
                  static_cast<double>(around.values.rows) / region.height};
  cv::GaussianBlur(around.values, around.values, cv::Size(5, 5), blurPx, blurPx,
                   cv::BORDER_REPLICATE);
  const cv::Point2d middle = around.FromStored(centre(0), centre(1));
  const cv::Size2d size(sizePx.width * around.scale.x, sizePx.height * around.scale.y);
  CutToTheContrastOf({middle - cv::Point2d(size.width, size.height) / 2.0, size}, around.values);
  cv::Scalar mean;
  cv::Scalar deviation;
  cv::meanStdDev(around.values, mean, deviation);
  around.deviation = deviation[0];
  return around;
}

struct Candidate
{
  Contour contour;  // in the neighbourhood's pixels
  EdgePolarity polarity = EdgePolarity::BrightInside;
  double score = 0.0;
  double edgeShare = 0.0;
};

cv::Moments MomentsOfContour(const Contour& contour)
{
  std::vector<cv::Point2f> points;
  points.reserve(contour.size());
  for (const auto& [column, row] : contour)
  {
    points.emplace_back(static_cast<float>(column), static_cast<float>(row));
  }
  return cv::moments(points);
}

Candidate Follow(const cv::Mat& steps, const RayFan& rays, EdgePolarity polarity)
{
  const ClosedEdge edge = StrongestClosedEdge(steps, polarity);
  Candidate candidate{{}, polarity, edge.strength, edge.edgeShare};
  for (int direction = 0; direction < EdgeDirections; ++direction)
  {
    const cv::Point2d point = rays.At(direction, edge.radii[direction]);
    candidate.contour.push_back({point.x, point.y});
  }
  return candidate;
}

// Places on two rings around the location: where its centre may be.
std::vector<Eigen::Vector2d> StartsNear(const Gaussian2D& location)
{
  constexpr int onRing = 8;
  std::vector<Eigen::Vector2d> starts = {location.Mean()};
  const Eigen::Vector2d deviations = location.Covariance().diagonal().cwiseSqrt();
  for (int i = 0; i < onRing; ++i)
  {
    const double angle = 2.0 * CV_PI * i / onRing;
    starts.emplace_back(location.Mean() +
                        deviations.cwiseProduct(Eigen::Vector2d(std::cos(angle), std::sin(angle))));
  }
  return starts;
}

std::optional<Candidate> BestCandidate(const Neighbourhood& around, const Gaussian2D& location,
                                       cv::Size2d sizePx)
{
  std::optional<Candidate> best;
  for (const Eigen::Vector2d& start : StartsNear(location))
  {
    const RayFan rays{around.FromStored(start(0), start(1)),
                      {sizePx.width / 2.0 * around.scale.x, sizePx.height / 2.0 * around.scale.y}};
    const cv::Mat steps = StepsAlongRays(around.values, rays, around.deviation);
    for (const EdgePolarity polarity : {EdgePolarity::BrightInside, EdgePolarity::DarkInside})
    {
      Candidate candidate = Follow(steps, rays, polarity);
      const cv::Moments moments = MomentsOfContour(candidate.contour);
      if (!(moments.m00 > 0.0))
      {
        continue;
      }
      const cv::Point2d centre =
          around.ToStored({moments.m10 / moments.m00, moments.m01 / moments.m00});
      candidate.score -= PlaceCost * location.SquaredMahalanobis({centre.x, centre.y});
      if (!best || candidate.score > best->score)
      {
        best = std::move(candidate);
      }
    }
  }
  return best;
}

bool IsSetApart(const Candidate& candidate, const Neighbourhood& around)
{
  const auto region = MeasureRegion(around.values, candidate.contour);
  if (!region || candidate.edgeShare < MinimumEdgeShare)
  {
    return false;
  }
  const double sign = candidate.polarity == EdgePolarity::BrightInside ? 1.0 : -1.0;
  const double variance =
      (std::pow(region->deviationInside, 2) + std::pow(region->deviationAround, 2)) / 2.0 +
      MinimumDeviation;
  return sign * (region->meanInside - region->meanAround) >=
         MinimumSeparation * std::sqrt(variance);
}

// In stored pixels, cut at the image's border.
Contour StoredContour(const Contour& contour, const Neighbourhood& around, const Frame& frame)
{
  Contour stored;
  stored.reserve(contour.size());
  for (const auto& [x, y] : contour)
  {
    const cv::Point2d place = around.ToStored({x, y});
    stored.push_back({std::clamp(place.x, -0.5, frame.Columns() - 0.5),
                      std::clamp(place.y, -0.5, frame.Rows() - 0.5)});
  }
  return stored;
}

std::optional<LesionOutline> Describe(Contour contour)
{
  const cv::Moments moments = MomentsOfContour(contour);
  if (!(moments.m00 > 0.0))
  {
    return std::nullopt;
  }
  Eigen::Matrix2d covariance;
  covariance << moments.mu20, moments.mu11, moments.mu11, moments.mu02;
  const auto extent = Gaussian2D::Create({moments.m10 / moments.m00, moments.m01 / moments.m00},
                                         covariance / moments.m00);
  if (!extent.HasValue())
  {
    return std::nullopt;
  }
  std::vector<cv::Point2d> points;
  cv::Point2d first(contour.front()[0], contour.front()[1]);
  cv::Point2d last = first;
  for (const auto& [column, row] : contour)
  {
    points.emplace_back(column, row);
    first = {std::min(first.x, column), std::min(first.y, row)};
    last = {std::max(last.x, column), std::max(last.y, row)};
  }
  const Diameters diameters = DiametersOf(points);
  return LesionOutline{std::move(contour),
                       extent.Value(),
                       {first.x, first.y, last.x - first.x, last.y - first.y},
                       diameters.longAxis,
                       diameters.shortAxis,
                       moments.m00};
}

bool IsPlausible(const LesionOutline& outline, const Gaussian2D& location, cv::Size2d sizePx)
{
  const double ratio = outline.areaPx2 / (CV_PI / 4.0 * sizePx.area());
  return ratio <= MaximumAreaRatio && ratio * MaximumAreaRatio >= 1.0 &&
         location.SquaredMahalanobis(outline.extent.Mean()) <= Gate95;
}

}  // namespace

std::optional<LesionOutline> OutlineLesion(const Frame& frame, const Gaussian2D& location,
                                           cv::Size2d sizePx)
try
{
  // Written so that NaN is refused.
  const bool hasSize = sizePx.width >= MinimumSidePx && sizePx.width <= frame.Columns() &&
                       sizePx.height >= MinimumSidePx && sizePx.height <= frame.Rows();
  if (!hasSize)
  {
    return std::nullopt;
  }
  const Neighbourhood around = LookAround(frame, location.Mean(), sizePx);
  if (around.values.empty() || around.deviation < MinimumDeviation)
  {
    return std::nullopt;
  }
  const auto candidate = BestCandidate(around, location, sizePx);
  if (!candidate || !IsSetApart(*candidate, around))
  {
    return std::nullopt;
  }
  auto outline = Describe(StoredContour(candidate->contour, around, frame));
  const bool isPlausible = outline && IsPlausible(*outline, location, sizePx);
  return isPlausible ? std::move(outline) : std::nullopt;
}
catch (const cv::Exception&)
{
  return std::nullopt;  // a picture that OpenCV cannot work with has no edge
}

}  // namespace vlm
