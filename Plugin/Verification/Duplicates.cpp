// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/Duplicates.h"

#include <algorithm>
#include <string>

#include "Foundation/AsciiCase.h"
#include "Gaussian/GaussianAlgebra.h"
#include "Verification/NumberText.h"
#include "Verification/StatusRules.h"

namespace vlm
{
namespace
{

// Two discs of one size have it when their centres are 1.2 radii apart, or one of them is twice the
// other's size at the same place.
constexpr double SameExtent = 0.7;

bool IsStronger(const Finding& one, const Finding& other)
{
  const Verification& a = one.verification;
  const Verification& b = other.verification;
  return a.status != b.status ? a.status < b.status
                              : AgreeingReadings(a.sightings) > AgreeingReadings(b.sightings);
}

// Two labels at one place may be two observations, such as a tumour and a bleeding in it; and a
// reading that states both side by side says that they are two.
bool CanBeTheSame(const Finding& one, const Finding& other)
{
  return IsSameWord(one.statement.label, other.statement.label) &&
         !ShareAReading(one.verification.sightings, other.verification.sightings);
}

}  // namespace

void RejectDuplicates(std::vector<ModelledFinding>& findings)
{
  std::vector<ModelledFinding*> strongestFirst;
  for (ModelledFinding& finding : findings)
  {
    if (finding.extent && finding.finding.verification.status != VerificationStatus::Rejected)
    {
      strongestFirst.push_back(&finding);
    }
  }
  if (strongestFirst.size() < 2)
  {
    return;
  }
  std::stable_sort(strongestFirst.begin(), strongestFirst.end(),
                   [](const ModelledFinding* a, const ModelledFinding* b)
                   { return IsStronger(a->finding, b->finding); });
  std::vector<const ModelledFinding*> kept;
  for (ModelledFinding* const finding : strongestFirst)
  {
    double overlap = 0.0;
    for (const ModelledFinding* const stronger : kept)
    {
      if (CanBeTheSame(stronger->finding, finding->finding))
      {
        overlap = std::max(overlap, BhattacharyyaCoefficient(*stronger->extent, *finding->extent));
      }
    }
    const bool isOwn = overlap <= SameExtent;
    Verification& verification = finding->finding.verification;
    verification.checks.push_back(
        {"NotDuplicate", isOwn,
         "Its extent overlaps that of a stronger finding of the same label by " +
             NumberText(overlap) + " (Bhattacharyya coefficient); more than " +
             NumberText(SameExtent) + " is the same lesion."});
    if (isOwn)
    {
      kept.push_back(finding);
    }
    else
    {
      verification.status = VerificationStatus::Rejected;
    }
  }
}

}  // namespace vlm
