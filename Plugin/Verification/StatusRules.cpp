// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/StatusRules.h"

#include <algorithm>
#include <cmath>

namespace vlm
{
namespace
{

constexpr double MaximumShiftShare = 0.02;  // of the image's diagonal; more is an adjustment

// A check without a rule cannot be excused.
StatusRule RuleFor(const Check& check)
{
  const auto& rules = StatusRules();
  const auto rule =
      std::find_if(rules.begin(), rules.end(),
                   [&check](const StatusRule& candidate) { return candidate.check == check.name; });
  return rule == rules.end() ? StatusRule{check.name} : *rule;
}

bool IsRefuted(const Verification& verification)
{
  const auto sightings = static_cast<std::ptrdiff_t>(verification.sightings.size());
  return sightings > 0 && verification.looks >= EnoughReadings &&
         3 * sightings <= static_cast<std::ptrdiff_t>(verification.looks);
}

bool IsShifted(const Verification& verification, const Frame& frame)
{
  const double diagonal = std::hypot(frame.Columns(), frame.Rows());
  return !(verification.shiftPx <= MaximumShiftShare * diagonal);  // NaN is shifted
}

}  // namespace

const std::vector<StatusRule>& StatusRules()
{
  using Status = VerificationStatus;
  static const std::vector<StatusRule> rules = {
      {"HasLocation", Status::Unverified, false},
      {"Finite", Status::Rejected, false},
      {"Ordered", Status::Rejected, false},
      {"InsideImage", Status::Rejected, false},
      {"NotDegenerate", Status::Rejected, false},
      {"NotWholeImage", Status::Rejected, false},
      {"InsideTissue", Status::Unverified, true},
      {"PixelContrast", Status::Unverified, true},
      {"LateralityAgrees", Status::Unverified, false},
      {"SizePlausible", Status::Unverified, false},
      {"ReadingsAgree", Status::Unverified, false},
      {"ZoomConsistent", Status::Unverified, false},
      {"AxisOrder", Status::Unverified, false},
      {"NoContradiction", Status::Unverified, false},
      {"NotDuplicate", Status::Rejected, false},
  };
  return rules;
}

bool ShareAReading(const std::vector<Sighting>& one, const std::vector<Sighting>& other)
{
  return std::any_of(one.begin(), one.end(),
                     [&other](const Sighting& a)
                     {
                       return std::any_of(other.begin(), other.end(),
                                          [&a](const Sighting& b)
                                          { return a.reading == b.reading; });
                     });
}

int AgreeingReadings(const std::vector<Sighting>& sightings)
{
  return static_cast<int>(std::count_if(sightings.begin(), sightings.end(),
                                        [](const Sighting& sighting)
                                        { return !sighting.isOutlier; }));
}

VerificationStatus StatusOf(const Verification& verification, const Frame& frame)
{
  if (IsRefuted(verification))
  {
    return VerificationStatus::Rejected;
  }
  const bool canExcuse = AgreeingReadings(verification.sightings) >= EnoughReadings;
  bool isTrusted = !verification.checks.empty();  // nothing asked is nothing known
  for (const Check& check : verification.checks)
  {
    const StatusRule rule = RuleFor(check);
    if (check.passed || (rule.isExcusedByReadings && canExcuse))
    {
      continue;
    }
    if (rule.ifFailed == VerificationStatus::Rejected)
    {
      return VerificationStatus::Rejected;
    }
    isTrusted = false;
  }
  if (!isTrusted)
  {
    return VerificationStatus::Unverified;
  }
  return IsShifted(verification, frame) ? VerificationStatus::Adjusted
                                        : VerificationStatus::Verified;
}

}  // namespace vlm
