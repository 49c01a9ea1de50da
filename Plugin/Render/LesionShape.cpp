// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/LesionShape.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace vlm
{

namespace
{

constexpr std::size_t LongestOutline = 512;  // ours have at most 64 points; a stored one may not
constexpr int EllipsePoints = 72;
constexpr double InsetExtent = 2.5;  // of the finding's
constexpr double SmallestInset = 32.0;

// Farther away Cairo's fixed-point numbers (24.8 bit) would overflow, and nothing would be seen.
bool IsNear(cv::Point2d point, const PictureGeometry& geometry)
{
  const double reach = 2.0 * (geometry.size.width + geometry.size.height);
  return std::abs(point.x) <= reach && std::abs(point.y) <= reach;  // false for NaN
}

bool AreNear(const Polygon& polygon, const PictureGeometry& geometry)
{
  return std::all_of(polygon.begin(), polygon.end(),
                     [&geometry](cv::Point2d point) { return IsNear(point, geometry); });
}

// The points centre + a cos + b sin, all in stored pixels.
Polygon EllipseIn(const PictureGeometry& geometry, cv::Point2d centre, cv::Point2d a, cv::Point2d b)
{
  Polygon points;
  for (int i = 0; i < EllipsePoints; ++i)
  {
    const double angle = 2.0 * CV_PI * i / EllipsePoints;
    const cv::Point2d at = centre + a * std::cos(angle) + b * std::sin(angle);
    points.push_back(geometry.ToDrawn(at.x, at.y));
  }
  return points;
}

// Empty where it is absurd or far from the picture.
Polygon RegionOf(const CredibleEllipse& ellipse, const Eigen::Vector2d& mean,
                 const PictureGeometry& geometry)
{
  const double angle = ellipse.angleDegrees * CV_PI / 180.0;
  const cv::Point2d axis(std::cos(angle), std::sin(angle));
  Polygon region = EllipseIn(geometry, {mean.x(), mean.y()}, axis * ellipse.semiAxesPx[0],
                             cv::Point2d(-axis.y, axis.x) * ellipse.semiAxesPx[1]);
  return AreNear(region, geometry) ? region : Polygon();
}

Polygon OutlineIn(const Finding& finding, const PictureGeometry& geometry)
{
  Polygon points;
  const bool isOutline = finding.outline.size() >= 3 && finding.outline.size() <= LongestOutline;
  if (isOutline)
  {
    for (const auto& [column, row] : finding.outline)
    {
      points.push_back(geometry.ToDrawn(column, row));
    }
  }
  return AreNear(points, geometry) ? points : Polygon();
}

LesionShape ShapeOfOutline(Polygon outline)
{
  LesionShape shape;
  const Diameters diameters = DiametersOf(outline);
  shape.longAxis = diameters.longChord;
  shape.shortAxis = diameters.shortChord;
  shape.edge = std::move(outline);
  return shape;
}

LesionShape ShapeOfBox(const BoundingBox& box, const PictureGeometry& geometry)
{
  const cv::Point2d centre(box.CentreColumn(), box.CentreRow());
  const cv::Point2d right(box.width / 2.0, 0.0);
  const cv::Point2d down(0.0, box.height / 2.0);
  const auto axis = [&](cv::Point2d half)
  {
    return Chord{geometry.ToDrawn(centre.x - half.x, centre.y - half.y),
                 geometry.ToDrawn(centre.x + half.x, centre.y + half.y)};
  };
  LesionShape shape;
  shape.edge = EllipseIn(geometry, centre, right, down);
  shape.longAxis = axis(right);
  shape.shortAxis = axis(down);
  if (cv::norm(shape.longAxis.from - shape.longAxis.to) <
      cv::norm(shape.shortAxis.from - shape.shortAxis.to))
  {
    std::swap(shape.longAxis, shape.shortAxis);
  }
  return shape;
}

// What of the frame [px, from its top left corner] the finding covers.
cv::Rect2d ExtentIn(const Finding& finding, const PictureGeometry& whole)
{
  Polygon points = OutlineIn(finding, whole);
  if (points.empty() && finding.box)
  {
    points = {whole.ToDrawn(finding.box->left, finding.box->top),
              whole.ToDrawn(finding.box->Right(), finding.box->Bottom())};
  }
  for (cv::Point2d& point : points)
  {
    point.x = std::isfinite(point.x) ? std::clamp<double>(point.x, 0.0, whole.size.width) : 0.0;
    point.y = std::isfinite(point.y) ? std::clamp<double>(point.y, 0.0, whole.size.height) : 0.0;
  }
  return BoundsOf(points);
}

}  // namespace

cv::Rect2d BoundsOf(const Polygon& polygon)
{
  if (polygon.empty())
  {
    return {};
  }
  cv::Point2d low = polygon.front();
  cv::Point2d high = low;
  for (const cv::Point2d& point : polygon)
  {
    low = {std::min(low.x, point.x), std::min(low.y, point.y)};
    high = {std::max(high.x, point.x), std::max(high.y, point.y)};
  }
  return {low, high};
}

std::optional<LesionShape> LesionShapeOf(const ModelledFinding& finding,
                                         const PictureGeometry& geometry)
{
  const std::optional<BoundingBox>& box = finding.finding.box;
  if (!box || !CornersOf(box, geometry))
  {
    return std::nullopt;
  }
  Polygon outline = OutlineIn(finding.finding, geometry);
  LesionShape shape =
      outline.empty() ? ShapeOfBox(*box, geometry) : ShapeOfOutline(std::move(outline));
  shape.centre = CentreIn(finding, geometry);
  return shape;
}

cv::Point2d CentreIn(const ModelledFinding& finding, const PictureGeometry& geometry)
{
  const BoundingBox& box = *finding.finding.box;
  const cv::Point2d middle = geometry.ToDrawn(box.CentreColumn(), box.CentreRow());
  if (!finding.location)
  {
    return middle;
  }
  const Eigen::Vector2d mean = finding.location->Mean();
  const cv::Point2d centre = geometry.ToDrawn(mean.x(), mean.y());
  return IsNear(centre, geometry) ? centre : middle;
}

std::optional<Polygon> CornersOf(const std::optional<BoundingBox>& box,
                                 const PictureGeometry& geometry)
{
  if (!box || !(box->width >= 0.0) || !(box->height >= 0.0))
  {
    return std::nullopt;
  }
  Polygon corners = {
      geometry.ToDrawn(box->left, box->top), geometry.ToDrawn(box->Right(), box->top),
      geometry.ToDrawn(box->Right(), box->Bottom()), geometry.ToDrawn(box->left, box->Bottom())};
  return AreNear(corners, geometry) ? std::optional<Polygon>(std::move(corners)) : std::nullopt;
}

Polygon CentreRegionOf(const ModelledFinding& finding, const PictureGeometry& geometry)
{
  const auto ellipse =
      std::find_if(finding.locationEllipses.begin(), finding.locationEllipses.end(),
                   [](const CredibleEllipse& one) { return std::abs(one.mass - 0.95) < 1e-6; });
  if (!finding.location || ellipse == finding.locationEllipses.end())
  {
    return {};
  }
  return RegionOf(*ellipse, finding.location->Mean(), geometry);
}

std::vector<Polygon> ContoursOf(const ModelledFinding& finding, const PictureGeometry& geometry)
{
  std::map<double, Polygon> byMass;
  for (const CredibleEllipse& ellipse : finding.ellipses)
  {
    if (finding.extent && std::isfinite(ellipse.mass))
    {
      byMass[ellipse.mass] = RegionOf(ellipse, finding.extent->Mean(), geometry);
    }
  }
  std::vector<Polygon> contours;
  for (auto& [mass, contour] : byMass)
  {
    if (!contour.empty())
    {
      contours.push_back(std::move(contour));
    }
  }
  return contours;
}

cv::Rect InsetRegionOf(const Finding& finding, const Frame& frame)
{
  // Drawn pixel for stored pixel, but for their aspect.
  PictureGeometry whole;
  whole.size = {frame.Columns(), frame.Rows()};
  const cv::Rect2d extent = ExtentIn(finding, whole);
  const PictureGeometry shown = FittedGeometry(frame, {MaximumDrawnSide, MaximumDrawnSide});
  const double aspect = shown.scaleY / shown.scaleX;  // height of a pixel per its width
  const double side = std::max({InsetExtent * extent.width, InsetExtent * extent.height * aspect,
                                SmallestInset, SmallestInset * aspect});
  const auto along = [](double from, double length, double wanted, int size)
  {
    const double fitting = std::min<double>(std::ceil(wanted), size);
    const double start =
        std::clamp(std::round(from + (length - fitting) / 2.0), 0.0, size - fitting);
    return cv::Range(static_cast<int>(start), static_cast<int>(start + fitting));
  };
  const cv::Range columns = along(extent.x, extent.width, side, frame.Columns());
  const cv::Range rows = along(extent.y, extent.height, side / aspect, frame.Rows());
  return {columns.start, rows.start, columns.size(), rows.size()};
}

}  // namespace vlm
