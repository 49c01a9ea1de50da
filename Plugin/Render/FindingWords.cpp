// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/FindingWords.h"

#include <algorithm>
#include <cmath>

#include "Render/Numbers.h"
#include "Render/TextLabel.h"

namespace vlm
{

namespace
{

constexpr double LargestMeasure = 1.0e9;
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
  switch (verified == Laterality::Unknown ? finding.statement.laterality : verified)
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

std::string PlaceOf(const Finding& finding, const Phrasebook& words)
{
  std::string side = SideOf(finding, words);
  std::string anatomy = PrintableText(finding.statement.anatomy);
  if (IsBlank(anatomy))
  {
    return side;
  }
  return side.empty() ? anatomy : side + " \u00B7 " + anatomy;
}

std::string SizeOf(const Finding& finding, const Frame& frame, const Phrasebook& words)
{
  const Measurements& measured = finding.measurements;
  if (IsMeasure(measured.longAxisMm) && IsMeasure(measured.shortAxisMm))
  {
    const std::string size = Axes(*measured.longAxisMm, *measured.shortAxisMm, "mm");
    const bool isOfDetector =
        frame.spacing && frame.spacing->source == PixelSpacing::Source::ImagerPixelSpacing;
    return isOfDetector ? words.Say("plates.size.detector", {{"size", size}}) : size;
  }
  if (IsMeasure(measured.longAxisPx) && IsMeasure(measured.shortAxisPx))
  {
    return Axes(*measured.longAxisPx, *measured.shortAxisPx, "px");
  }
  return "";
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
