// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReviewSection.h"

#include <algorithm>
#include <utility>

#include "Report/Disclaimer.h"
#include "Report/DocumentPieces.h"
#include "Report/FindingReview.h"
#include "Report/FindingWords.h"
#include "Report/PersonName.h"
#include "Report/ReviewWords.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostRejected = 100;  // that are named
constexpr Json::ArrayIndex MostReviews = 50;
constexpr Json::ArrayIndex MostParts = 100;

std::string SignerOf(const Json::Value& review)
{
  return Clipped(PersonNameText(TextOf(review, "Name")), 200);
}

void Append(const Runs& more, Runs& runs)
{
  runs.insert(runs.end(), more.begin(), more.end());
}

Runs CountsOf(const Json::Value& review, const Phrasebook& words)
{
  const Json::Value& counts = MemberOf(review, "Counts");
  const auto count = [&counts](const char* key)
  { return std::to_string(CountOf(counts, key).value_or(0)); };
  return Ours(words.Say("document.review.counts", {{"accepted", count("Accepted")},
                                                   {"edited", count("Edited")},
                                                   {"rejected", count("Rejected")},
                                                   {"added", count("Added")},
                                                   {"undecided", count("Undecided")}}));
}

// "Reviewed and signed by Smith, John on 2026-11-24 05:37 UTC, revision 2. User: smith."
Runs StateOf(const Json::Value& review, const Phrasebook& words)
{
  const bool isSigned = IsTrue(review, "SignedOff");
  Runs runs = SayOf(words, isSigned ? "document.review.signed" : "document.review.draft",
                    SignerOf(review), MomentOf(TextOf(review, "At")),
                    std::to_string(CountOf(review, "Revision").value_or(0)));
  const std::string user = Clipped(TextOf(review, "User"), 100);
  if (!user.empty())
  {
    runs.push_back({" "});
    Append(SayOf(words, "document.review.user", user), runs);
  }
  return runs;
}

// Of a collected report, whose parts were reviewed each for itself.
Notice NoticeOfParts(const Json::Value& parts, const Phrasebook& words)
{
  Notice notice{Notice::Kind::Review, {}};
  for (Json::ArrayIndex i = 0; i < std::min(parts.size(), MostParts); ++i)
  {
    const Json::Value& review = MemberOf(parts[i], "Review");
    Runs runs = Ours(words.Say("document.parts.part") + " " + std::to_string(i + 1) +
                     words.Say("document.colon"));
    Append(review.isObject() ? StateOf(review, words) : Ours(words.Say("document.review.none")),
           runs);
    notice.paragraphs.push_back(std::move(runs));
    if (!IsTrue(review, "SignedOff"))
    {
      notice.kind = Notice::Kind::Warning;
    }
  }
  if (parts.size() > MostParts)
  {
    notice.paragraphs.push_back(SayMore(parts.size() - MostParts, words));
  }
  return notice;
}

// Who signed a review, or else who saved it.
Runs AuthorOf(const Json::Value& review)
{
  const std::string signer = SignerOf(review);
  return Quoted(signer.empty() ? Clipped(TextOf(review, "User"), 100) : signer);
}

}  // namespace

Notice DisclaimerNoticeOf(const Json::Value& report, const Phrasebook& words)
{
  const std::string signer = SignerTextOf(report);
  return {Notice::Kind::Disclaimer,
          {signer.empty() ? Ours(words.Say("document.disclaimer"))
                          : SayOf(words, "document.disclaimer.reviewed", signer)}};
}

void AppendReview(const DocumentSubject& subject, Blocks& blocks)
{
  const Phrasebook& words = subject.words;
  const Json::Value& review = MemberOf(subject.report, "Review");
  const Json::Value& parts = ListOf(subject.report, "Parts");
  if (review.isObject())
  {
    const auto kind = IsTrue(review, "SignedOff") ? Notice::Kind::Review : Notice::Kind::Warning;
    Runs counts = Ours(words.Say("document.findings") + words.Say("document.colon"));
    Append(CountsOf(review, words), counts);
    Notice notice{kind, {StateOf(review, words), std::move(counts)}};
    if (IsTrue(review, "Amends"))
    {
      notice.paragraphs.push_back(Ours(words.Say("document.review.amends")));
    }
    blocks.emplace_back(std::move(notice));
  }
  else if (std::any_of(parts.begin(), parts.end(),
                       [](const Json::Value& part) { return MemberOf(part, "Review").isObject(); }))
  {
    blocks.emplace_back(NoticeOfParts(parts, words));
  }
}

void AppendFormerImpression(const DocumentSubject& subject, Blocks& blocks)
{
  const Json::Value& review = MemberOf(subject.report, "Review");
  if (MemberOf(review, "OriginalImpression").isString())
  {
    const std::string former = TextOf(review, "OriginalImpression");
    Runs runs = Ours(subject.words.Say("document.review.formerImpression"));
    runs.push_back(former.empty() ? Run{subject.words.Say("document.impression.none")}
                                  : Run{former, Run::Voice::Quoted});
    blocks.emplace_back(Paragraph{std::move(runs), Paragraph::Kind::Small});
  }
}

void AppendReviewHistory(const DocumentSubject& subject, Blocks& blocks)
{
  const Phrasebook& words = subject.words;
  const Json::Value& reviews = ListOf(subject.report, "Reviews");
  if (reviews.size() < 2)
  {
    return;
  }
  Table table;
  table.caption = words.Say("document.review.history.caption");
  table.columns = {{words.Say("document.review.revision"), 0.1},
                   {words.Say("document.review.at"), 0.22},
                   {words.Say("document.review.by"), 0.22},
                   {words.Say("document.review.state"), 0.14},
                   {words.Say("document.review.what"), 0.32}};
  const Json::ArrayIndex first = reviews.size() - std::min(reviews.size(), MostReviews);
  for (Json::ArrayIndex i = first; i < reviews.size(); ++i)
  {
    const Json::Value& review = reviews[i];
    const char* const state = IsTrue(review, "SignedOff") ? "document.review.state.signed"
                                                          : "document.review.state.draft";
    table.rows.push_back({Ours(std::to_string(CountOf(review, "Revision").value_or(0))),
                          Ours(MomentOf(TextOf(review, "At"))), AuthorOf(review),
                          Ours(words.Say(state)), CountsOf(review, words)});
  }
  blocks.emplace_back(Heading{2, Ours(words.Say("document.review.history"))});
  blocks.emplace_back(std::move(table));
  if (first > 0)
  {
    blocks.emplace_back(Paragraph{SayMore(first, words)});
  }
}

void AppendRejectedByHuman(const DocumentSubject& subject, Blocks& blocks)
{
  const Phrasebook& words = subject.words;
  ItemList list;
  std::size_t count = 0;
  for (const Json::Value& finding : ListOf(subject.report, "Rejected"))
  {
    if (IsRejectedByHuman(finding) && ++count <= MostRejected)
    {
      Runs runs = {{NameOf(finding, words), Run::Voice::Quoted}, {words.Say("document.colon")}};
      runs.push_back({Clipped(TextOf(MemberOf(finding, "Review"), "Reason")), Run::Voice::Quoted});
      list.items.push_back(std::move(runs));
    }
  }
  if (count == 0)
  {
    return;
  }
  if (count > MostRejected)
  {
    list.items.push_back(SayMore(count - MostRejected, words));
  }
  blocks.emplace_back(
      Heading{3, Ours(words.Say("document.review.rejected", {{"count", std::to_string(count)}}))});
  blocks.emplace_back(std::move(list));
}

}  // namespace vlm
