// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/LocationVerifier.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "Findings/LocationChecks.h"
#include "Findings/RegionStatistics.h"
#include "Pixels/ImageCoordinates.h"

namespace vlm
{
namespace
{

constexpr double Pi = 3.14159265358979323846;

// 1e-9 of the difference is rounding, not noise.
bool IsNoisy(const RegionStatistics& region)
{
  return region.deviationAround > 1e-9 * std::abs(region.meanInside - region.meanAround);
}

}  // namespace

Finding VerifyLocation(const CandidateFinding& candidate, const Frame& frame, std::string id,
                       const OtherReadings& otherReadings)
{
  Finding finding;
  finding.id = std::move(id);
  finding.statement = candidate;
  finding.verification.checks = AskAboutLocation(candidate, frame, otherReadings);
  finding.verification.status = StatusOf(finding.verification.checks);
  if (!candidate.box)
  {
    return finding;
  }
  if (finding.verification.checks.front().passed)
  {
    finding.rawBox = candidate.box;
  }
  if (finding.verification.status == VerificationStatus::Rejected)
  {
    return finding;
  }
  const BoundingBox box = ClipToImage(*candidate.box, frame);
  const cv::Point2d shift(box.CentreColumn() - candidate.box->CentreColumn(),
                          box.CentreRow() - candidate.box->CentreRow());
  finding.box = box;
  finding.verification.shiftPx = std::hypot(shift.x, shift.y);
  finding.verification.shiftMm = LengthMm(shift, frame.spacing);
  finding.measurements = MeasureBox(box, frame);
  return finding;
}

Measurements MeasureBox(const BoundingBox& box, const Frame& frame)
{
  Measurements measurements;
  const bool hasArea =
      std::isfinite(box.width) && std::isfinite(box.height) && box.width > 0.0 && box.height > 0.0;
  const auto horizontal = LengthMm({box.width, 0.0}, frame.spacing);
  const auto vertical = LengthMm({0.0, box.height}, frame.spacing);
  if (hasArea && horizontal && vertical)
  {
    measurements.longAxisMm = std::max(*horizontal, *vertical);
    measurements.shortAxisMm = std::min(*horizontal, *vertical);
    measurements.areaMm2 = AreaMm2(Pi / 4.0 * box.width * box.height, frame.spacing);
  }
  const auto region = MeasureRegion(frame.modalityValues, box);
  if (region)
  {
    measurements.meanInside = region->meanInside;
    measurements.meanAround = region->meanAround;
    if (IsNoisy(*region))
    {
      measurements.contrastToNoise =
          std::abs(region->meanInside - region->meanAround) / region->deviationAround;
    }
  }
  return measurements;
}

}  // namespace vlm
