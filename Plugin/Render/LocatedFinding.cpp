// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/LocatedFinding.h"

#include <algorithm>
#include <cmath>

#include "Render/LabelPlacement.h"

namespace vlm
{

namespace
{

constexpr double SmallestCentreRegion = 16.0;  // [drawn px]

bool IsFinite(const BoundingBox& box)
{
  return std::isfinite(box.left) && std::isfinite(box.top) && std::isfinite(box.width) &&
         std::isfinite(box.height) && box.width >= 0.0 && box.height >= 0.0;
}

// Within a few picture sizes of the picture: farther away Cairo's fixed-point numbers (24.8 bit)
// would overflow, and nothing of it would be seen.
bool IsNear(cv::Point2d point, const PictureGeometry& geometry)
{
  const double reach = 2.0 * (geometry.size.width + geometry.size.height);
  return std::isfinite(point.x) && std::isfinite(point.y) && std::abs(point.x) <= reach &&
         std::abs(point.y) <= reach;
}

std::optional<DrawnEllipse> ToDrawn(const CredibleEllipse& ellipse, const Gaussian2D& extent,
                                    const PictureGeometry& geometry)
{
  const double longAxis = ellipse.semiAxesPx[0];
  const double shortAxis = ellipse.semiAxesPx[1];
  const double angle = ellipse.angleDegrees * CV_PI / 180.0;
  const double largest = 2.0 * (geometry.size.width + geometry.size.height);
  const double scale = std::max(geometry.scaleX, geometry.scaleY);
  const bool isPlausible = std::isfinite(angle) && std::isfinite(ellipse.mass) && longAxis > 0.0 &&
                           shortAxis > 0.0 && std::max(longAxis, shortAxis) * scale <= largest;
  DrawnEllipse drawn;
  drawn.mass = ellipse.mass;
  drawn.centre = geometry.ToDrawn(extent.Mean().x(), extent.Mean().y());
  if (!isPlausible || !IsNear(drawn.centre, geometry))
  {
    return std::nullopt;
  }
  const double cosine = std::cos(angle);
  const double sine = std::sin(angle);
  drawn.shape =
      cv::Matx22d(geometry.scaleX * longAxis * cosine, geometry.scaleX * shortAxis * -sine,
                  geometry.scaleY * longAxis * sine, geometry.scaleY * shortAxis * cosine);
  return drawn;
}

cv::Rect2d WithinPicture(const cv::Rect2d& rect, cv::Size2d picture)
{
  const cv::Rect2d whole({0.0, 0.0}, picture);
  const cv::Point2d topLeft = NearestPoint(whole, rect.tl());
  const cv::Point2d bottomRight = NearestPoint(whole, rect.br());
  return {topLeft, bottomRight};
}

std::vector<DrawnEllipse> DrawnEllipsesOf(const ModelledFinding& model,
                                          const PictureGeometry& geometry)
{
  std::vector<DrawnEllipse> ellipses;
  if (!model.extent)
  {
    return ellipses;
  }
  for (const CredibleEllipse& ellipse : model.ellipses)
  {
    if (const auto drawn = ToDrawn(ellipse, *model.extent, geometry))
    {
      ellipses.push_back(*drawn);
    }
  }
  std::sort(ellipses.begin(), ellipses.end(),
            [](const DrawnEllipse& a, const DrawnEllipse& b) { return a.mass < b.mass; });
  return ellipses;
}

Polygon OutlineOf(const ModelledFinding& model, const PictureGeometry& geometry)
{
  if (model.finding.outline.empty())
  {
    return {};
  }
  auto shape = LesionShapeOf(model, geometry);
  return shape ? std::move(shape->edge) : Polygon();
}

// Smaller than the cross at the centre it says nothing; wider than the lesion it would be taken for
// its edge.
Polygon HelpfulCentreRegion(const ModelledFinding& model, const PictureGeometry& geometry,
                            const cv::Rect2d& lesion)
{
  Polygon region = CentreRegionOf(model, geometry);
  const cv::Size2d size = BoundsOf(region).size();
  const double side = std::max(size.width, size.height);
  const bool isHelpful =
      side >= SmallestCentreRegion && side <= std::min(lesion.width, lesion.height);
  return isHelpful ? region : Polygon();
}

cv::Rect2d LesionBounds(const LocatedFinding& located, const BoundingBox& box,
                        const PictureGeometry& geometry)
{
  if (!located.outline.empty())
  {
    return BoundsOf(located.outline);
  }
  return located.ellipses.empty() ? cv::Rect2d(geometry.ToDrawn(box.left, box.top),
                                               geometry.ToDrawn(box.Right(), box.Bottom()))
                                  : BoundsOf(located.ellipses.back());
}

// The crossing of the polygon's edge with the line from `outside` to `inside` that is nearest to
// `outside`.
cv::Point2d CrossingOf(const Polygon& polygon, cv::Point2d outside, cv::Point2d inside)
{
  const cv::Point2d way = inside - outside;
  double nearest = 1.0;
  for (std::size_t i = 0; i < polygon.size(); ++i)
  {
    const cv::Point2d from = polygon[i];
    const cv::Point2d side = polygon[(i + 1) % polygon.size()] - from;
    const double area = way.cross(side);
    const double alongWay = (from - outside).cross(side) / area;
    const double alongSide = (from - outside).cross(way) / area;
    const bool doCross = alongWay >= 0.0 && alongSide >= 0.0 && alongSide <= 1.0;  // false for NaN
    nearest = doCross ? std::min(nearest, alongWay) : nearest;
  }
  return outside + way * nearest;
}

cv::Point2d EdgeOfEllipse(const DrawnEllipse& ellipse, cv::Point2d point)
{
  const cv::Point2d offset = point - ellipse.centre;
  const double determinant = cv::determinant(ellipse.shape);
  // In the frame where the ellipse is the unit circle.
  const double u = (ellipse.shape(1, 1) * offset.x - ellipse.shape(0, 1) * offset.y) / determinant;
  const double v = (ellipse.shape(0, 0) * offset.y - ellipse.shape(1, 0) * offset.x) / determinant;
  const double radius = std::hypot(u, v);
  return std::isfinite(radius) && radius > 1.0 ? ellipse.centre + offset * (1.0 / radius) : point;
}

std::optional<LocatedFinding> Locate(const ModelledFinding& model, const PictureGeometry& geometry)
{
  const std::optional<BoundingBox>& box = model.finding.box;
  if (!box || !IsFinite(*box) || model.finding.verification.status == VerificationStatus::Rejected)
  {
    return std::nullopt;
  }
  LocatedFinding located;
  located.model = &model;
  located.centre = CentreIn(model, geometry);
  if (!IsNear(located.centre, geometry))
  {
    return std::nullopt;
  }
  located.outline = OutlineOf(model, geometry);
  located.ellipses = DrawnEllipsesOf(model, geometry);
  const cv::Rect2d bounds = LesionBounds(located, *box, geometry);
  located.centreRegion = HelpfulCentreRegion(model, geometry, bounds);
  located.body = WithinPicture(bounds, geometry.size);
  return located;
}

}  // namespace

cv::Rect2d BoundsOf(const DrawnEllipse& ellipse)
{
  const double halfWidth = std::hypot(ellipse.shape(0, 0), ellipse.shape(0, 1));
  const double halfHeight = std::hypot(ellipse.shape(1, 0), ellipse.shape(1, 1));
  return {ellipse.centre.x - halfWidth, ellipse.centre.y - halfHeight, 2.0 * halfWidth,
          2.0 * halfHeight};
}

bool IsUnverified(const LocatedFinding& finding)
{
  return finding.model->finding.verification.status == VerificationStatus::Unverified;
}

cv::Point2d EdgeTowards(const LocatedFinding& finding, cv::Point2d point)
{
  if (!finding.outline.empty())
  {
    return CrossingOf(finding.outline, point, finding.centre);
  }
  return finding.ellipses.empty() ? NearestPoint(finding.body, point)
                                  : EdgeOfEllipse(finding.ellipses.back(), point);
}

std::vector<LocatedFinding> LocateFindings(const std::vector<ModelledFinding>& findings,
                                           const PictureGeometry& geometry, std::optional<int> only)
{
  std::vector<LocatedFinding> located;
  for (std::size_t i = 0; i < findings.size(); ++i)
  {
    if (only && static_cast<std::size_t>(*only) != i)
    {
      continue;
    }
    if (auto one = Locate(findings[i], geometry))
    {
      one->index = i;
      one->number = NumberOf(findings[i], i);
      located.push_back(std::move(*one));
    }
  }
  return located;
}

}  // namespace vlm
