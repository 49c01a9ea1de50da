// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/StructuredReportReviewReading.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "Foundation/Json.h"
#include "Report/FindingJson.h"
#include "Report/FindingReview.h"
#include "Report/JsonReport.h"
#include "Report/StoredJson.h"
#include "Results/StructuredReportFindingReading.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostRejected = 1000;
constexpr std::array<const char*, 5> Statements = {"Label", "Anatomy", "Laterality", "Severity",
                                                   "Description"};

Json::Value TextOrNull(const std::string& text)
{
  return text.empty() ? Json::Value() : Json::Value(text);
}

int NumberIn(const std::string& text)
{
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return std::max(number, 0);
}

Json::Value JsonIn(const ContentItems& items, const ReportCode& name)
{
  const auto parsed = ParseJson(items.TextOf(name));
  return parsed.HasValue() && parsed.Value().isObject() ? parsed.Value() : Json::Value();
}

// As a reviewer draws it; null: the finding has no place.
Json::Value EllipseOf(const Json::Value& finding)
{
  constexpr double mass = 0.95;
  for (const Json::Value& ellipse : ListOf(finding, "CredibleEllipses"))
  {
    if (std::abs(NumberOf(ellipse, "Mass").value_or(0.0) - mass) < 1e-9)
    {
      Json::Value drawn;
      drawn["Mean"] = MemberOf(MemberOf(finding, "Gaussian"), "Mean");
      drawn["SemiAxesPx"] = ellipse["SemiAxesPx"];
      drawn["AngleDegrees"] = ellipse["AngleDegrees"];
      return drawn;
    }
  }
  return {};
}

// The report while the review is taken out of it.
class Separation
{
public:
  Separation(const ContentItems& root, const std::vector<ReportedImage>& images)
      : evaluations_(root.Find(sr::Evaluations)), images_(images)
  {
    review_["Findings"] = Json::arrayValue;
    review_["Added"] = Json::arrayValue;
    for (const ContentItem& item : ContentItems(root.Find(sr::Measurements)))
    {
      const ContentItems group(&item);
      if (group.Find(sr::Decision) != nullptr)
      {
        groups_.emplace(FindingIdOf(group), group);
      }
    }
  }

  void Visit(const Json::Value& finding)
  {
    const auto group = groups_.find(TextOf(finding, "Id"));
    const std::string disposition =
        group == groups_.end() ? "" : group->second.Find(sr::Decision)->Code().value;
    if (disposition == "Added")
    {
      TakeAdded(finding);
    }
    else if (disposition == "Accepted" || disposition == "Edited")
    {
      TakeBack(finding, disposition, group->second);
    }
    else
    {
      findings_.append(finding);
    }
  }

  void VisitRejected()
  {
    for (const ContentItem& item : evaluations_)
    {
      if (item.IsNamed(sr::RejectedByHuman) && review_["Findings"].size() < MostRejected)
      {
        BringBack(item);
      }
    }
  }

  void Finish(const ContentItems& root, Json::Value& report)
  {
    const ContentItem* person = root.Find(sr::PersonName);
    const std::string name = person == nullptr ? "" : person->PersonName();
    review_["Impression"] = Json::Value();
    const std::string impression = evaluations_.TextOf(sr::ModelImpression);
    if (!impression.empty())
    {
      review_["Impression"] = report["Narrative"]["Impression"];
      report["Narrative"]["Impression"] = impression;
    }
    review_["SignOff"]["Name"] = name;
    review_["Revision"] = ReviewRevisionIn(evaluations_);
    review_["At"] = evaluations_.TextOf(sr::ReviewedAt);
    review_["User"] = TextOrNull(root.TextOf(sr::PersonLogin));
    report["Findings"] = findings_;
    for (const Json::Value& finding : rejected_)
    {
      report["Rejected"].append(finding);
    }
    report["Reviews"] = Json::arrayValue;
    if (const int amended = NumberIn(evaluations_.TextOf(sr::AmendedRevision)))
    {
      report["Reviews"].append(Unknown(amended));
    }
    report["Reviews"].append(review_);
  }

private:
  // An earlier review, of which nothing is known but that it was signed.
  static Json::Value Unknown(int revision)
  {
    Json::Value review;
    review["Findings"] = review["Added"] = Json::arrayValue;
    review["Impression"] = review["User"] = Json::Value();
    review["SignOff"] = Json::objectValue;
    review["Revision"] = revision;
    review["At"] = "";
    return review;
  }

  void TakeAdded(const Json::Value& finding)
  {
    Json::Value added;
    for (const char* key : Statements)
    {
      added[key] = finding[key];
    }
    added["Id"] = finding["Id"];
    added["Image"] = finding["Image"];
    added["Ellipse"] = EllipseOf(finding);
    if (added["Ellipse"].isObject())
    {
      review_["Added"].append(added);
    }
  }

  void TakeBack(const Json::Value& finding, const std::string& disposition,
                const ContentItems& group)
  {
    const Json::Value original = JsonIn(group, sr::Original);
    Json::Value decision;
    decision["Id"] = finding["Id"];
    decision["Disposition"] = disposition;
    decision["Reason"] = group.TextOf(sr::DecisionReason);
    Json::Value reviewed = finding;
    reviewed["Review"]["Original"] = original;
    const Json::Value before = WithMembers(finding, original);
    for (const char* key : Statements)
    {
      if (disposition == "Edited" && original.isMember(key))
      {
        decision[key] = finding[key];
      }
    }
    if (disposition == "Edited" && IsDrawnByReviewer(reviewed))
    {
      decision["Ellipse"] = EllipseOf(finding);
    }
    review_["Findings"].append(decision);
    (IsRejected(before) ? rejected_ : findings_).append(before);
  }

  void BringBack(const ContentItem& item)
  {
    const ContentItems about(&item);
    const std::string name = item.Text();
    const std::size_t colon = name.find(": ");
    ModelledFinding modelled;
    modelled.number = FindingNumberOf(name);
    modelled.finding.statement.label = colon == std::string::npos ? "" : name.substr(colon + 2);
    Json::Value finding = WithMembers(FindingToJson(modelled), JsonIn(about, sr::Original));
    finding["Id"] = FindingIdOf(about);
    finding["Image"] = ReferencedImageIn(about, images_);
    Json::Value decision;
    decision["Id"] = finding["Id"];
    decision["Disposition"] = "Rejected";
    decision["Reason"] = about.TextOf(sr::DecisionReason);
    review_["Findings"].append(decision);
    (IsRejected(finding) ? rejected_ : findings_).append(finding);
  }

  const ContentItems evaluations_;
  const std::vector<ReportedImage>& images_;
  std::map<std::string, ContentItems> groups_;  // by the Id of the finding
  Json::Value review_;
  Json::Value findings_ = Json::arrayValue;
  Json::Value rejected_ = Json::arrayValue;
};

}  // namespace

int ReviewRevisionIn(const ContentItems& evaluations)
{
  return NumberIn(evaluations.TextOf(sr::ReviewRevision));
}

void SeparateReview(const ContentItems& root, const std::vector<ReportedImage>& images,
                    Json::Value& report)
{
  if (ReviewRevisionIn(ContentItems(root.Find(sr::Evaluations))) == 0)
  {
    return;
  }
  Separation separation(root, images);
  for (const Json::Value& finding : ListOf(report, "Findings"))
  {
    separation.Visit(finding);
  }
  separation.VisitRejected();
  Json::Value separated = report;
  separation.Finish(root, separated);
  report = FindingsByImage(separated).HasValue() ? separated : report;
}

}  // namespace vlm
