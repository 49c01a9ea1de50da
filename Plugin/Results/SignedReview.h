// SPDX-License-Identifier: GPL-3.0-or-later
// The human who signed a report off, as results tell of it. Reports whose review is a draft count
// as not reviewed: results are made of signed ones.
#pragma once

#include <json/value.h>

#include <optional>
#include <string>
#include <vector>

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

// By verification, and no human accepted it nevertheless.
bool CountsAsRejected(const Json::Value& finding);

}  // namespace vlm
