// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReviewedReport.h"

#include <algorithm>
#include <limits>
#include <set>

#include "Foundation/Phrasebook.h"
#include "Report/Disclaimer.h"
#include "Report/FindingReview.h"
#include "Report/ReviewedFindings.h"
#include "Report/ReviewedNarrative.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

bool IsApplied(const Json::Value& report)
{
  return MemberOf(report, "Review").isObject();
}

// Null: there is none.
const Json::Value& NewestOf(const Json::Value& stored)
{
  const Json::Value& reviews = ListOf(stored, "Reviews");
  return reviews.empty() ? Json::Value::nullSingleton() : reviews[reviews.size() - 1];
}

bool IsSigned(const Json::Value& review)
{
  return MemberOf(review, "SignOff").isObject();
}

Json::Value TextOrNull(const Json::Value& object, const char* key)
{
  const std::string text = TextOf(object, key);
  return text.empty() ? Json::Value() : Json::Value(text);
}

Json::Value CountsOf(const Json::Value& review, const Json::Value& stored)
{
  Json::Value counts;
  for (const char* key : {"Accepted", "Edited", "Rejected", "Added", "Undecided"})
  {
    counts[key] = 0;
  }
  std::set<std::string> decided;
  for (const Json::Value& decision : ListOf(review, "Findings"))
  {
    const std::string disposition = TextOf(decision, "Disposition");
    if (disposition == "Accepted" || disposition == "Edited" || disposition == "Rejected")
    {
      counts[disposition] = counts[disposition].asInt() + 1;
      decided.insert(TextOf(decision, "Id"));
    }
  }
  const Json::Value& findings = ListOf(stored, "Findings");
  counts["Added"] = static_cast<int>(ListOf(review, "Added").size());
  counts["Undecided"] =
      static_cast<int>(std::count_if(findings.begin(), findings.end(),
                                     [&decided](const Json::Value& finding)
                                     { return decided.count(TextOf(finding, "Id")) == 0; }));
  return counts;
}

// What is told of each review in the history.
Json::Value SummaryOf(const Json::Value& review, Json::ArrayIndex index, const Json::Value& stored)
{
  Json::Value summary;
  const auto revision = CountOf(review, "Revision");
  summary["Revision"] = revision ? Json::Int64(*revision) : Json::Int64(index) + 1;
  summary["At"] = TextOf(review, "At");
  summary["User"] = TextOrNull(review, "User");
  summary["SignedOff"] = IsSigned(review);
  summary["Name"] = TextOrNull(MemberOf(review, "SignOff"), "Name");
  summary["Counts"] = CountsOf(review, stored);
  return summary;
}

Json::Value HistoryOf(const Json::Value& stored)
{
  Json::Value history(Json::arrayValue);
  const Json::Value& reviews = ListOf(stored, "Reviews");
  for (Json::ArrayIndex i = 0; i < reviews.size(); ++i)
  {
    history.append(SummaryOf(reviews[i], i, stored));
  }
  return history;
}

// Of the newest, with what else is told of it.
Json::Value ReviewOf(const Json::Value& stored, const Json::Value& history)
{
  Json::Value review = history[history.size() - 1];
  bool amends = false;
  for (Json::ArrayIndex i = 0; i + 1 < history.size(); ++i)
  {
    amends = amends || IsTrue(history[i], "SignedOff");
  }
  review["Amends"] = amends;
  const bool isReplaced = !TextOf(NewestOf(stored), "Impression").empty();
  review["OriginalImpression"] =
      isReplaced ? Json::Value(TextOf(MemberOf(stored, "Narrative"), "Impression")) : Json::Value();
  return review;
}

}  // namespace

Json::Value ApplyReview(Json::Value stored)
{
  if (!stored.isObject() || IsApplied(stored))
  {
    return stored;
  }
  const Json::Value history = HistoryOf(stored);
  if (history.empty())
  {
    stored["Review"] = Json::Value();
    stored["Reviews"] = history;
    return stored;
  }
  Json::Value report = stored;
  report["Reviews"] = history;
  const Json::Value& newest = NewestOf(stored);
  report["Review"] = ReviewOf(stored, history);
  ReviewFindings(newest, report);
  ReviewNarrative(newest, report);
  if (!ListOf(report, "Findings").empty())
  {
    report["NoAbnormality"] = false;
  }
  if (IsSigned(newest))
  {
    report["Disclaimer"] = DisclaimerTextOf(report, Phrasebook::Of("en"));
  }
  return report;
}

int RevisionOf(const Json::Value& report)
{
  const Json::Value& reviews = ListOf(report, "Reviews");
  const auto revision = IsApplied(report) ? CountOf(MemberOf(report, "Review"), "Revision")
                        : reviews.empty() ? std::nullopt
                                          : CountOf(reviews[reviews.size() - 1], "Revision");
  constexpr std::int64_t most = std::numeric_limits<int>::max() - 1;
  return static_cast<int>(
      std::min(revision.value_or(static_cast<std::int64_t>(reviews.size())), most));
}

bool IsSignedOff(const Json::Value& report)
{
  return IsTrue(MemberOf(report, "Review"), "SignedOff");
}

int SignedRevisionOf(const Json::Value& report)
{
  return IsSignedOff(report) ? RevisionOf(report) : 0;
}

Error OtherRevision(const Json::Value& stored, std::int64_t baseRevision)
{
  const std::string made = "this one was made from revision " + std::to_string(baseRevision) +
                           ". Read the report again.";
  const Json::Value served = ApplyReview(stored);
  const Json::Value& review = MemberOf(served, "Review");
  if (review.isNull())
  {
    return {ErrorKind::Conflict, "There is no review yet; " + made};
  }
  const std::string user = TextOf(review, "User");
  return {ErrorKind::Conflict,
          "The newest review is revision " + std::to_string(RevisionOf(stored)) +
              (user.empty() ? "" : " by " + user) + " at " + TextOf(review, "At") + "; " + made};
}

std::vector<ReviewedLabel> ReviewedLabelsOf(const Json::Value& report)
{
  std::vector<ReviewedLabel> labels;
  for (const Json::Value& finding : ListOf(report, "Findings"))
  {
    const std::string disposition = DispositionOf(finding);
    const std::string former = TextOf(OriginalOf(finding), "Label");
    const std::string label = former.empty() ? TextOf(finding, "Label") : former;
    if (disposition == "Accepted" || disposition == "Edited" || disposition == "Added")
    {
      labels.push_back({label, disposition == "Accepted" ? ReviewDisposition::Accepted
                               : disposition == "Edited" ? ReviewDisposition::Edited
                                                         : ReviewDisposition::Added});
    }
  }
  for (const Json::Value& finding : ListOf(report, "Rejected"))
  {
    if (IsRejectedByHuman(finding) && !IsRejected(finding))
    {
      labels.push_back({TextOf(finding, "Label"), ReviewDisposition::Rejected});
    }
  }
  return labels;
}

}  // namespace vlm
