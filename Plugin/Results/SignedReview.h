// SPDX-License-Identifier: GPL-3.0-or-later
// The human who signed a report off, as results tell of it. Reports whose review is a draft count
// as not reviewed: results are made of signed ones.
#pragma once

#include <json/value.h>

#include <optional>
#include <string>
#include <vector>

#include "Foundation/Phrasebook.h"
#include "Foundation/Time.h"

namespace vlm
{

struct SignedReview
{
  int revision = 0;  // from 1
  std::string name;  // as PN, never empty
  std::string user;  // as the archive knows it; empty: it does not
  std::optional<Timestamp> at;
  bool isAmendment = false;  // of an earlier signed one
};

// None: nobody signed it.
std::optional<SignedReview> SignedReviewOf(const Json::Value& report);

// When what a result tells came about: when the report was signed, else when the analysis
// completed.
std::optional<Timestamp> ContentTimeOf(const Json::Value& report);

// Numbers of its signed reviews before that number, the newest first, and 0 for what there was
// before any; at most some dozens.
std::vector<int> SignedRevisionsBefore(const Json::Value& report, int revision);

// "Accepted", "Edited", "Added" or "Rejected"; empty: nobody decided about the finding.
std::string DispositionOf(const Json::Value& finding);
// The members of a finding as they were before its review replaced them; null: it replaced none.
const Json::Value& OriginalOf(const Json::Value& finding);

// By verification, and no human accepted it nevertheless.
bool CountsAsRejected(const Json::Value& finding);
// Whether the ellipse of its place is a human's, not the pixels'.
bool IsPlacedByHuman(const Json::Value& finding);

// What a result made of the report must not be taken for.
std::string DisclaimerOf(const Json::Value& report, const Phrasebook& words);

}  // namespace vlm
