// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/FindingRegion.h"

#include <dcmtk/dcmdata/dcdeftag.h>

#include <algorithm>
#include <cmath>

#include "Pixels/DicomValues.h"
#include "Report/FindingReview.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr double CornerToCentre = 0.5;
constexpr Json::ArrayIndex MostPoints = 199;  // of an outline, which its first point then closes
constexpr Json::ArrayIndex LongestStored = 1000;  // by the report's schema

using Point = std::array<double, 2>;

// Columns and rows of the image.
Point SizeOf(const SourceImage& source)
{
  return {NumberOf(source.Dataset(), DCM_Columns).value_or(0.0),
          NumberOf(source.Dataset(), DCM_Rows).value_or(0.0)};
}

std::optional<Point> PointOf(const Json::Value& pair, const Point& size)
{
  const auto stated = PairOf(pair);
  if (!stated)
  {
    return std::nullopt;
  }
  return Point{std::clamp((*stated)[0] + CornerToCentre, 0.0, size[0]),
               std::clamp((*stated)[1] + CornerToCentre, 0.0, size[1])};
}

// Empty if the finding has no outline within the image.
std::vector<Point> ClosedOutline(const Json::Value& finding, const Point& size)
{
  const Json::Value& outline = ListOf(finding, "Outline");
  if (outline.size() > LongestStored)
  {
    return {};
  }
  const Json::ArrayIndex step = outline.size() / (MostPoints + 1) + 1;
  std::vector<Point> points;
  for (Json::ArrayIndex i = 0; i < outline.size(); i += step)
  {
    const auto point = PointOf(outline[i], size);
    if (!point)
    {
      return {};
    }
    if (points.empty() || points.back() != *point)
    {
      points.push_back(*point);
    }
  }
  while (points.size() > 1 && points.back() == points.front())
  {
    points.pop_back();
  }
  if (points.size() < 3)
  {
    return {};
  }
  points.push_back(points.front());
  return points;
}

// Empty if nothing of the box lies in the image.
std::vector<Point> EllipseIn(const Json::Value& finding, const Point& size)
{
  const auto box = BoxOf(finding, "Box");
  if (!box)
  {
    return {};
  }
  const double fromColumn = std::max(box->left + CornerToCentre, 0.0);
  const double fromRow = std::max(box->top + CornerToCentre, 0.0);
  const double toColumn = std::min(box->left + box->width + CornerToCentre, size[0]);
  const double toRow = std::min(box->top + box->height + CornerToCentre, size[1]);
  if (!(fromColumn < toColumn && fromRow < toRow))
  {
    return {};
  }
  const double column = (fromColumn + toColumn) / 2.0;
  const double row = (fromRow + toRow) / 2.0;
  std::vector<Point> points = {
      {fromColumn, row}, {toColumn, row}, {column, fromRow}, {column, toRow}};
  if (toRow - fromRow > toColumn - fromColumn)
  {
    std::rotate(points.begin(), points.begin() + 2, points.end());
  }
  return points;
}

struct HumanEllipse
{
  Point centre;  // from the corner
  double longAxis = 0.0;
  double shortAxis = 0.0;
  double angle = 0.0;  // [rad] of the long axis, from +column towards +row

  Point At(double turn) const
  {
    const double along = longAxis * std::cos(turn);
    const double across = shortAxis * std::sin(turn);
    return {centre[0] + along * std::cos(angle) - across * std::sin(angle),
            centre[1] + along * std::sin(angle) + across * std::cos(angle)};
  }
  // How far it reaches from the centre in columns and rows.
  Point Reach() const
  {
    return {std::hypot(longAxis * std::cos(angle), shortAxis * std::sin(angle)),
            std::hypot(longAxis * std::sin(angle), shortAxis * std::cos(angle))};
  }
};

std::optional<HumanEllipse> HumanEllipseOf(const Json::Value& finding)
{
  if (!IsDrawnByReviewer(finding))
  {
    return std::nullopt;
  }
  const auto centre = PairOf(MemberOf(MemberOf(finding, "Gaussian"), "Mean"));
  for (const Json::Value& ellipse : ListOf(finding, "CredibleEllipses"))
  {
    const auto axes = PairOf(MemberOf(ellipse, "SemiAxesPx"));
    const auto angle = NumberOf(ellipse, "AngleDegrees");
    const bool isDrawn = std::abs(NumberOf(ellipse, "Mass").value_or(0.0) - 0.95) < 1e-9;
    if (isDrawn && centre && axes && angle && (*axes)[0] > 0.0 && (*axes)[1] > 0.0)
    {
      return HumanEllipse{{(*centre)[0] + CornerToCentre, (*centre)[1] + CornerToCentre},
                          (*axes)[0],
                          (*axes)[1],
                          *angle * M_PI / 180.0};
    }
  }
  return std::nullopt;
}

// An ellipse where all of it lies in the image, else a line that the image's edges cut.
ImageRegion RegionOf(const HumanEllipse& ellipse, const Point& size)
{
  const Point reach = ellipse.Reach();
  const auto isWithin = [&](std::size_t axis)
  {
    return ellipse.centre[axis] - reach[axis] >= 0.0 &&
           ellipse.centre[axis] + reach[axis] <= size[axis];
  };
  if (isWithin(0) && isWithin(1))
  {
    return {ImageRegion::Shape::Ellipse,
            {ellipse.At(M_PI), ellipse.At(0.0), ellipse.At(-M_PI / 2.0), ellipse.At(M_PI / 2.0)}};
  }
  constexpr int corners = 72;
  ImageRegion region = {ImageRegion::Shape::Polyline, {}};
  for (int i = 0; i < corners; ++i)
  {
    const Point point = ellipse.At(2.0 * M_PI * i / corners);
    region.points.push_back(
        {std::clamp(point[0], 0.0, size[0]), std::clamp(point[1], 0.0, size[1])});
  }
  region.points.push_back(region.points.front());
  return region;
}

// By the ends of its axes, which need not be level.
BoundingBox BoxOfEllipse(const std::vector<Point>& ends)
{
  const auto reach = [&ends](std::size_t axis)
  { return std::hypot(ends[1][axis] - ends[0][axis], ends[3][axis] - ends[2][axis]) / 2.0; };
  const auto centre = [&ends](std::size_t axis) { return (ends[0][axis] + ends[1][axis]) / 2.0; };
  return {centre(0) - reach(0) - CornerToCentre, centre(1) - reach(1) - CornerToCentre,
          2.0 * reach(0), 2.0 * reach(1)};
}

}  // namespace

int FrameOf(const Json::Value& image, const SourceImage& source)
{
  const std::int64_t frame = CountOf(image, "Frame").value_or(0);
  return static_cast<int>(std::clamp<std::int64_t>(frame, 0, std::max(source.frames - 1, 0)));
}

std::optional<ImageRegion> RegionOf(const Json::Value& finding, const SourceImage& source)
{
  const Point size = SizeOf(source);
  ImageRegion region = {ImageRegion::Shape::Ellipse, EllipseIn(finding, size)};
  if (region.points.empty())
  {
    return std::nullopt;
  }
  if (const auto drawn = HumanEllipseOf(finding))
  {
    return RegionOf(*drawn, size);
  }
  std::vector<Point> outline = ClosedOutline(finding, size);
  if (!outline.empty())
  {
    region = {ImageRegion::Shape::Polyline, std::move(outline)};
  }
  return region;
}

ImageRegion RectangleAround(const ImageRegion& region)
{
  const BoundingBox box = BoxOf(region);
  const double left = box.left + CornerToCentre;
  const double top = box.top + CornerToCentre;
  const double right = left + box.width;
  const double bottom = top + box.height;
  return {ImageRegion::Shape::Polyline,
          {{left, top}, {right, top}, {right, bottom}, {left, bottom}, {left, top}}};
}

BoundingBox BoxOf(const ImageRegion& region)
{
  if (region.shape == ImageRegion::Shape::Ellipse)
  {
    return BoxOfEllipse(region.points);
  }
  const auto along = [&region](std::size_t axis)
  {
    return std::minmax_element(region.points.begin(), region.points.end(),
                               [axis](const Point& one, const Point& other)
                               { return one[axis] < other[axis]; });
  };
  const auto [left, right] = along(0);
  const auto [top, bottom] = along(1);
  return {(*left)[0] - CornerToCentre, (*top)[1] - CornerToCentre, (*right)[0] - (*left)[0],
          (*bottom)[1] - (*top)[1]};
}

std::vector<Point> OutlineOf(const ImageRegion& region)
{
  std::vector<Point> outline;
  if (region.shape == ImageRegion::Shape::Polyline)
  {
    for (std::size_t i = 0; i + 1 < region.points.size(); ++i)
    {
      outline.push_back(
          {region.points[i][0] - CornerToCentre, region.points[i][1] - CornerToCentre});
    }
  }
  return outline;
}

}  // namespace vlm
