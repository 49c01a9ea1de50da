// SPDX-License-Identifier: GPL-3.0-or-later
// A report as its newest review leaves it. The stored report keeps what the model found, and beside
// it every review; who reads it gets both joined.
#pragma once

#include <json/value.h>

#include <cstdint>
#include <string>
#include <vector>

#include "Foundation/Result.h"

namespace vlm
{

// `stored` may hold Reviews, oldest first; in the result they are their history alone, and what the
// newest one says has been applied. The same for what was applied already.
Json::Value ApplyReview(Json::Value stored);

// The number of the newest review of a report, stored or applied; 0: it has none.
int RevisionOf(const Json::Value& report);

// Of an applied report.
bool IsSignedOff(const Json::Value& report);
// The number of the review if it is signed off, else 0: DICOM objects are made of signed ones.
int SignedRevisionOf(const Json::Value& report);

// Conflict: the newest review of a stored report is another than the one that the next was made
// from. Names revision, user and time.
Error OtherRevision(const Json::Value& stored, std::int64_t baseRevision);

enum class ReviewDisposition
{
  Accepted,
  Edited,
  Rejected,
  Added
};

struct ReviewedLabel
{
  std::string label;  // as the model gave it; of an added finding the reviewer's
  ReviewDisposition disposition = ReviewDisposition::Accepted;
};

// What the newest review of an applied report says of each finding that it names. A rejection that
// confirms one of our verification is left out: that finding was not reported.
std::vector<ReviewedLabel> ReviewedLabelsOf(const Json::Value& report);

}  // namespace vlm
