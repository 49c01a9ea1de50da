// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/LesionMeasurements.h"

#include <algorithm>
#include <cmath>

#include "Pixels/ImageCoordinates.h"
#include "Verification/PolygonDiameters.h"
#include "Verification/RegionStatistics.h"

namespace vlm
{
namespace
{

// 1e-9 of the difference is rounding, not noise.
bool IsNoisy(const RegionStatistics& region)
{
  return region.deviationAround > 1e-9 * std::abs(region.meanInside - region.meanAround);
}

bool HasArea(const BoundingBox& box)
{
  return std::isfinite(box.width) && std::isfinite(box.height) && box.width > 0.0 &&
         box.height > 0.0;
}

void MeasureEllipse(const BoundingBox& box, const Frame& frame, Measurements& measurements)
{
  measurements.longAxisPx = std::max(box.width, box.height);
  measurements.shortAxisPx = std::min(box.width, box.height);
  measurements.areaPx2 = CV_PI / 4.0 * box.width * box.height;
  const auto horizontal = LengthMm({box.width, 0.0}, frame.spacing);
  const auto vertical = LengthMm({0.0, box.height}, frame.spacing);
  if (horizontal && vertical)
  {
    measurements.longAxisMm = std::max(*horizontal, *vertical);
    measurements.shortAxisMm = std::min(*horizontal, *vertical);
  }
}

// The axes in mm may lie elsewhere than those in px: they are measured of the contour in mm.
void MeasureOutline(const LesionOutline& outline, const Frame& frame, Measurements& measurements)
{
  measurements.longAxisPx = outline.longAxisPx;
  measurements.shortAxisPx = outline.shortAxisPx;
  measurements.areaPx2 = outline.areaPx2;
  if (!frame.spacing)
  {
    return;
  }
  std::vector<cv::Point2d> contourMm;
  for (const auto& [column, row] : outline.contour)
  {
    contourMm.emplace_back(column * frame.spacing->columnMm, row * frame.spacing->rowMm);
  }
  const Diameters axes = DiametersOf(contourMm);
  measurements.longAxisMm = axes.longAxis;
  measurements.shortAxisMm = axes.shortAxis;
}

void MeasureContrast(const RegionStatistics& region, Measurements& measurements)
{
  measurements.meanInside = region.meanInside;
  measurements.meanAround = region.meanAround;
  if (IsNoisy(region))
  {
    measurements.contrastToNoise =
        std::abs(region.meanInside - region.meanAround) / region.deviationAround;
  }
}

}  // namespace

Measurements MeasureLesion(const BoundingBox& box, const std::optional<LesionOutline>& outline,
                           const Frame& frame)
{
  Measurements measurements;
  if (outline)
  {
    MeasureOutline(*outline, frame, measurements);
  }
  else if (HasArea(box))
  {
    MeasureEllipse(box, frame, measurements);
  }
  if (measurements.areaPx2)
  {
    measurements.areaMm2 = AreaMm2(*measurements.areaPx2, frame.spacing);
  }
  const auto region = outline ? MeasureRegion(frame.modalityValues, outline->contour)
                              : MeasureRegion(frame.modalityValues, box);
  if (region)
  {
    MeasureContrast(*region, measurements);
  }
  return measurements;
}

}  // namespace vlm
