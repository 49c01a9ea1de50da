// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReportedLesions.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "Render/Numbers.h"

namespace vlm
{
namespace
{

double LongAxisOf(const ModelledFinding& modelled)
{
  const Measurements& measurements = modelled.finding.measurements;
  const double length = measurements.longAxisMm.value_or(measurements.longAxisPx.value_or(0.0));
  return std::isfinite(length) ? length : 0.0;
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

}  // namespace

const Finding& ReportedLesion::Main() const
{
  const auto longest = std::max_element(members.begin(), members.end(),
                                        [](const ModelledFinding* one, const ModelledFinding* other)
                                        { return LongAxisOf(*one) < LongAxisOf(*other); });
  return (*longest)->finding;
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
  const Laterality stated = lesion.Main().statement.laterality;
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

}  // namespace vlm
