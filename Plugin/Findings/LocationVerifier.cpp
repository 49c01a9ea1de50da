// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/LocationVerifier.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "Findings/RegionStatistics.h"
#include "Pixels/ImageCoordinates.h"

namespace vlm
{
namespace
{

constexpr double Pi = 3.14159265358979323846;
constexpr double MinimumSidePx = 1.0;
constexpr double MaximumAreaShare = 0.9;        // of the image
constexpr double MinimumContrastToNoise = 0.5;  // a finding fainter than this is not distinct
constexpr double MaximumCoordinate = 1e9;       // [px]; keeps later arithmetic finite

std::string Number(double value)
{
  char text[32];
  std::snprintf(text, sizeof(text), "%.5g", value);
  return text;
}

std::string Describe(const BoundingBox& box)
{
  return "columns " + Number(box.left) + " to " + Number(box.Right()) + ", rows " +
         Number(box.top) + " to " + Number(box.Bottom());
}

// Edges in order, within the image. An image spans [-0.5, N - 0.5] (BoundingBox.h).
BoundingBox Clip(const BoundingBox& box, const Frame& frame)
{
  const auto side = [](double begin, double length, int size)
  {
    const double first = std::clamp(begin, -0.5, size - 0.5);
    const double last = std::clamp(begin + length, -0.5, size - 0.5);
    return std::pair<double, double>(first, last - first);
  };
  const auto [left, width] = side(box.left, box.width, frame.Columns());
  const auto [top, height] = side(box.top, box.height, frame.Rows());
  return {left, top, width, height};
}

Check AskFinite(const BoundingBox& box)
{
  bool isFinite = true;
  for (const double number : {box.left, box.top, box.Right(), box.Bottom()})
  {
    isFinite = isFinite && std::isfinite(number) && std::abs(number) <= MaximumCoordinate;
  }
  return {"Finite", isFinite, "The box spans " + Describe(box) + "."};
}

Check AskInsideImage(const BoundingBox& box, const Frame& frame)
{
  const auto reaches = [](double begin, double end, int size)
  { return std::max(begin, end) >= -0.5 && std::min(begin, end) <= size - 0.5; };
  const bool isInside = reaches(box.left, box.Right(), frame.Columns()) &&
                        reaches(box.top, box.Bottom(), frame.Rows()) && frame.Rows() > 0;
  const BoundingBox clipped = Clip(box, frame);
  const bool isClipped = isInside && (clipped.left != box.left || clipped.top != box.top ||
                                      clipped.width != box.width || clipped.height != box.height);
  return {"InsideImage", isInside,
          "The box spans " + Describe(box) + "; the image has " + std::to_string(frame.Columns()) +
              " columns and " + std::to_string(frame.Rows()) + " rows." +
              (isClipped ? " What reaches over the border was cut off." : "")};
}

Check AskNotDegenerate(const BoundingBox& clipped)
{
  return {"NotDegenerate", clipped.width >= MinimumSidePx && clipped.height >= MinimumSidePx,
          "The box is " + Number(clipped.width) + " x " + Number(clipped.height) +
              " px; at least 1 x 1 px is needed."};
}

Check AskNotWholeImage(const BoundingBox& clipped, const Frame& frame)
{
  const double image = static_cast<double>(frame.Columns()) * static_cast<double>(frame.Rows());
  const double share = clipped.width * clipped.height / image;
  return {"NotWholeImage", share <= MaximumAreaShare,
          "The box covers " + Number(100.0 * share) + " % of the image; at most 90 % say where."};
}

// Of a colour picture only the neighbourhood is made grey: the whole may be large.
std::optional<RegionStatistics> MeasureDisplay(const cv::Mat& display, const BoundingBox& box)
{
  if (display.type() != CV_8UC3)
  {
    return MeasureRegion(display, box);
  }
  const int left = std::max(static_cast<int>(box.left - box.width), 0);
  const int top = std::max(static_cast<int>(box.top - box.height), 0);
  const int right = std::min(static_cast<int>(box.Right() + box.width) + 1, display.cols);
  const int bottom = std::min(static_cast<int>(box.Bottom() + box.height) + 1, display.rows);
  cv::Mat grey;
  cv::cvtColor(display(cv::Rect(left, top, right - left, bottom - top)), grey, cv::COLOR_BGR2GRAY);
  return MeasureRegion(grey, {box.left - left, box.top - top, box.width, box.height});
}

// 1e-9 of the difference is rounding, not noise.
bool IsNoisy(const RegionStatistics& region)
{
  return region.deviationAround > 1e-9 * std::abs(region.meanInside - region.meanAround);
}

Check AskPixelContrast(const BoundingBox& clipped, const Frame& frame)
{
  const auto region = frame.modalityValues.empty() ? MeasureDisplay(frame.display, clipped)
                                                   : MeasureRegion(frame.modalityValues, clipped);
  if (!region)
  {
    return {"PixelContrast", false, "There are no pixels to compare inside and around the box."};
  }
  const double difference = std::abs(region->meanInside - region->meanAround);
  const bool isDistinct =
      difference > 0.0 && difference >= MinimumContrastToNoise * region->deviationAround;
  return {"PixelContrast", isDistinct,
          "The mean is " + Number(region->meanInside) + " inside and " +
              Number(region->meanAround) + " around, where the deviation is " +
              Number(region->deviationAround) + "; a difference of half the deviation is needed."};
}

// The first checks that fail end the questioning: later ones would have no meaning.
std::vector<Check> AskAll(const BoundingBox& box, const Frame& frame)
{
  std::vector<Check> checks;
  checks.push_back(AskFinite(box));
  if (checks.back().passed)
  {
    checks.push_back(AskInsideImage(box, frame));
  }
  if (checks.back().passed)
  {
    checks.push_back(AskNotDegenerate(Clip(box, frame)));
  }
  if (checks.back().passed)
  {
    checks.push_back(AskNotWholeImage(Clip(box, frame), frame));
  }
  if (checks.back().passed)
  {
    checks.push_back(AskPixelContrast(Clip(box, frame), frame));
    checks.push_back(
        {"ReadingsAgree", false,
         "There is one reading only; a location is Verified once a second one agrees."});
  }
  return checks;
}

bool IsRejection(const std::vector<Check>& checks)
{
  return std::any_of(
      checks.begin(), checks.end(),
      [](const Check& check)
      { return !check.passed && check.name != "PixelContrast" && check.name != "ReadingsAgree"; });
}

}  // namespace

Finding VerifyLocation(const CandidateFinding& candidate, const Frame& frame, std::string id)
{
  Finding finding;
  finding.id = std::move(id);
  finding.statement = candidate;
  if (!candidate.box)
  {
    finding.verification.checks = {{"HasLocation", false, "The model did not say where."}};
    return finding;
  }
  finding.verification.checks = AskAll(*candidate.box, frame);
  if (finding.verification.checks.front().passed)
  {
    finding.rawBox = candidate.box;
  }
  if (IsRejection(finding.verification.checks))
  {
    finding.verification.status = VerificationStatus::Rejected;
    return finding;
  }
  const BoundingBox box = Clip(*candidate.box, frame);
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
