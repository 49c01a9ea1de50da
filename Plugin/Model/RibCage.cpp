// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/RibCage.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace vlm
{
namespace
{

constexpr int longSide = 64;  // of the copy on which the ellipse is searched
constexpr std::size_t directions = 24;
constexpr double airGrey = 10.0;  // darkest grey of soft tissue in the usual windows

using Offsets = std::array<cv::Point, directions>;

Offsets OffsetsOf(cv::Size2d semiAxes, double scale)
{
  Offsets offsets;
  for (std::size_t i = 0; i < directions; ++i)
  {
    const double angle = 2.0 * CV_PI * static_cast<double>(i) / directions;
    offsets[i] = {static_cast<int>(std::lround(scale * semiAxes.width * std::cos(angle))),
                  static_cast<int>(std::lround(scale * semiAxes.height * std::sin(angle)))};
  }
  return offsets;
}

// Mean at the offsets; what lies outside of the picture counts 0.
double MeanAt(const cv::Mat& picture, cv::Point centre, const Offsets& offsets)
{
  double sum = 0.0;
  for (const cv::Point& offset : offsets)
  {
    const cv::Point place = centre + offset;
    const bool isInside =
        place.x >= 0 && place.y >= 0 && place.x < picture.cols && place.y < picture.rows;
    sum += isInside ? picture.at<float>(place) : 0.0F;
  }
  return sum / directions;
}

// Small CV_32FC1 copies, 0 to 1.
struct WallMaps
{
  cv::Mat bone;     // widened, so that one sample finds a rib
  cv::Mat tissue;   // widened
  cv::Mat content;  // of tissue, smoothed
};

WallMaps MapsOf(const cv::Mat& gray, cv::Size size)
{
  cv::Mat bone;
  cv::resize(gray > 170, bone, size, 0, 0, cv::INTER_AREA);
  bone.convertTo(bone, CV_32F, 3.0 / 255.0);
  cv::Mat tissue;
  cv::GaussianBlur(gray, tissue, {}, 1.2);
  cv::resize(tissue, tissue, size, 0, 0, cv::INTER_AREA);
  tissue.convertTo(tissue, CV_32F, 1.0 / 30.0);
  tissue = cv::min(tissue, 1.0);
  const cv::Mat disc = cv::getStructuringElement(cv::MORPH_ELLIPSE, {3, 3});
  WallMaps maps;
  cv::dilate(cv::min(bone, 1.0), maps.bone, disc);
  cv::dilate(tissue, maps.tissue, disc);
  cv::blur(tissue, maps.content, {3, 3});
  return maps;
}

struct Cage
{
  cv::Point centre;
  cv::Size2d semiAxes;
  double wall = 0.0;    // share of the outline with tissue outside of it
  double score = -1.0;  // higher is better
};

// Bone and tissue just outside, air just inside; the larger the better, as one lung fits too.
Cage BestPlace(const WallMaps& maps, cv::Size2d semiAxes)
{
  const Offsets outside = OffsetsOf(semiAxes, 1.09);
  const Offsets inside = OffsetsOf(semiAxes, 0.82);
  const double largeness = 0.75 * std::sqrt(semiAxes.area()) / 30.0;
  Cage best;
  const cv::Point last(maps.bone.cols - static_cast<int>(semiAxes.width),
                       maps.bone.rows - static_cast<int>(semiAxes.height));
  for (int y = static_cast<int>(semiAxes.height) - 1; y <= last.y; y += 2)
  {
    for (int x = static_cast<int>(semiAxes.width) - 1; x <= last.x; x += 2)
    {
      const double wall = MeanAt(maps.tissue, {x, y}, outside);
      const double score = MeanAt(maps.bone, {x, y}, outside) + 0.5 * wall -
                           0.7 * MeanAt(maps.content, {x, y}, inside) + largeness;
      if (score > best.score)
      {
        best = {{x, y}, semiAxes, wall, score};
      }
    }
  }
  return best;
}

Cage BestCage(const WallMaps& maps)
{
  constexpr double mostFlatness = 1.6;
  Cage best;
  for (int width = 10; width < 30; width += 2)
  {
    for (int height = 10; height < 30; height += 2)
    {
      if (std::max(width, height) <= mostFlatness * std::min(width, height))
      {
        const Cage cage = BestPlace(maps, cv::Size2d(width, height));
        best = cage.score > best.score ? cage : best;
      }
    }
  }
  return best;
}

cv::Mat Filled(const cv::RotatedRect& ellipse, cv::Size size)
{
  cv::Mat filled = cv::Mat::zeros(size, CV_8UC1);
  cv::ellipse(filled, ellipse, cv::Scalar(255), cv::FILLED);
  return filled;
}

// The convex hull of the largest connected tissue.
cv::Mat HullOfBody(const cv::Mat& tissue)
{
  cv::Mat body;
  cv::morphologyEx(tissue, body, cv::MORPH_OPEN,
                   cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
  std::vector<std::vector<cv::Point>> outlines;
  cv::findContours(body, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
  cv::Mat hull = cv::Mat::zeros(tissue.size(), CV_8UC1);
  const auto largest = std::max_element(outlines.begin(), outlines.end(),
                                        [](const auto& a, const auto& b)
                                        { return cv::contourArea(a) < cv::contourArea(b); });
  if (largest != outlines.end())
  {
    std::vector<cv::Point> corners;
    cv::convexHull(*largest, corners);
    cv::fillConvexPoly(hull, corners, cv::Scalar(255));
  }
  return hull;
}

// Mostly air, or much air that is not that beside a head, outside of the body.
bool HoldsLungs(const cv::Mat& gray, const cv::RotatedRect& ellipse)
{
  constexpr double mostlyAir = 0.55;  // of the ellipse
  constexpr double leastAir = 0.3;
  constexpr double leastAirInBody = 0.3;  // of that air
  const cv::Mat within = Filled(ellipse, gray.size());
  cv::Mat smooth;
  cv::GaussianBlur(gray, smooth, {}, 1.5);
  const cv::Mat air = (smooth < airGrey) & within;
  const double airShare = cv::countNonZero(air) / std::max(1.0, cv::countNonZero(within) * 1.0);
  const int inBody = cv::countNonZero(air & HullOfBody(smooth >= airGrey));
  return airShare >= mostlyAir ||
         (airShare >= leastAir && inBody >= leastAirInBody * cv::countNonZero(air));
}

cv::Mat BrightParts(const cv::Mat& gray)
{
  constexpr double boneOrContrast = 140.0;
  cv::Mat bright;
  cv::GaussianBlur(gray, bright, {}, 1.0);
  bright = bright > boneOrContrast;
  cv::dilate(bright, bright, cv::getStructuringElement(cv::MORPH_ELLIPSE, {3, 3}));
  return bright;
}

// 0.2 in the middle, where heart and great vessels are, 1 from 0.6 of the way to the wall.
cv::Mat WeightAwayFromCentre(const cv::RotatedRect& cage, cv::Size size)
{
  cv::Mat weight(size, CV_32FC1);
  for (int row = 0; row < size.height; ++row)
  {
    for (int column = 0; column < size.width; ++column)
    {
      const double x = 2.0 * (column - static_cast<double>(cage.center.x)) / cage.size.width;
      const double y = 2.0 * (row - static_cast<double>(cage.center.y)) / cage.size.height;
      weight.at<float>(row, column) =
          static_cast<float>(std::clamp(std::hypot(x, y) / 0.6, 0.2, 1.0));
    }
  }
  return weight;
}

}  // namespace

std::optional<cv::RotatedRect> RibCageOf(const cv::Mat& gray)
{
  constexpr double leastWall = 0.7;
  const double factor = static_cast<double>(std::max(gray.cols, gray.rows)) / longSide;
  const cv::Size size(static_cast<int>(gray.cols / factor), static_cast<int>(gray.rows / factor));
  if (std::min(size.width, size.height) < longSide / 4)
  {
    return std::nullopt;
  }
  const Cage cage = BestCage(MapsOf(gray, size));
  if (cage.score < 0.0 || cage.wall < leastWall)
  {
    return std::nullopt;
  }
  const cv::Point2d centre((cage.centre.x + 0.5) * factor, (cage.centre.y + 0.5) * factor);
  const cv::Size2d axes(2.0 * factor * cage.semiAxes.width, 2.0 * factor * cage.semiAxes.height);
  const cv::RotatedRect ellipse(centre, axes, 0.0F);
  if (!HoldsLungs(gray, ellipse))
  {
    return std::nullopt;
  }
  return ellipse;
}

LungField LungFieldOf(const cv::Mat& gray)
{
  constexpr float juxtapleural = 1.06F;  // a mass at the wall bulges out of the ellipse
  auto cage = RibCageOf(gray);
  if (!cage)
  {
    return {};
  }
  cage->size.width *= juxtapleural;
  cage->size.height *= juxtapleural;
  return {Filled(*cage, gray.size()) & ~BrightParts(gray),
          WeightAwayFromCentre(*cage, gray.size())};
}

cv::Mat WithoutBrightParts(const cv::Mat& gray)
{
  cv::Mat soft = gray.clone();
  cv::Mat bright = BrightParts(gray);
  cv::dilate(bright, bright, cv::getStructuringElement(cv::MORPH_ELLIPSE, {3, 3}));
  soft.setTo(0, bright);
  return soft;
}

}  // namespace vlm
