// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/SignedReview.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "Report/PersonName.h"
#include "Report/ReviewedReport.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr const char* UnknownName = "Unknown";

}  // namespace

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
  signedReview.name = TextOf(review, "Name");
  for (const char* otherwise : {signedReview.user.c_str(), UnknownName})
  {
    signedReview.name = signedReview.name.empty() ? otherwise : signedReview.name;
  }
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

std::string DispositionOf(const Json::Value& finding)
{
  constexpr std::array<const char*, 4> known = {"Accepted", "Edited", "Added", "Rejected"};
  std::string stated = TextOf(MemberOf(finding, "Review"), "Disposition");
  return std::find(known.begin(), known.end(), stated) == known.end() ? "" : stated;
}

const Json::Value& OriginalOf(const Json::Value& finding)
{
  const Json::Value& original = MemberOf(MemberOf(finding, "Review"), "Original");
  return original.isObject() ? original : Json::Value::nullSingleton();
}

bool CountsAsRejected(const Json::Value& finding)
{
  return IsRejected(finding) && DispositionOf(finding).empty();
}

bool IsPlacedByHuman(const Json::Value& finding)
{
  const std::string disposition = DispositionOf(finding);
  const Json::Value& original = OriginalOf(finding);
  const bool isMoved = original.isObject() && original.isMember("Gaussian");
  return disposition == "Added" || (disposition == "Edited" && isMoved);
}

std::string DisclaimerOf(const Json::Value& report, const Phrasebook& words)
{
  const auto review = SignedReviewOf(report);
  return review
             ? words.Say("document.disclaimer.reviewed", {{"name", PersonNameText(review->name)}})
             : words.Say("document.disclaimer");
}

}  // namespace vlm
