// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/DocumentComposition.h"

#include <string>
#include <utility>

#include "Foundation/JoinedText.h"
#include "Report/DocumentFigures.h"
#include "Report/DocumentPieces.h"
#include "Report/DocumentSubject.h"
#include "Report/ExaminationSection.h"
#include "Report/LesionSection.h"
#include "Report/NarrativeSection.h"
#include "Report/ReviewSection.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostWarnings = 100;

// Of a report without a model's judgement: what it does not mean.
Notice NoJudgement(const Json::Value& report, const Phrasebook& words)
{
  const bool abstained = TextOf(report, "Status") == "Abstained";
  const std::string reason = TextOf(report, "Reason");
  Runs why = Ours(words.Say("document.reason"));
  why.push_back(reason.empty() ? Run{words.Say("document.reason.none")}
                               : Run{reason, Run::Voice::Quoted});
  Notice notice{
      Notice::Kind::Warning,
      {Ours(words.Say(abstained ? "document.abstained" : "document.failed")), std::move(why)}};
  if (!MemberOf(report, "Review").isObject())
  {
    notice.paragraphs.push_back(Ours(words.Say("document.notNegative")));
  }
  return notice;
}

void AppendWarnings(const Json::Value& report, const Phrasebook& words, Blocks& blocks)
{
  Notice notice{Notice::Kind::Warning, {}};
  const auto pending = CountOf(report, "Pending").value_or(0);
  if (pending > 0)
  {
    notice.paragraphs.push_back(
        Ours(words.Say("document.pending", {{"count", std::to_string(pending)}})));
  }
  AppendBounded(TextsOf(report, "Warnings"), MostWarnings, words, notice.paragraphs);
  if (!notice.paragraphs.empty())
  {
    blocks.emplace_back(Heading{2, Ours(words.Say("document.warnings"))});
    blocks.emplace_back(std::move(notice));
  }
}

// What a model saw, and what a human made of it.
void AppendJudgement(const DocumentSubject& subject, Blocks& blocks)
{
  AppendImpression(subject, blocks);
  AppendFindingsProse(subject, blocks);
  AppendLeadingFigures(subject, blocks);
  for (std::size_t i = 0; i < subject.Sections(); ++i)
  {
    AppendLesion(subject, i, blocks);
  }
  AppendFurtherLesions(subject, blocks);
  AppendRejectedByHuman(subject, blocks);
  AppendRejected(subject, blocks);
  AppendOtherFigures(subject, blocks);
  AppendAdvice(subject, blocks);
}

}  // namespace

std::string TitleOf(const Json::Value& report, const Phrasebook& words)
{
  const std::string what = Joined(
      {Clipped(TextOf(report, "Modality"), 60), Clipped(TextOf(report, "BodyPart"), 100)}, ", ");
  return Joined({words.Say("document.title"), what}, words.Say("document.colon"));
}

Blocks ComposeDocument(const Json::Value& report, const DocumentContext& context, Edition edition)
{
  const Phrasebook& words = context.words;
  const bool isIllustrated = edition == Edition::Illustrated;
  const DocumentSubject subject{report, context, words, LesionsOf(report),
                                isIllustrated ? FiguresOf(report) : std::vector<FigureWish>{}};
  Blocks blocks = {DisclaimerNoticeOf(report, words), Heading{1, Ours(TitleOf(report, words))}};
  AppendReview(subject, blocks);
  if (isIllustrated)
  {
    AppendPatient(subject, blocks);
  }
  AppendExamination(subject, blocks);
  const bool isCompleted = TextOf(report, "Status") == "Completed";
  if (!isCompleted)
  {
    blocks.emplace_back(NoJudgement(report, words));
  }
  AppendWarnings(report, words, blocks);
  if (isCompleted || MemberOf(report, "Review").isObject())
  {
    AppendJudgement(subject, blocks);
  }
  AppendReviewHistory(subject, blocks);
  AppendCosts(subject, blocks);
  blocks.emplace_back(DisclaimerNoticeOf(report, words));
  return blocks;
}

}  // namespace vlm
