// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/FindingReview.h"

#include <algorithm>
#include <array>

#include "Report/StoredJson.h"

namespace vlm
{

std::string DispositionOf(const Json::Value& finding)
{
  constexpr std::array<const char*, 4> known = {"Accepted", "Edited", "Added", "Rejected"};
  std::string stated = TextOf(MemberOf(finding, "Review"), "Disposition");
  return std::find(known.begin(), known.end(), stated) == known.end() ? "" : stated;
}

bool IsAddedByHuman(const Json::Value& finding)
{
  return DispositionOf(finding) == "Added";
}

bool IsRejectedByHuman(const Json::Value& finding)
{
  return DispositionOf(finding) == "Rejected";
}

const Json::Value& OriginalOf(const Json::Value& finding)
{
  const Json::Value& original = MemberOf(MemberOf(finding, "Review"), "Original");
  return original.isObject() ? original : Json::Value::nullSingleton();
}

Json::Value FormerFinding(const Json::Value& finding)
{
  return WithMembers(finding, OriginalOf(finding));
}

Json::Value WithMembers(Json::Value finding, const Json::Value& members)
{
  for (const std::string& key : members.getMemberNames())
  {
    finding[key] = members[key];
  }
  return finding;
}

bool IsDrawnByReviewer(const Json::Value& finding)
{
  return IsAddedByHuman(finding) || OriginalOf(finding).isMember("Measurements");
}

bool IsRestored(const Json::Value& finding)
{
  return IsRejected(OriginalOf(finding));
}

}  // namespace vlm
