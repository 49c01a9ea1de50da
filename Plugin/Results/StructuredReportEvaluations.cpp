// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of the whole report: the last branch of the tree.
#include "Foundation/Phrasebook.h"
#include "Report/Disclaimer.h"
#include "Report/FindingReview.h"
#include "Report/StoredJson.h"
#include "Results/SignedReview.h"
#include "Results/StructuredReportCodes.h"
#include "Results/StructuredReportPieces.h"

namespace vlm
{
namespace
{

constexpr Relation Contains = DSRTypes::RT_contains;
constexpr std::size_t MostRejected = 20;  // that are named

// "2 stated places were rejected: mass, cyst". Empty if there are none.
std::string RejectedText(const Json::Value& report, const Phrasebook& words)
{
  std::string labels;
  std::size_t count = 0;
  const auto append = [&](const Json::Value& finding)
  {
    const std::string label = TextOf(finding, "Label");
    if (++count <= MostRejected && !label.empty())
    {
      labels += (labels.empty() ? "" : "; ") + label;
    }
  };
  for (const Json::Value& finding : ListOf(report, "Rejected"))
  {
    if (DispositionOf(finding).empty())
    {
      append(finding);
    }
  }
  for (const Json::Value& finding : ListOf(report, "Findings"))
  {
    if (CountsAsRejected(finding))
    {
      append(finding);
    }
  }
  return count == 0
             ? ""
             : words.Say("sr.rejected", {{"count", std::to_string(count)}, {"labels", labels}});
}

template <typename Table>
void AddTexts(const Table& table, const Json::Value& from, ContentTree& tree)
{
  for (const CodedMember& member : table)
  {
    tree.Text({Contains, member.name}, TextOf(from, member.key));
  }
}

void AddList(const CodedMember& member, const Json::Value& from, ContentTree& tree)
{
  for (const std::string& text : TextsOf(from, member.key))
  {
    tree.Text({Contains, member.name}, text);
  }
}

}  // namespace

void AddEvaluations(const ResultContext& context, ContentTree& tree)
{
  const Json::Value& report = context.report;
  const Json::Value& narrative = MemberOf(report, "Narrative");
  const Json::Value& model = MemberOf(report, "Model");
  const Json::Value& quality = MemberOf(report, "ImageQuality");
  const Phrasebook& words = Phrasebook::Of(TextOf(narrative, "Language"));
  tree.Container(
      {Contains, sr::Evaluations}, "",
      [&]
      {
        AddTexts(NarrativeTexts, narrative, tree);
        for (const CodedMember& list : NarrativeLists)
        {
          AddList(list, narrative, tree);
        }
        tree.Code({Contains, sr::Assessment},
                  IsTrue(report, "NoAbnormality") ? sr::NoAbnormality : ReportCode{"", "", ""});
        tree.Text({Contains, sr::Rejected}, RejectedText(report, words));
        if (IsFalse(quality, "Adequate"))
        {
          const std::string reason = TextOf(quality, "Reason");
          tree.Text({Contains, sr::PoorQuality}, reason.empty() ? "-" : reason);
        }
        AddList({"Warnings", sr::Warning}, report, tree);
        for (const CodedMember& text : ReportTexts)
        {
          tree.Text({Contains, text.name},
                    text.name.value == sr::Disclaimer.value && SignedReviewOf(report)
                        ? DisclaimerTextOf(report, words)
                        : TextOf(report, text.key));
        }
        AddReview(context, tree);
        AddTexts(ModelTexts, model, tree);
        tree.Text({Contains, sr::CompletedAt}, TextOf(MemberOf(report, "Timing"), "CompletedAt"));
        const auto readings = CountOf(model, "Readings");
        tree.Text({Contains, sr::Readings}, readings ? std::to_string(*readings) : "");
      });
}

}  // namespace vlm
