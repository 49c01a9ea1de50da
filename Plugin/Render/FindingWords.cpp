// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/FindingWords.h"

#include <algorithm>
#include <cmath>

#include "Findings/ProseText.h"
#include "Findings/Sides.h"
#include "Render/Numbers.h"
#include "Render/TextLabel.h"

namespace vlm
{

namespace
{

constexpr double LargestMeasure = 1.0e9;
constexpr double LargestLength = 1.0e5;
constexpr double LargestValue = 1.0e6;  // of a pixel
constexpr double SmallestShiftPx = 0.5;

bool IsBlank(const std::string& text)
{
  return text.find_first_not_of(' ') == std::string::npos;
}

std::string Axes(double longAxis, double shortAxis, const std::string& unit)
{
  return FormatLength(longAxis) + " \u00D7 " + FormatLength(shortAxis) + " " + unit;
}

// PS3.3 C.11.1.1.2: the Rescale Type; CT means Hounsfield units where it says nothing.
std::string UnitOf(const Acquisition& acquisition)
{
  const bool isUnstated = acquisition.rescaleType.empty() || acquisition.rescaleType == "US";
  if (!isUnstated)
  {
    return PrintableText(acquisition.rescaleType.substr(0, 16));
  }
  return acquisition.modality == "CT" && acquisition.rescaleType.empty() ? "HU" : "";
}

bool IsLength(const std::optional<double>& value)
{
  return IsMeasure(value) && *value < LargestLength;
}

std::string SideText(Laterality side, const Phrasebook& words)
{
  switch (side)
  {
    case Laterality::Left:
      return words.Say("plates.side.left");
    case Laterality::Right:
      return words.Say("plates.side.right");
    case Laterality::Bilateral:
      return words.Say("plates.side.bilateral");
    case Laterality::Midline:
      return words.Say("plates.side.midline");
    default:
      return "";
  }
}

// The side that a place names if it names just one: "left upper lobe".
Laterality SideNamedIn(const std::string& place)
{
  const std::vector<std::string> tokens = TokensOf(place);
  const auto names = [&](std::string_view word, std::string_view sign)
  {
    return std::find(tokens.begin(), tokens.end(), word) != tokens.end() ||
           place.find(sign) != std::string::npos;
  };
  const bool isLeft = names("left", "\u5DE6");
  const bool isRight = names("right", "\u53F3");
  return isLeft == isRight ? Laterality::Unknown : isLeft ? Laterality::Left : Laterality::Right;
}

bool IsValue(const std::optional<double>& value)
{
  return value && std::isfinite(*value) && std::abs(*value) < LargestValue;
}

std::string ValueText(double value)
{
  const std::string text = FormatDecimals(std::abs(value), std::abs(value) < 9.95 ? 1 : 0);
  const bool isNegative = value < 0.0 && text.find_first_not_of("0.") != std::string::npos;
  return isNegative ? "\u2212" + text : text;
}

}  // namespace

bool IsMeasure(const std::optional<double>& value)
{
  return value && std::isfinite(*value) && *value > 0.0 && *value < LargestMeasure;
}

std::string NameOf(const Finding& finding, const Phrasebook& words)
{
  std::string name = PrintableText(finding.statement.label);
  return IsBlank(name) ? words.Say("layers.unnamed") : name;
}

std::string SideOf(const Finding& finding, const Phrasebook& words)
{
  const Laterality verified = finding.verification.side;
  if (verified != Laterality::Unknown)
  {
    return SideText(verified, words);
  }
  const std::string stated = SideText(finding.statement.laterality, words);
  return stated.empty() ? "" : words.Say("plates.side.stated", {{"side", stated}});
}

std::string AnatomyOf(const Finding& finding, const Phrasebook& words)
{
  const std::string anatomy = PrintableText(finding.statement.anatomy);
  if (IsBlank(anatomy))
  {
    return "";
  }
  const Laterality named = SideNamedIn(anatomy);
  const bool isOtherSide =
      named != Laterality::Unknown && OppositeOf(named) == finding.verification.side;
  return isOtherSide ? words.Say("plates.anatomy.stated", {{"anatomy", anatomy}}) : anatomy;
}

std::string PlaceOf(const Finding& finding, const Phrasebook& words)
{
  const std::string side = SideOf(finding, words);
  const std::string anatomy = AnatomyOf(finding, words);
  return side + (side.empty() || anatomy.empty() ? "" : " \u00B7 ") + anatomy;
}

std::string AxesOf(const Finding& finding)
{
  const Measurements& measured = finding.measurements;
  if (IsLength(measured.longAxisMm) && IsLength(measured.shortAxisMm))
  {
    return Axes(*measured.longAxisMm, *measured.shortAxisMm, "mm");
  }
  if (IsLength(measured.longAxisPx) && IsLength(measured.shortAxisPx))
  {
    return Axes(*measured.longAxisPx, *measured.shortAxisPx, "px");
  }
  return "";
}

std::string SizeOf(const Finding& finding, const Frame& frame, const Phrasebook& words)
{
  const Measurements& measured = finding.measurements;
  const std::string size = AxesOf(finding);
  const bool isInMm = IsLength(measured.longAxisMm) && IsLength(measured.shortAxisMm);
  const bool isOfDetector =
      frame.spacing && frame.spacing->source == PixelSpacing::Source::ImagerPixelSpacing;
  return isInMm && isOfDetector ? words.Say("plates.size.detector", {{"size", size}}) : size;
}

std::string AreaOf(const Finding& finding)
{
  const Measurements& measured = finding.measurements;
  if (IsMeasure(measured.areaMm2))
  {
    return FormatLength(*measured.areaMm2) + " mm\u00B2";
  }
  return IsMeasure(measured.areaPx2) ? FormatLength(*measured.areaPx2) + " px\u00B2" : "";
}

std::string MeansOf(const Finding& finding, const Acquisition& acquisition, const Phrasebook& words)
{
  const Measurements& measured = finding.measurements;
  if (!IsValue(measured.meanInside) || !IsValue(measured.meanAround))
  {
    return "";
  }
  const std::string unit = UnitOf(acquisition);
  return words.Say(unit.empty() ? "plates.means" : "plates.means.unit",
                   {{"inside", ValueText(*measured.meanInside)},
                    {"around", ValueText(*measured.meanAround)},
                    {"unit", unit}});
}

std::string ScoreOf(const Finding& finding, const Phrasebook& words)
{
  const std::optional<double>& score = finding.statement.modelScore;
  if (!score || !std::isfinite(*score))
  {
    return "";
  }
  return words.Say("plates.score", {{"score", FormatDecimals(std::clamp(*score, 0.0, 1.0), 2)}});
}

std::string StatusOf(VerificationStatus status, const Phrasebook& words)
{
  switch (status)
  {
    case VerificationStatus::Verified:
      return words.Say("plates.status.verified");
    case VerificationStatus::Adjusted:
      return words.Say("plates.status.adjusted");
    case VerificationStatus::Rejected:
      return words.Say("plates.status.rejected");
    default:
      return words.Say("plates.status.unverified");
  }
}

std::string ShiftOf(const Finding& finding)
{
  const Verification& verification = finding.verification;
  if (!IsMeasure(verification.shiftPx) || verification.shiftPx < SmallestShiftPx)
  {
    return "";
  }
  const std::string shift = FormatLength(verification.shiftPx) + " px";
  return IsMeasure(verification.shiftMm)
             ? shift + " (" + FormatLength(*verification.shiftMm) + " mm)"
             : shift;
}

std::string MovementOf(const Finding& finding, const Phrasebook& words)
{
  if (!finding.box)
  {
    return words.Say("plates.unlocated");
  }
  const std::string shift = ShiftOf(finding);
  return shift.empty() ? words.Say("plates.unmoved")
                       : words.Say("plates.moved", {{"shift", shift}});
}

}  // namespace vlm
