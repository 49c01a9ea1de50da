// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReviewedFinding.h"

#include <string>

#include "Findings/Terminology.h"
#include "Report/FindingJson.h"
#include "Report/ReportWords.h"
#include "Report/ReviewEllipse.h"
#include "Report/ReviewStatement.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

ReviewedFinding Replace(ReviewedFinding reviewed, const std::string& key, const Json::Value& value)
{
  Json::Value& member = reviewed.finding[key];
  if (member != value)
  {
    reviewed.original[key] = member;
    member = value;
  }
  return reviewed;
}

ReviewedFinding ReplaceAll(ReviewedFinding reviewed, const Json::Value& members)
{
  for (const std::string& key : members.getMemberNames())
  {
    reviewed = Replace(std::move(reviewed), key, members[key]);
  }
  return reviewed;
}

// By its label alone: the model's category may be of what the reviewer took out.
Json::Value CodeOfLabel(const std::string& label)
{
  ModelledFinding named;
  named.finding.code = FindingConcept(label, "");
  return FindingToJson(named)["Code"];
}

ReviewedFinding PutPlace(ReviewedFinding reviewed, Json::Value place)
{
  const auto weight = NumberOf(MemberOf(reviewed.finding, "Gaussian"), "Weight");
  place["Gaussian"]["Weight"] = weight.value_or(0.0);
  Json::Value location = MemberOf(reviewed.finding, "Location");
  if (location.isObject())
  {
    location["Mean"] = place["Gaussian"]["Mean"];
    place["Location"] = location;
  }
  return ReplaceAll(std::move(reviewed), place);
}

}  // namespace

ReviewedFinding EditFinding(ReviewedFinding reviewed, const Json::Value& decision,
                            const Json::Value& image)
{
  const Result<Json::Value> statement = ReadStatement(decision, "");
  if (statement.HasValue())
  {
    reviewed = ReplaceAll(std::move(reviewed), statement.Value());
  }
  if (reviewed.original.isMember("Label"))
  {
    const Json::Value code = CodeOfLabel(TextOf(reviewed.finding, "Label"));
    reviewed = Replace(std::move(reviewed), "Code", code);
  }
  const auto ellipse = ReadDrawnEllipse(MemberOf(decision, "Ellipse"), image, "");
  return ellipse.HasValue() ? PutPlace(std::move(reviewed), PlaceOf(ellipse.Value(), image))
                            : reviewed;
}

ReviewedFinding RestoreFinding(ReviewedFinding reviewed, const Json::Value& image)
{
  if (IsRejected(reviewed.finding))
  {
    Json::Value verification = reviewed.finding["Verification"];
    verification["Status"] = WordOf(VerificationStatus::Unverified);
    reviewed = Replace(std::move(reviewed), "Verification", verification);
  }
  if (MemberOf(reviewed.finding, "Gaussian").isObject())
  {
    return reviewed;
  }
  const Json::Value place = PlaceOfBox(reviewed.finding, image);
  return place.isObject() ? PutPlace(std::move(reviewed), place)
                          : Replace(std::move(reviewed), "Box", Json::Value());
}

Json::Value AddedFinding(const Json::Value& added, const Json::Value& image)
{
  const Result<Json::Value> statement = ReadStatement(added, "");
  const auto ellipse = ReadDrawnEllipse(MemberOf(added, "Ellipse"), image, "");
  if (!statement.HasValue() || !ellipse.HasValue())
  {
    return {};
  }
  ReviewedFinding reviewed(FindingToJson(ModelledFinding()));
  reviewed = ReplaceAll(std::move(reviewed), statement.Value());
  reviewed = PutPlace(std::move(reviewed), PlaceOf(ellipse.Value(), image));
  Json::Value finding = std::move(reviewed.finding);
  finding["Id"] = TextOf(added, "Id");
  finding["Image"] = added["Image"];
  finding["Code"] = CodeOfLabel(TextOf(finding, "Label"));
  return finding;
}

}  // namespace vlm
