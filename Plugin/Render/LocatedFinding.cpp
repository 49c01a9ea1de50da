// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/LocatedFinding.h"

#include <algorithm>

#include "Render/LabelPlacement.h"

namespace vlm
{

namespace
{

constexpr double SmallestCentreRegion = 16.0;  // [drawn px]

cv::Rect2d WithinPicture(const cv::Rect2d& rect, cv::Size2d picture)
{
  const cv::Rect2d whole({0.0, 0.0}, picture);
  const cv::Point2d topLeft = NearestPoint(whole, rect.tl());
  const cv::Point2d bottomRight = NearestPoint(whole, rect.br());
  return {topLeft, bottomRight};
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

std::optional<LocatedFinding> Locate(const ModelledFinding& model, const PictureGeometry& geometry)
{
  auto shape = LesionShapeOf(model, geometry);
  if (!shape || model.finding.verification.status == VerificationStatus::Rejected)
  {
    return std::nullopt;
  }
  const cv::Rect2d bounds = BoundsOf(shape->edge);
  LocatedFinding located;
  located.model = &model;
  located.centre = shape->centre;
  located.edge = std::move(shape->edge);
  located.centreRegion = HelpfulCentreRegion(model, geometry, bounds);
  located.body = WithinPicture(bounds, geometry.size);
  return located;
}

}  // namespace

bool IsUnverified(const LocatedFinding& finding)
{
  return finding.model->finding.verification.status == VerificationStatus::Unverified;
}

cv::Point2d EdgeTowards(const LocatedFinding& finding, cv::Point2d point)
{
  const cv::Point2d way = finding.centre - point;
  double nearest = 1.0;
  for (std::size_t i = 0; i < finding.edge.size(); ++i)
  {
    const cv::Point2d from = finding.edge[i];
    const cv::Point2d side = finding.edge[(i + 1) % finding.edge.size()] - from;
    const double area = way.cross(side);
    const double alongWay = (from - point).cross(side) / area;
    const double alongSide = (from - point).cross(way) / area;
    const bool doCross = alongWay >= 0.0 && alongSide >= 0.0 && alongSide <= 1.0;  // false for NaN
    nearest = doCross ? std::min(nearest, alongWay) : nearest;
  }
  return nearest < 1.0 ? point + way * nearest : point;
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
