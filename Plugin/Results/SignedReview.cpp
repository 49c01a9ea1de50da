// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/SignedReview.h"

#include <algorithm>
#include <functional>
#include <set>

#include "Report/Disclaimer.h"
#include "Report/FindingReview.h"
#include "Report/ReviewedReport.h"
#include "Report/StoredJson.h"

namespace vlm
{
std::optional<SignedReview> SignedReviewOf(const Json::Value& report)
{
  const int revision = SignedRevisionOf(report);
  if (revision <= 0)
  {
    return std::nullopt;
  }
  const Json::Value& review = MemberOf(report, "Review");
  SignedReview signedReview;
  signedReview.revision = revision;
  signedReview.user = TextOf(review, "User");
  signedReview.name = SignerNameOf(report);
  signedReview.at = ParseTimestamp(TextOf(review, "At"));
  signedReview.isAmendment = IsTrue(review, "Amends");
  return signedReview;
}

std::optional<Timestamp> ContentTimeOf(const Json::Value& report)
{
  const auto review = SignedReviewOf(report);
  return review && review->at ? review->at
                              : ParseTimestamp(TextOf(MemberOf(report, "Timing"), "CompletedAt"));
}

std::vector<int> SignedRevisionsBefore(const Json::Value& report, int revision)
{
  constexpr std::size_t most = 50;
  std::set<int, std::greater<>> found;
  for (const Json::Value& review : ListOf(report, "Reviews"))
  {
    const auto stated = CountOf(review, "Revision");
    if (stated && *stated > 0 && *stated < revision && IsTrue(review, "SignedOff"))
    {
      found.insert(static_cast<int>(*stated));
    }
  }
  std::vector<int> revisions(found.begin(), found.end());
  revisions.resize(std::min(revisions.size(), most));
  if (revision > 0)
  {
    revisions.push_back(0);
  }
  return revisions;
}

bool CountsAsRejected(const Json::Value& finding)
{
  return IsRejected(finding) && DispositionOf(finding).empty();
}

}  // namespace vlm
