// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReviewedFindings.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "Gaussian/AnomalyMixture.h"
#include "Report/ReportWords.h"
#include "Report/ReviewedFinding.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr std::int64_t HighestNumber = 1000000000;

class FindingsReview
{
public:
  FindingsReview(const Json::Value& review, Json::Value& report) : review_(review), report_(report)
  {
    for (const Json::Value& decision : ListOf(review, "Findings"))
    {
      const std::string disposition = TextOf(decision, "Disposition");
      if (disposition == "Accepted" || disposition == "Edited" || disposition == "Rejected")
      {
        decisions_[TextOf(decision, "Id")] = &decision;
      }
    }
    decisions_.erase("");
    Json::ArrayIndex place = 0;
    for (const Json::Value& finding : ListOf(report, "Findings"))
    {
      ++place;
      const std::int64_t number = CountOf(finding, "Number").value_or(0);
      last_ = std::max({last_, std::min(number, HighestNumber), std::int64_t{place}});
    }
  }

  void Apply()
  {
    for (const Json::Value& finding : ListOf(report_, "Findings"))
    {
      Judge(finding, findings_);
    }
    for (const Json::Value& finding : ListOf(report_, "Rejected"))
    {
      Judge(finding, rejected_);
    }
    for (const Json::Value& added : ListOf(review_, "Added"))
    {
      Add(added);
    }
    for (const Json::Value& finding : rejectedByHuman_)
    {
      rejected_.append(finding);
    }
    report_["Findings"] = findings_;
    report_["Rejected"] = rejected_;
    DropChangedVolumes();
    for (const Json::ArrayIndex image : changedImages_)
    {
      ShareWeightsOf(image);
    }
  }

private:
  const Json::Value& ImageAt(const Json::Value& finding) const
  {
    const Json::Value& images = ListOf(report_, "Images");
    const auto index = ImageOf(finding, images.size());
    return index ? images[*index] : Json::Value::nullSingleton();
  }

  void NoteChange(const Json::Value& finding)
  {
    changedIds_.insert(TextOf(finding, "Id"));
    const auto image = ImageOf(finding, ListOf(report_, "Images").size());
    if (image)
    {
      changedImages_.insert(*image);
    }
  }

  Json::Value MarkOf(const std::string& disposition, const std::string& reason,
                     const Json::Value& original) const
  {
    Json::Value mark;
    mark["Disposition"] = disposition;
    mark["Reason"] = reason;
    const std::string user = TextOf(review_, "User");
    mark["User"] = user.empty() ? Json::Value() : Json::Value(user);
    mark["At"] = TextOf(review_, "At");
    mark["Original"] = original.empty() ? Json::Value() : original;
    return mark;
  }

  // `undecided`: the list where the finding stays if the review says nothing of it.
  void Judge(Json::Value finding, Json::Value& undecided)
  {
    const auto found = decisions_.find(TextOf(finding, "Id"));
    if (!finding.isObject() || found == decisions_.end())
    {
      undecided.append(finding);
      return;
    }
    const Json::Value& decision = *found->second;
    const std::string disposition = TextOf(decision, "Disposition");
    const std::string reason = TextOf(decision, "Reason");
    if (disposition == "Rejected")
    {
      NoteChange(finding);
      finding["Review"] = MarkOf(disposition, reason, Json::objectValue);
      rejectedByHuman_.append(finding);
      return;
    }
    ReviewedFinding reviewed(finding);
    if (disposition == "Edited")
    {
      reviewed = EditFinding(std::move(reviewed), decision, ImageAt(finding));
    }
    const bool isRestored = &undecided == &rejected_;
    if (isRestored)
    {
      reviewed = RestoreFinding(std::move(reviewed), ImageAt(finding));
      reviewed.finding["Number"] = Json::Int64(++last_);
    }
    if (isRestored || reviewed.IsMoved())
    {
      NoteChange(finding);
    }
    reviewed.finding["Review"] = MarkOf(disposition, reason, reviewed.original);
    findings_.append(reviewed.finding);
  }

  void Add(const Json::Value& added)
  {
    Json::Value finding = AddedFinding(added, ImageAt(added));
    if (finding.isObject())
    {
      finding["Number"] = Json::Int64(++last_);
      finding["Review"] = MarkOf("Added", "", Json::objectValue);
      NoteChange(finding);
      findings_.append(finding);
    }
  }

  // A lesion's Gaussian in space no longer holds once one of its slices was moved or rejected.
  void DropChangedVolumes()
  {
    if (!report_.isMember("Volumes"))
    {
      return;
    }
    Json::Value kept(Json::arrayValue);
    for (const Json::Value& volume : ListOf(report_, "Volumes"))
    {
      const std::vector<std::string> ids = TextsOf(volume, "Findings");
      if (std::none_of(ids.begin(), ids.end(),
                       [this](const std::string& id) { return changedIds_.count(id) > 0; }))
      {
        kept.append(volume);
      }
    }
    report_["Volumes"] = kept;
  }

  void ShareWeightsOf(Json::ArrayIndex image)
  {
    const Json::ArrayIndex images = report_["Images"].size();
    std::vector<Json::Value*> items;
    std::vector<ModelledFinding> located;
    for (Json::Value& finding : report_["Findings"])
    {
      if (ImageOf(finding, images) == image && MemberOf(finding, "Gaussian").isObject())
      {
        items.push_back(&finding);
        located.push_back({});
        located.back().extent = Gaussian2D::Isotropic({0.0, 0.0}, 1.0);  // any: that there is one
        located.back().finding.statement.modelScore = NumberOf(finding, "ModelScore");
        located.back().finding.verification.status =
            VerificationStatusOf(TextOf(MemberOf(finding, "Verification"), "Status"));
      }
    }
    const double background = ShareWeights(located);
    for (std::size_t i = 0; i < items.size(); ++i)
    {
      (*items[i])["Gaussian"]["Weight"] = located[i].weight;
    }
    Json::Value& item = report_["Images"][image];
    if (NumberOf(item, "BackgroundWeight"))
    {
      item["BackgroundWeight"] = background;
    }
  }

  const Json::Value& review_;
  Json::Value& report_;
  std::map<std::string, const Json::Value*> decisions_;
  Json::Value findings_ = Json::arrayValue;
  Json::Value rejected_ = Json::arrayValue;
  Json::Value rejectedByHuman_ = Json::arrayValue;
  std::set<std::string> changedIds_;
  std::set<Json::ArrayIndex> changedImages_;
  std::int64_t last_ = 0;  // number given
};

}  // namespace

void ReviewFindings(const Json::Value& review, Json::Value& report)
{
  FindingsReview(review, report).Apply();
}

}  // namespace vlm
