// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/LocationChecks.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <string>
#include <utility>

#include "Findings/RegionStatistics.h"
#include "Findings/Sides.h"
#include "Pixels/BoxOverlap.h"

namespace vlm
{
namespace
{

constexpr double MinimumSidePx = 1.0;
constexpr double MaximumAreaShare = 0.9;        // of the image
constexpr double MinimumContrastToNoise = 0.5;  // a finding fainter than this is not distinct
constexpr double MinimumOverlap = 0.3;          // intersection over union of boxes that agree
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
  const BoundingBox clipped = ClipToImage(box, frame);
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

Check AskLaterality(Laterality stated, Laterality imaged)
{
  return {"LateralityAgrees", stated == imaged,
          "The model states " + std::string(WordOf(stated)) + "; the box lies on the patient's " +
              std::string(WordOf(imaged)) + "."};
}

bool HoldsCentreOf(const BoundingBox& box, const BoundingBox& other)
{
  return other.CentreColumn() >= box.left && other.CentreColumn() <= box.Right() &&
         other.CentreRow() >= box.top && other.CentreRow() <= box.Bottom();
}

bool Agree(const BoundingBox& one, const BoundingBox& other)
{
  return IntersectionOverUnion(one, other) >= MinimumOverlap ||
         (HoldsCentreOf(one, other) && HoldsCentreOf(other, one));
}

// A box of the whole image agrees with everything and says nothing.
bool SawIt(const std::vector<BoundingBox>& reading, const BoundingBox& clipped, const Frame& frame)
{
  return std::any_of(reading.begin(), reading.end(),
                     [&](const BoundingBox& other)
                     {
                       const bool isFinite = AskFinite(other).passed;
                       const BoundingBox seen = isFinite ? ClipToImage(other, frame) : other;
                       return isFinite && AskNotWholeImage(seen, frame).passed &&
                              Agree(clipped, seen);
                     });
}

Check AskReadings(const BoundingBox& clipped, const Frame& frame, const OtherReadings& others)
{
  if (others.empty())
  {
    return {"ReadingsAgree", false,
            "There is one reading only; a location is Verified once a second one agrees."};
  }
  const auto agreeing = std::count_if(others.begin(), others.end(),
                                      [&](const std::vector<BoundingBox>& reading)
                                      { return SawIt(reading, clipped, frame); });
  return {"ReadingsAgree", 2 * agreeing >= static_cast<std::ptrdiff_t>(others.size()),
          std::to_string(agreeing) + " of " + std::to_string(others.size()) +
              " other readings saw it there; half of them are needed."};
}

void AskOfContent(const CandidateFinding& candidate, const Frame& frame, std::vector<Check>& checks)
{
  const BoundingBox clipped = ClipToImage(*candidate.box, frame);
  checks.push_back(AskPixelContrast(clipped, frame));
  const bool isSideStated =
      candidate.laterality == Laterality::Left || candidate.laterality == Laterality::Right;
  const Laterality imaged = PatientSideOf(clipped, frame);
  if (isSideStated && imaged != Laterality::Unknown)
  {
    checks.push_back(AskLaterality(candidate.laterality, imaged));
  }
}

}  // namespace

BoundingBox ClipToImage(const BoundingBox& box, const Frame& frame)
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

std::vector<Check> AskAboutLocation(const CandidateFinding& candidate, const Frame& frame,
                                    const OtherReadings& otherReadings)
{
  if (!candidate.box)
  {
    return {{"HasLocation", false, "The model did not say where."}};
  }
  const BoundingBox& box = *candidate.box;
  std::vector<Check> checks = {AskFinite(box)};
  if (checks.back().passed)
  {
    checks.push_back(AskInsideImage(box, frame));
  }
  if (checks.back().passed)
  {
    checks.push_back(AskNotDegenerate(ClipToImage(box, frame)));
  }
  if (checks.back().passed)
  {
    checks.push_back(AskNotWholeImage(ClipToImage(box, frame), frame));
  }
  if (checks.back().passed)
  {
    AskOfContent(candidate, frame, checks);
    checks.push_back(AskReadings(ClipToImage(box, frame), frame, otherReadings));
  }
  return checks;
}

VerificationStatus StatusOf(const std::vector<Check>& checks)
{
  const auto hasFailed = [](const Check& check) { return !check.passed; };
  if (std::none_of(checks.begin(), checks.end(), hasFailed))
  {
    return VerificationStatus::Verified;
  }
  const auto rejects = [](const Check& check)
  {
    return !check.passed && (check.name == "Finite" || check.name == "InsideImage" ||
                             check.name == "NotDegenerate" || check.name == "NotWholeImage");
  };
  return std::any_of(checks.begin(), checks.end(), rejects) ? VerificationStatus::Rejected
                                                            : VerificationStatus::Unverified;
}

}  // namespace vlm
