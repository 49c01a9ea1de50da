// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/LocatedFinding.h"

#include <algorithm>
#include <cmath>

#include "Render/LabelPlacement.h"

namespace vlm
{

namespace
{

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

std::optional<LocatedFinding> Locate(const ModelledFinding& model, const PictureGeometry& geometry)
{
  const std::optional<BoundingBox>& box = model.finding.box;
  if (!box || !IsFinite(*box) || model.finding.verification.status == VerificationStatus::Rejected)
  {
    return std::nullopt;
  }
  LocatedFinding located;
  located.model = &model;
  located.centre = geometry.ToDrawn(box->CentreColumn(), box->CentreRow());
  if (!IsNear(located.centre, geometry))
  {
    return std::nullopt;
  }
  located.ellipses = DrawnEllipsesOf(model, geometry);
  const cv::Rect2d bounds = located.ellipses.empty()
                                ? cv::Rect2d(geometry.ToDrawn(box->left, box->top),
                                             geometry.ToDrawn(box->Right(), box->Bottom()))
                                : BoundsOf(located.ellipses.back());
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

cv::Point2d EdgeTowards(const DrawnEllipse& ellipse, cv::Point2d point)
{
  const cv::Point2d offset = point - ellipse.centre;
  const double determinant = cv::determinant(ellipse.shape);
  // In the frame where the ellipse is the unit circle.
  const double u = (ellipse.shape(1, 1) * offset.x - ellipse.shape(0, 1) * offset.y) / determinant;
  const double v = (ellipse.shape(0, 0) * offset.y - ellipse.shape(1, 0) * offset.x) / determinant;
  const double radius = std::hypot(u, v);
  return std::isfinite(radius) && radius > 1.0 ? ellipse.centre + offset * (1.0 / radius) : point;
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
      located.push_back(std::move(*one));
    }
  }
  return located;
}

}  // namespace vlm
