// SPDX-License-Identifier: GPL-3.0-or-later
// What a human said of the report, throughout the tree.
#include "Findings/Finding.h"
#include "Foundation/Json.h"
#include "Report/FindingReview.h"
#include "Report/StoredJson.h"
#include "Results/FindingRegion.h"
#include "Results/ResultUid.h"
#include "Results/SignedReview.h"
#include "Results/StructuredReportCodes.h"
#include "Results/StructuredReportHeader.h"
#include "Results/StructuredReportPieces.h"

namespace vlm
{
namespace
{

constexpr Relation ContextOf = DSRTypes::RT_hasObsContext;
constexpr Relation Contains = DSRTypes::RT_contains;
constexpr Relation Property = DSRTypes::RT_hasProperties;
constexpr std::array<CodedMember, 3> ReplacedTexts = {{{"Laterality", sr::OriginalSide},
                                                       {"Severity", sr::OriginalSeverity},
                                                       {"Description", sr::OriginalText}}};
constexpr std::size_t LongestJson = 20000;  // of a content item's text

// Members of a finding as in the report's JSON, without those that would make it too long.
std::string MembersOf(Json::Value finding)
{
  for (const char* key : {"Review", "RawBox"})
  {
    finding.removeMember(key);
  }
  std::string text = WriteJson(finding);
  if (text.size() > LongestJson)
  {
    finding.removeMember("Outline");
    text = WriteJson(finding);
  }
  return text.size() > LongestJson ? "" : text;
}

// "Finding 2: nodule".
std::string NameOf(const Json::Value& finding)
{
  const std::int64_t number = CountOf(finding, "Number").value_or(0);
  const std::string label = TextOf(finding, "Label");
  const std::string name = number > 0 ? "Finding " + std::to_string(number) : "Finding";
  return label.empty() ? name : name + ": " + label;
}

void AddRejected(const ResultContext& context, const Json::Value& finding, ContentTree& tree)
{
  const std::string uid = UidOfUuid(TextOf(finding, "Id"));
  const Json::Value& images = ListOf(context.report, "Images");
  const auto image = ImageOf(finding, images.size());
  tree.Text(
      {Contains, sr::RejectedByHuman}, NameOf(finding),
      [&]
      {
        if (!uid.empty())
        {
          tree.Uid({Property, sr::TrackingUid}, uid);
        }
        tree.Text({Property, sr::DecisionReason}, TextOf(MemberOf(finding, "Review"), "Reason"));
        tree.Text({Property, sr::Original}, MembersOf(finding));
        if (image && *image < context.sources.size() && context.sources[*image])
        {
          const SourceImage& source = *context.sources[*image];
          tree.Image({Property, sr::SourceOfMeasurement}, source, FrameOf(images[*image], source));
        }
      });
}

}  // namespace

void AddPerson(const ResultContext& context, ContentTree& tree)
{
  const auto review = SignedReviewOf(context.report);
  if (!review)
  {
    return;
  }
  tree.Code({ContextOf, sr::ObserverType}, sr::Person);
  tree.PersonName({ContextOf, sr::PersonName}, review->name);
  tree.Text({ContextOf, sr::PersonLogin}, review->user);
  tree.Text({ContextOf, sr::PersonOrganization}, OrganizationOf(context));
  tree.Code({ContextOf, sr::PersonRole}, sr::Verifying);
}

void AddDecision(const Json::Value& finding, ContentTree& tree)
{
  const std::string disposition = DispositionOf(finding);
  const CodedConcept decision = DecisionCode(disposition);
  if (decision.value.empty())
  {
    return;
  }
  const Json::Value& original = OriginalOf(finding);
  const auto isReplaced = [&original](const char* key)
  { return original.isObject() && original.isMember(key); };
  tree.Code({Contains, sr::Decision}, decision);
  tree.Text({Contains, sr::DecisionReason}, TextOf(MemberOf(finding, "Review"), "Reason"));
  for (const auto& [key, name] :
       {CodedMember{"Label", sr::ReviewedLabel}, CodedMember{"Anatomy", sr::ReviewedAnatomy}})
  {
    const bool isTheirs = disposition == "Added" || isReplaced(key);
    tree.Text({Contains, name}, isTheirs ? TextOf(finding, key) : "");
  }
  for (const CodedMember& replaced : ReplacedTexts)
  {
    tree.Text({Contains, replaced.name}, TextOf(original, replaced.key));
  }
  tree.Text({Contains, sr::Original}, original.isObject() ? MembersOf(original) : "");
}

std::string ModelTextOf(const Json::Value& finding, const std::string& key)
{
  if (key != "Label" && key != "Anatomy")
  {
    return TextOf(finding, key.c_str());
  }
  if (DispositionOf(finding) == "Added")
  {
    return "";
  }
  const Json::Value& original = OriginalOf(finding);
  return TextOf(original.isObject() && original.isMember(key) ? original : finding, key.c_str());
}

void AddReview(const ResultContext& context, ContentTree& tree)
{
  const auto review = SignedReviewOf(context.report);
  if (!review)
  {
    return;
  }
  const Json::Value& told = MemberOf(context.report, "Review");
  const auto earlier = SignedRevisionsBefore(context.report, review->revision);
  tree.Text({Contains, sr::ReviewRevision}, std::to_string(review->revision));
  tree.Code({Contains, sr::ReviewStatus}, review->isAmendment ? sr::Amended : sr::SignedOff);
  tree.Text({Contains, sr::AmendedRevision},
            earlier.front() > 0 ? std::to_string(earlier.front()) : "");
  tree.Text({Contains, sr::ReviewedAt}, TextOf(told, "At"));
  tree.Text({Contains, sr::ModelImpression}, TextOf(told, "OriginalImpression"));
  for (const Json::Value& finding : ListOf(context.report, "Rejected"))
  {
    if (!DispositionOf(finding).empty())
    {
      AddRejected(context, finding, tree);
    }
  }
}

}  // namespace vlm
