// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReportedLesions.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "Render/Numbers.h"
#include "Report/SentenceWords.h"

namespace vlm
{
namespace
{

Extent ExtentOf(const ModelledFinding& modelled)
{
  const std::optional<BoundingBox>& box = modelled.finding.box;
  return vlm::ExtentOf(modelled.finding.measurements,
                       box ? std::optional(box->width * box->height) : std::nullopt);
}

double FiniteOf(std::optional<double> number)
{
  return number && std::isfinite(*number) ? *number : 0.0;
}

constexpr std::size_t MostLetters = 1000;  // of a field: more is no name

// Unknown if the text names none, or several.
Laterality OnlySideIn(const std::string& text)
{
  const std::vector<SaidSide> sides = ReadWords(text.substr(0, MostLetters)).sides;
  const bool isOne = !sides.empty() && std::all_of(sides.begin(), sides.end(),
                                                   [&sides](const SaidSide& said)
                                                   { return said.side == sides.front().side; });
  return isOne ? sides.front().side : Laterality::Unknown;
}

bool IsOneSide(Laterality side)
{
  return side == Laterality::Left || side == Laterality::Right;
}

std::string Product(double longer, double shorter, const char* unit)
{
  return FormatLength(longer) + " x " + FormatLength(shorter) + unit;
}

bool AreFinite(const std::optional<double>& one, const std::optional<double>& other)
{
  return one && other && std::isfinite(*one) && std::isfinite(*other);
}

Laterality StatedSideOf(const Finding& finding)
{
  Laterality side = finding.statement.laterality;
  for (const std::string& text : {finding.statement.anatomy, finding.statement.label})
  {
    side = side == Laterality::Unknown ? OnlySideIn(text) : side;
  }
  return side;
}

}  // namespace

Extent ExtentOf(const Measurements& measurements, std::optional<double> boxAreaPx2)
{
  return {FiniteOf(measurements.areaMm2), FiniteOf(measurements.longAxisMm),
          FiniteOf(measurements.areaPx2 ? measurements.areaPx2 : boxAreaPx2)};
}

const Finding& ReportedLesion::Main() const
{
  const auto largest = std::max_element(members.begin(), members.end(),
                                        [](const ModelledFinding* one, const ModelledFinding* other)
                                        { return ExtentOf(*one) < ExtentOf(*other); });
  return (*largest)->finding;
}

bool ReportedLesion::IsLocated() const
{
  return std::any_of(members.begin(), members.end(),
                     [](const ModelledFinding* member) { return member->finding.box.has_value(); });
}

std::vector<ReportedLesion> LesionsOf(const AnalysisReport& report)
{
  std::map<int, ReportedLesion> lesions;
  for (std::size_t i = 0; i < report.findings.size(); ++i)
  {
    const int number = NumberOf(report.findings[i], i);
    ReportedLesion& lesion = lesions[number];
    lesion.number = number;
    lesion.members.push_back(&report.findings[i]);
  }
  std::vector<ReportedLesion> list;
  list.reserve(lesions.size());
  for (auto& [number, lesion] : lesions)
  {
    lesion.statedSide = StatedSideOf(lesion.Main());
    list.push_back(std::move(lesion));
  }
  return list;
}

KnownSide SideOf(const ReportedLesion& lesion)
{
  for (const VerificationStatus status :
       {VerificationStatus::Verified, VerificationStatus::Adjusted, VerificationStatus::Unverified})
  {
    for (const ModelledFinding* member : lesion.members)
    {
      const Verification& verification = member->finding.verification;
      if (verification.status == status && IsOneSide(verification.side))
      {
        return {verification.side, status == VerificationStatus::Unverified
                                       ? KnownSide::Source::UnverifiedPlace
                                       : KnownSide::Source::VerifiedPlace};
      }
    }
  }
  const Laterality stated = lesion.statedSide;
  return {IsOneSide(stated) ? stated : Laterality::Unknown, KnownSide::Source::Statement};
}

bool AreOpposite(Laterality one, Laterality other)
{
  return IsOneSide(one) && IsOneSide(other) && one != other;
}

bool IsInDetectorPlane(const AnalysisReport& report, const Finding& finding)
{
  const auto image = static_cast<std::size_t>(std::max(finding.statement.image, 0));
  return image < report.images.size() && report.images[image].spacing &&
         report.images[image].spacing->source == PixelSpacing::Source::ImagerPixelSpacing;
}

std::string SizeText(const Measurements& measurements)
{
  if (AreFinite(measurements.longAxisMm, measurements.shortAxisMm))
  {
    return Product(*measurements.longAxisMm, *measurements.shortAxisMm, " mm");
  }
  if (AreFinite(measurements.longAxisPx, measurements.shortAxisPx))
  {
    return Product(*measurements.longAxisPx, *measurements.shortAxisPx, " px");
  }
  return "";
}

std::string MeasuredText(const ReportedLesion& lesion, const AnalysisReport& report,
                         const Phrasebook& words)
{
  const std::string size = SizeText(lesion.Main().measurements);
  const bool isDetector = !size.empty() && IsInDetectorPlane(report, lesion.Main());
  return size + (isDetector ? words.Say("narrative.detectorPlane") : "");
}

}  // namespace vlm
