// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/FhirReviewer.h"

#include <algorithm>
#include <array>
#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/split.hpp>
#include <vector>

#include "Foundation/AsciiCase.h"
#include "Foundation/JoinedText.h"
#include "Report/FindingReview.h"
#include "Report/PersonName.h"
#include "Report/StoredJson.h"
#include "Results/FhirPieces.h"

namespace vlm
{
namespace
{

constexpr const char* LocalId = "reviewer";

// "was: Mass", where the label was replaced.
std::string FormerLabel(const Json::Value& finding, const Phrasebook& words)
{
  const std::string label = FhirTextOf(OriginalOf(finding), "Label");
  return label.empty() ? "" : words.Say("sr.formerLabel", {{"label", label}});
}

std::vector<std::string> Split(const std::string& text, const char* separator)
{
  std::vector<std::string> parts;
  boost::algorithm::split(parts, text, boost::algorithm::is_any_of(separator));
  return parts;
}

// Of a PN (PS3.5 6.2.1): the components of its first group that is not empty.
Json::Value HumanName(const std::string& value)
{
  const auto groups = Split(value, "=");
  const auto group = std::find_if(groups.begin(), groups.end(),
                                  [](const std::string& one)
                                  { return one.find_first_not_of("^ ") != std::string::npos; });
  const auto components = Split(group == groups.end() ? "" : *group, "^");
  constexpr std::array<const char*, 5> keys = {"family", "given", "given", "prefix", "suffix"};
  Json::Value name;
  name["text"] = FhirText(PersonNameText(value));
  for (std::size_t i = 0; i < std::min(components.size(), keys.size()); ++i)
  {
    const std::string part = FhirText(components[i]);
    if (i == 0)
    {
      name["family"] = part;
    }
    else
    {
      name[keys.at(i)].append(part);
    }
  }
  return name;
}

}  // namespace

Json::Value FhirReviewerOf(const SignedReview& review)
{
  Json::Value practitioner;
  practitioner["resourceType"] = "Practitioner";
  practitioner["id"] = LocalId;
  practitioner["name"].append(HumanName(review.name));
  const std::string user = FhirText(review.user);
  if (!user.empty())
  {
    Json::Value identifier;
    identifier["type"] = FhirWords("User of Orthanc");
    identifier["value"] = user;
    practitioner["identifier"].append(identifier);
  }
  return practitioner;
}

Json::Value FhirReviewerReference()
{
  Json::Value reference;
  reference["reference"] = std::string("#") + LocalId;
  reference["type"] = "Practitioner";
  return reference;
}

std::string FhirDecisionOf(const Json::Value& finding, const Phrasebook& words)
{
  const std::string disposition = DispositionOf(finding);
  if (disposition.empty())
  {
    return "";
  }
  const std::string reason = FhirTextOf(MemberOf(finding, "Review"), "Reason");
  return Joined(
      {words.Say("sr.decision." + LowerCase(disposition)), FormerLabel(finding, words), reason},
      words.Say("document.semicolon"));
}

}  // namespace vlm
