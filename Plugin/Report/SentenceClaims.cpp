// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/SentenceClaims.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include "Report/ReportWords.h"

namespace vlm
{
namespace
{

constexpr double ToleratedShare = 0.3;
constexpr double ToleratedMm = 3.0;

bool IsNear(double statedMm, double measuredMm)
{
  const double off = std::abs(statedMm - measuredMm);
  return off <= ToleratedMm || off <= ToleratedShare * measuredMm;
}

bool AgreesWithAxes(const SaidSize& size, double longMm, double shortMm)
{
  const auto isADiameter = [&](double mm)
  { return IsNear(mm, longMm) || IsNear(mm, shortMm) || (mm > shortMm && mm < longMm); };
  std::vector<double> stated = size.mm;
  std::sort(stated.begin(), stated.end(), std::greater<>());
  if (size.isRange || stated.size() == 1)
  {
    const bool isBetween = size.isRange && longMm <= stated.front() && longMm >= stated.back();
    return isBetween || std::any_of(stated.begin(), stated.end(), isADiameter);
  }
  if (stated.size() == 2)
  {
    return IsNear(stated[0], longMm) && IsNear(stated[1], shortMm);
  }
  return std::any_of(stated.begin(), stated.end(),
                     [longMm](double mm) { return IsNear(mm, longMm); });
}

const char* KeyOf(KnownSide::Source source)
{
  switch (source)
  {
    case KnownSide::Source::VerifiedPlace:
      return "narrative.note.side.verified";
    case KnownSide::Source::UnverifiedPlace:
      return "narrative.note.side.unverified";
    case KnownSide::Source::Statement:
      break;
  }
  return "narrative.note.side.stated";
}

bool SideDiffers(const Claim& claim, const std::vector<ReportedLesion>& lesions)
{
  return !claim.lesions.empty() &&
         std::none_of(claim.lesions.begin(), claim.lesions.end(),
                      [&](std::size_t i)
                      { return AgreesWithSide(claim.sides, SideOf(lesions[i]).side); });
}

bool SizeDiffers(const Claim& claim, const std::vector<ReportedLesion>& lesions)
{
  const auto differs = [&](const SaidSize& size)
  {
    return std::none_of(claim.lesions.begin(), claim.lesions.end(),
                        [&](std::size_t i) { return AgreesWithSize(size, lesions[i]); });
  };
  return !claim.lesions.empty() && std::any_of(claim.sizes.begin(), claim.sizes.end(), differs);
}

}  // namespace

bool AgreesWithSide(const std::vector<Laterality>& sides, Laterality side)
{
  return sides.empty() ||
         std::any_of(sides.begin(), sides.end(),
                     [side](Laterality stated) { return !AreOpposite(stated, side); });
}

bool AgreesWithSize(const SaidSize& size, const ReportedLesion& lesion)
{
  bool isMeasured = false;
  for (const ModelledFinding* member : lesion.members)
  {
    const Measurements& measured = member->finding.measurements;
    const double longMm = measured.longAxisMm.value_or(NAN);
    const double shortMm = measured.shortAxisMm.value_or(longMm);
    if (!std::isfinite(longMm) || !std::isfinite(shortMm))
    {
      continue;
    }
    isMeasured = true;
    if (AgreesWithAxes(size, longMm, shortMm))
    {
      return true;
    }
  }
  return !isMeasured;
}

std::string DifferenceOf(const Claim& claim, const std::vector<ReportedLesion>& lesions,
                         const AnalysisReport& report, const Phrasebook& words)
{
  const bool sideDiffers = SideDiffers(claim, lesions);
  const bool sizeDiffers = SizeDiffers(claim, lesions);
  if (!sideDiffers && !sizeDiffers)
  {
    return "";
  }
  const ReportedLesion& lesion = lesions[claim.lesions.front()];
  const std::string size = MeasuredText(lesion, report, words);
  if (!sideDiffers)
  {
    return words.Say("narrative.note.size", {{"size", size}});
  }
  const KnownSide known = SideOf(lesion);
  const std::string side = words.Say("narrative.side." + WordOf(known.side));
  return words.Say(KeyOf(known.source), {{"side", side}}) +
         (sizeDiffers ? words.Say("narrative.note.andSize", {{"size", size}})
                      : words.Say("narrative.note.end"));
}

}  // namespace vlm
