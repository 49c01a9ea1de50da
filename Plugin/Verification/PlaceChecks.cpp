// SPDX-License-Identifier: GPL-3.0-or-later
// The second half of LocationChecks.h: questions asked of a fused place.
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "Findings/Sides.h"
#include "Pixels/ImageCoordinates.h"
#include "Verification/LocationChecks.h"
#include "Verification/NumberText.h"
#include "Verification/RegionStatistics.h"
#include "Verification/StatusRules.h"

namespace vlm
{
namespace
{

constexpr double MinimumContrastToNoise = 0.5;  // a finding fainter than this is not distinct
constexpr double MaximumSideShare = 0.9;        // of the image's side
constexpr double MaximumAspect = 10.0;
constexpr double MinimumSidePx = 1.0;
constexpr double MinimumSideMm = 1.0;
constexpr double MaximumSideMm = 400.0;

std::string OutOf(int part, int whole)
{
  return std::to_string(part) + " of " + std::to_string(whole);
}

Check AskInsideTissue(const PlacedFinding& place, const PixelAnswer& pixels)
{
  return {"InsideTissue", pixels.isInTissue,
          "Column " + NumberText(place.location.Mean()(0)) + ", row " +
              NumberText(place.location.Mean()(1)) +
              (pixels.isInTissue ? " lies where a lesion can be."
                                 : " lies in background, bone or skin; a lesion needs tissue.")};
}

// Of a colour picture only the neighbourhood is made grey: the whole may be large.
std::optional<RegionStatistics> MeasureDisplay(const cv::Mat& display, const BoundingBox& box)
{
  if (display.type() != CV_8UC3)
  {
    return MeasureRegion(display, box);
  }
  // Written so that NaN becomes 0.
  const auto edge = [](double place, int size)
  { return place > 0.0 ? static_cast<int>(std::min(place, static_cast<double>(size))) : 0; };
  const int left = edge(box.left - box.width, display.cols);
  const int top = edge(box.top - box.height, display.rows);
  const int right = edge(box.Right() + box.width + 1.0, display.cols);
  const int bottom = edge(box.Bottom() + box.height + 1.0, display.rows);
  if (right <= left || bottom <= top)
  {
    return std::nullopt;
  }
  cv::Mat grey;
  cv::cvtColor(display(cv::Rect(left, top, right - left, bottom - top)), grey, cv::COLOR_BGR2GRAY);
  return MeasureRegion(grey, {box.left - left, box.top - top, box.width, box.height});
}

Check AskRegionContrast(const BoundingBox& box, const Frame& frame)
{
  const auto region = frame.modalityValues.empty() ? MeasureDisplay(frame.display, box)
                                                   : MeasureRegion(frame.modalityValues, box);
  if (!region)
  {
    return {"PixelContrast", false, "There are no pixels to compare inside and around the box."};
  }
  const double difference = std::abs(region->meanInside - region->meanAround);
  const bool isDistinct =
      difference > 0.0 && difference >= MinimumContrastToNoise * region->deviationAround;
  return {"PixelContrast", isDistinct,
          "The mean is " + NumberText(region->meanInside) + " inside and " +
              NumberText(region->meanAround) + " around, where the deviation is " +
              NumberText(region->deviationAround) +
              "; a difference of half the deviation is needed."};
}

Check AskPixelContrast(const PlacedFinding& place)
{
  if (!place.pixels)
  {
    return AskRegionContrast(place.box, place.frame);
  }
  return {"PixelContrast", place.pixels->isDistinct,
          "Centre and surroundings differ by " + NumberText(place.pixels->contrast) +
              " deviations at the most likely place, which " +
              (place.pixels->isDistinct ? "stands out" : "does not stand out") +
              (place.isOutlined ? "; a closed edge was followed around it."
                                : "; no closed edge was found around it.")};
}

bool IsSide(Laterality side)
{
  return side == Laterality::Left || side == Laterality::Right;
}

Check AskLaterality(Laterality stated, Laterality imaged)
{
  return {"LateralityAgrees", stated == imaged,
          "The model states " + std::string(WordOf(stated)) + "; the place lies on the patient's " +
              std::string(WordOf(imaged)) + "."};
}

bool IsSizePlausiblePx(const BoundingBox& box, const Frame& frame)
{
  const double longer = std::max(box.width, box.height);
  const double shorter = std::min(box.width, box.height);
  return box.width >= MinimumSidePx && box.height >= MinimumSidePx &&
         box.width <= MaximumSideShare * frame.Columns() &&
         box.height <= MaximumSideShare * frame.Rows() && longer <= MaximumAspect * shorter;
}

Check AskSizePlausible(const BoundingBox& box, const Frame& frame)
{
  bool isPlausible = IsSizePlausiblePx(box, frame);
  std::string detail = "The place is " + NumberText(box.width) + " x " + NumberText(box.height) +
                       " px; allowed are 1 px to 90 % of the image's " +
                       std::to_string(frame.Columns()) + " x " + std::to_string(frame.Rows()) +
                       " px, and sides of 10 to 1 at most";
  const auto width = LengthMm({box.width, 0.0}, frame.spacing);
  const auto height = LengthMm({0.0, box.height}, frame.spacing);
  if (width && height)
  {
    const double shorter = std::min(*width, *height);
    const double longer = std::max(*width, *height);
    isPlausible = isPlausible && shorter >= MinimumSideMm && longer <= MaximumSideMm;
    detail += "; it is " + NumberText(*width) + " x " + NumberText(*height) +
              " mm, allowed are 1 to 400 mm";
  }
  return {"SizePlausible", isPlausible, detail + "."};
}

Check AskReadingsAgree(const PlacedFinding& place)
{
  if (place.looks <= 1)
  {
    return {"ReadingsAgree", false,
            "There is one reading only; a location is Verified once a second one agrees."};
  }
  const int agreeing = AgreeingReadings(place.sightings);
  const int needed = place.readings < EnoughReadings ? 2 : EnoughReadings;
  // A model that invents things invents some of them again, but seldom every time: one look in four
  // may miss a finding only where the pixels show a closed edge, which they seldom do by chance.
  const bool mayMissOne = !place.pixels || place.isOutlined;
  const bool areEnough =
      mayMissOne ? 3 * agreeing > 2 * place.looks : 4 * agreeing > 3 * place.looks;
  return {"ReadingsAgree", agreeing >= needed && areEnough,
          OutOf(agreeing, place.looks) +
              " readings that were shown the place saw it there; at least " +
              std::to_string(needed) + " are needed, and more than " +
              (mayMissOne ? "two thirds." : "three quarters, since no closed edge was found.")};
}

Check AskZoomConsistent(const PlacedFinding& place)
{
  return {"ZoomConsistent", 2 * place.zoomSightings > place.zoomLooks,
          OutOf(place.zoomSightings, place.zoomLooks) +
              " magnified views saw it there; more than half are needed."};
}

Check AskAxisOrder(const PlacedFinding& place)
{
  return {"AxisOrder", !place.areAxesSwapped,
          "The " + std::to_string(place.sightings.size()) + " places that were stated " +
              (place.areAxesSwapped
                   ? "would agree if column and row of one were swapped; none may need that."
                   : "need no swap of column and row to agree.")};
}

Check AskNoContradiction(const PlacedFinding& place)
{
  const bool isConsistent = place.contradiction.empty();
  return {"NoContradiction", isConsistent,
          isConsistent ? "0 contradicting statements are known; none is allowed."
                       : place.contradiction};
}

}  // namespace

std::vector<Check> AskAboutPlace(const PlacedFinding& place)
{
  std::vector<Check> checks;
  if (place.pixels)
  {
    checks.push_back(AskInsideTissue(place, *place.pixels));
  }
  checks.push_back(AskPixelContrast(place));
  const Laterality imaged = PatientSideOf(place.box, place.frame);
  if (IsSide(place.statement.laterality) && IsSide(imaged))
  {
    checks.push_back(AskLaterality(place.statement.laterality, imaged));
  }
  checks.push_back(AskSizePlausible(place.box, place.frame));
  checks.push_back(AskReadingsAgree(place));
  if (place.zoomLooks > 0)
  {
    checks.push_back(AskZoomConsistent(place));
  }
  if (place.sightings.size() > 1)
  {
    checks.push_back(AskAxisOrder(place));
  }
  checks.push_back(AskNoContradiction(place));
  return checks;
}

}  // namespace vlm
