// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/RegionMask.h"

#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

namespace vlm
{

namespace
{

constexpr double LargestCoordinate = 1e6;  // [px]; keeps Cairo's fixed-point numbers in range
constexpr int EllipseCorners = 180;        // within 0.02 % of the axes
const double RingScale = std::sqrt(2.0);   // a region of twice the area

using Polygon = std::vector<cv::Point2d>;

bool IsPlausible(const Polygon& polygon)
{
  return polygon.size() >= 3 && std::all_of(polygon.begin(), polygon.end(),
                                            [](const cv::Point2d& point) {
                                              return std::abs(point.x) <= LargestCoordinate &&
                                                     std::abs(point.y) <= LargestCoordinate;
                                            });
}

Polygon EllipseIn(const BoundingBox& box)
{
  Polygon ellipse;
  for (int i = 0; i < EllipseCorners; ++i)
  {
    const double angle = 2.0 * CV_PI * i / EllipseCorners;
    ellipse.emplace_back(box.CentreColumn() + box.width / 2.0 * std::cos(angle),
                         box.CentreRow() + box.height / 2.0 * std::sin(angle));
  }
  return ellipse;
}

Polygon RegionOf(const Finding& finding)
{
  Polygon region;
  for (const auto& [column, row] : finding.outline)
  {
    region.emplace_back(column, row);
  }
  if (!IsPlausible(region))
  {
    region = finding.box ? EllipseIn(*finding.box) : Polygon();
  }
  return IsPlausible(region) ? region : Polygon();
}

Polygon Stretched(const Polygon& polygon)
{
  cv::Point2d centre;
  for (const cv::Point2d& point : polygon)
  {
    centre += point / static_cast<double>(polygon.size());
  }
  Polygon stretched;
  for (const cv::Point2d& point : polygon)
  {
    stretched.push_back(centre + RingScale * (point - centre));
  }
  return stretched;
}

cv::Rect PixelsOf(const Polygon& polygon, cv::Size image)
{
  const auto [left, right] = std::minmax_element(
      polygon.begin(), polygon.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
  const auto [top, bottom] = std::minmax_element(
      polygon.begin(), polygon.end(), [](const auto& a, const auto& b) { return a.y < b.y; });
  const cv::Point begin(cvFloor(left->x), cvFloor(top->y));
  const cv::Point end(cvCeil(right->x) + 1, cvCeil(bottom->y) + 1);
  return cv::Rect(begin, end) & cv::Rect({0, 0}, image);
}

// Without antialiasing Cairo fills the pixels whose centres lie within.
void Fill(const Polygon& polygon, unsigned char label, RegionMask& mask)
{
  const std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface(
      cairo_image_surface_create_for_data(mask.labels.data, CAIRO_FORMAT_A8, mask.labels.cols,
                                          mask.labels.rows, static_cast<int>(mask.labels.step[0])),
      cairo_surface_destroy);
  const std::unique_ptr<cairo_t, void (*)(cairo_t*)> context(cairo_create(surface.get()),
                                                             cairo_destroy);
  cairo_set_antialias(context.get(), CAIRO_ANTIALIAS_NONE);
  cairo_set_operator(context.get(), CAIRO_OPERATOR_SOURCE);
  cairo_set_fill_rule(context.get(), CAIRO_FILL_RULE_EVEN_ODD);
  cairo_set_source_rgba(context.get(), 0.0, 0.0, 0.0, label / 255.0);
  for (const cv::Point2d& point : polygon)
  {
    cairo_line_to(context.get(), (point.x - mask.origin.x) / mask.step + 0.5,
                  (point.y - mask.origin.y) / mask.step + 0.5);
  }
  cairo_fill(context.get());
  cairo_surface_flush(surface.get());
}

}  // namespace

std::optional<RegionMask> RegionMaskOf(const Finding& finding, cv::Size image, double largest)
{
  const Polygon region = RegionOf(finding);
  if (region.empty())
  {
    return std::nullopt;
  }
  const Polygon ring = Stretched(region);
  const cv::Rect seen = PixelsOf(ring, image);
  if (seen.empty())
  {
    return std::nullopt;
  }
  RegionMask mask;
  mask.origin = seen.tl();
  mask.step =
      1 + static_cast<int>(std::sqrt(static_cast<double>(seen.width) * seen.height / largest));
  const cv::Size size((seen.width - 1) / mask.step + 1, (seen.height - 1) / mask.step + 1);
  // Cairo wants rows that begin at multiples of four bytes.
  mask.labels = cv::Mat(size.height, (size.width + 3) / 4 * 4, CV_8UC1, cv::Scalar(0));
  mask.labels = mask.labels.colRange(0, size.width);
  Fill(ring, RegionMask::Around, mask);
  Fill(region, RegionMask::Inside, mask);
  return mask;
}

}  // namespace vlm
