// SPDX-License-Identifier: GPL-3.0-or-later
// What the ledger of a finding amounts to: the one table of rules, which the documentation shows.
#pragma once

#include <string_view>
#include <vector>

#include "Findings/Finding.h"
#include "Pixels/Frame.h"

namespace vlm
{

struct StatusRule
{
  std::string_view check;
  VerificationStatus ifFailed = VerificationStatus::Unverified;
  // EnoughReadings that agree make up for it.
  bool isExcusedByReadings = false;
};

// One rule for every check that there is.
const std::vector<StatusRule>& StatusRules();

// So many agreeing readings settle a place; so many looks can refute it.
constexpr int EnoughReadings = 3;

// Whether one reading stated both, side by side.
bool ShareAReading(const std::vector<Sighting>& one, const std::vector<Sighting>& other);

// Sightings that are no outliers.
int AgreeingReadings(const std::vector<Sighting>& sightings);

// The worst of what failed. If nothing failed that is not excused: Verified, or Adjusted if the
// fused place lies further than 2 % of the image's diagonal from the stated one. Refuted findings
// (at least three looks showed the place, and at most a third saw something) are Rejected.
VerificationStatus StatusOf(const Verification& verification, const Frame& frame);

}  // namespace vlm
