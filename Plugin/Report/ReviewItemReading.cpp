// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReviewItemReading.h"

#include <algorithm>
#include <utility>

#include "Foundation/Uuid.h"
#include "Report/ReviewEllipse.h"
#include "Report/ReviewStatement.h"
#include "Report/ReviewedReport.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

Error Refuse(const std::string& sentence)
{
  return Error{ErrorKind::BadInput, sentence};
}

Result<void> CheckDisposition(const std::string& disposition, const std::string& reason,
                              bool hasEdits, const std::string& name)
{
  const bool isEdited = disposition == "Edited";
  if (!isEdited && disposition != "Accepted" && disposition != "Rejected")
  {
    return Refuse(name + ".Disposition must be Accepted, Edited or Rejected.");
  }
  if (disposition == "Rejected" && reason.empty())
  {
    return Refuse(name + ".Reason is missing; a rejected finding needs one.");
  }
  if (isEdited != hasEdits)
  {
    return Refuse(name + " is " + disposition +
                  "; an Edited one has at least one of Label, Anatomy, Laterality, Severity, "
                  "Description and Ellipse, another one has none.");
  }
  return {};
}

// With its label, and its place in one of the report's images.
Result<Json::Value> ReadAddedFinding(const Json::Value& item, const Json::Value& images,
                                     const std::string& name)
{
  const auto image = ImageOf(item, images.size());
  if (!image)
  {
    return Refuse(name + ".Image must be the index of one of the " + std::to_string(images.size()) +
                  " images of this report.");
  }
  Result<Json::Value> statement = ReadStatement(item, name);
  if (!statement.HasValue())
  {
    return statement;
  }
  if (!statement.Value().isMember("Label"))
  {
    return Refuse(name + ".Label is missing; a finding needs one.");
  }
  const Result<DrawnEllipse> ellipse =
      ReadDrawnEllipse(MemberOf(item, "Ellipse"), images[*image], name + ".Ellipse");
  if (!ellipse.HasValue())
  {
    return ellipse.Failure();
  }
  Json::Value added = std::move(statement).Value();
  added["Image"] = static_cast<int>(*image);
  added["Ellipse"] = DrawnEllipseToJson(ellipse.Value());
  return added;
}

}  // namespace

ReviewItemReader::ReviewItemReader(const Json::Value& stored) : stored_(stored)
{
  for (const char* key : {"Findings", "Rejected"})
  {
    for (const Json::Value& finding : ListOf(stored, key))
    {
      findings_.emplace(TextOf(finding, "Id"), &finding);
    }
  }
  findings_.erase("");
  for (const Json::Value& review : ListOf(stored, "Reviews"))
  {
    for (const Json::Value& added : ListOf(review, "Added"))
    {
      knownAdded_.insert(TextOf(added, "Id"));
    }
  }
}

Result<Json::Value> ReviewItemReader::ReadDecision(const Json::Value& item, const std::string& name)
{
  const std::string id = TextOf(item, "Id");
  const auto finding = findings_.find(id);
  if (finding == findings_.end())
  {
    return Refuse(name + ".Id names no finding of this report.");
  }
  if (!seen_.insert(id).second)
  {
    return Refuse(name + ".Id is that of an item before it.");
  }
  const Result<std::string> reason = ReadReviewText(item, "Reason", name, MostReasonCharacters);
  Result<Json::Value> edits = ReadEdits(item, *finding->second, name);
  if (!reason.HasValue() || !edits.HasValue())
  {
    return reason.HasValue() ? edits.Failure() : reason.Failure();
  }
  const std::string disposition = TextOf(item, "Disposition");
  const Result<void> check =
      CheckDisposition(disposition, reason.Value(), !edits.Value().empty(), name);
  if (!check.HasValue())
  {
    return check.Failure();
  }
  Json::Value decision = std::move(edits).Value();
  decision["Id"] = id;
  decision["Disposition"] = disposition;
  decision["Reason"] = reason.Value();
  return decision;
}

Result<Json::Value> ReviewItemReader::ReadAdded(const Json::Value& item, Json::ArrayIndex index)
{
  const std::string name = "Added[" + std::to_string(index) + "]";
  Result<Json::Value> added = ReadAddedFinding(item, ListOf(stored_, "Images"), name);
  const Result<std::string> id = IdOfAdded(item, index, name);
  if (added.HasValue() && id.HasValue())
  {
    added.Value()["Id"] = id.Value();
    return added;
  }
  return added.HasValue() ? id.Failure() : added.Failure();
}

Result<void> ReviewItemReader::CheckComplete() const
{
  const Json::Value& findings = ListOf(stored_, "Findings");
  const auto open = std::count_if(findings.begin(), findings.end(),
                                  [this](const Json::Value& finding)
                                  {
                                    const std::string id = TextOf(finding, "Id");
                                    return !id.empty() && seen_.count(id) == 0;
                                  });
  if (open > 0)
  {
    return Refuse("SignOff needs a Disposition of every finding; " + std::to_string(open) +
                  " have none.");
  }
  return {};
}

Result<Json::Value> ReviewItemReader::ReadEdits(const Json::Value& item, const Json::Value& finding,
                                                const std::string& name) const
{
  Result<Json::Value> edits = ReadStatement(item, name);
  if (!edits.HasValue() || MemberOf(item, "Ellipse").isNull())
  {
    return edits;
  }
  const Json::Value& images = ListOf(stored_, "Images");
  const auto image = ImageOf(finding, images.size());
  const Result<DrawnEllipse> ellipse = ReadDrawnEllipse(
      item["Ellipse"], image ? images[*image] : Json::Value::nullSingleton(), name + ".Ellipse");
  if (!ellipse.HasValue())
  {
    return ellipse.Failure();
  }
  edits.Value()["Ellipse"] = DrawnEllipseToJson(ellipse.Value());
  return edits;
}

Result<std::string> ReviewItemReader::IdOfAdded(const Json::Value& item, Json::ArrayIndex index,
                                                const std::string& name)
{
  const Json::Value& given = MemberOf(item, "Id");
  if (!given.isNull() && !given.isString())
  {
    return Refuse(name + ".Id must be a text.");
  }
  std::string id = TextOf(item, "Id");
  if (!IsUuid(id) || knownAdded_.count(id) == 0)
  {
    // The client's own, or none. The next revision is made once, so this names one finding.
    id = DerivedUuid(
        TextOf(stored_, "AnalysisId"),
        "review-" + std::to_string(RevisionOf(stored_) + 1) + "-added-" + std::to_string(index));
  }
  if (!seen_.insert(id).second)
  {
    return Refuse(name + ".Id is that of an item before it.");
  }
  return id;
}

}  // namespace vlm
