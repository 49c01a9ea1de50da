// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/LesionSection.h"

#include <map>
#include <set>
#include <string>

#include "Foundation/JoinedText.h"
#include "Render/Numbers.h"
#include "Report/DocumentFigures.h"
#include "Report/DocumentPieces.h"
#include "Report/FindingReview.h"
#include "Report/FindingWords.h"
#include "Report/ReviewWords.h"
#include "Report/StoredJson.h"
#include "Report/VerificationWords.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostRows = 500;      // of the table of further lesions
constexpr std::size_t MostRejected = 20;   // that are named
constexpr std::size_t MostDiagnoses = 20;  // in a differential

const Json::Value& KeyOf(const DocumentSubject& subject, const Lesion& lesion)
{
  return ListOf(subject.report, "Findings")[lesion.key];
}

std::set<Json::ArrayIndex> ImagesOf(const DocumentSubject& subject, const Lesion& lesion)
{
  const Json::ArrayIndex count = ListOf(subject.report, "Images").size();
  std::set<Json::ArrayIndex> images;
  for (const Json::ArrayIndex member : lesion.members)
  {
    const auto image = ImageOf(ListOf(subject.report, "Findings")[member], count);
    if (image)
    {
      images.insert(*image);
    }
  }
  return images;
}

// E.g. "2, 4 to 6", as people count images.
std::string RangesOf(const std::set<Json::ArrayIndex>& images, const Phrasebook& words)
{
  std::vector<std::string> ranges;
  for (auto first = images.begin(); first != images.end();)
  {
    auto last = first;
    while (std::next(last) != images.end() && *std::next(last) == *last + 1)
    {
      ++last;
    }
    const std::string from = std::to_string(*first + 1);
    const std::string to = std::to_string(*last + 1);
    ranges.push_back(from == to ? from
                                : words.Say("document.range", {{"first", from}, {"last", to}}));
    first = std::next(last);
  }
  return Joined(ranges, words.Say("document.separator"));
}

// E.g. "H 42.5 mm".
std::string SliceOf(const Json::Value& image, const Phrasebook& words)
{
  const Json::Value& slice = MemberOf(image, "SlicePosition");
  const auto mm = NumberOf(slice, "Mm");
  const std::string towards = Clipped(TextOf(slice, "Towards"), 4);
  return mm && !towards.empty() ? words.Say("document.slice.end",
                                            {{"towards", towards}, {"mm", FormatDecimals(*mm, 1)}})
                                : "";
}

std::string SlicesOf(const DocumentSubject& subject, const std::set<Json::ArrayIndex>& images)
{
  const Phrasebook& words = subject.words;
  const Json::Value& all = ListOf(subject.report, "Images");
  const std::string first = SliceOf(all[*images.begin()], words);
  const std::string last = SliceOf(all[*images.rbegin()], words);
  if (first.empty() || last.empty())
  {
    return "";
  }
  return first == last
             ? words.Say("document.slices.one", {{"position", first}})
             : words.Say(
                   "document.slices.many",
                   {{"position", words.Say("document.range", {{"first", first}, {"last", last}})}});
}

std::string SeenIn(const DocumentSubject& subject, const Lesion& lesion)
{
  const std::set<Json::ArrayIndex> images = ImagesOf(subject, lesion);
  if (images.empty())
  {
    return "";
  }
  const Phrasebook& words = subject.words;
  const std::string ranges = RangesOf(images, words);
  if (images.size() == 1)
  {
    return words.Say("document.image.one", {{"images", ranges}}) + SlicesOf(subject, images);
  }
  const auto key = CountOf(KeyOf(subject, lesion), "Image").value_or(0) + 1;
  return words.Say("document.image.many", {{"images", ranges}}) + SlicesOf(subject, images) +
         words.Say("document.key", {{"image", std::to_string(key)}});
}

// What the reviewer decided; where slices of the lesion differ, of which images.
Runs DecisionsOf(const DocumentSubject& subject, const Lesion& lesion)
{
  const Phrasebook& words = subject.words;
  const Json::Value& findings = ListOf(subject.report, "Findings");
  std::map<std::string, std::pair<Runs, std::set<Json::ArrayIndex>>> decisions;
  for (const Json::ArrayIndex member : lesion.members)
  {
    const Runs decision = DecisionOf(subject.report, findings[member], words);
    auto& [runs, images] = decisions[PlainText(decision)];
    runs = decision;
    images.insert(static_cast<Json::ArrayIndex>(CountOf(findings[member], "Image").value_or(0)));
  }
  if (decisions.size() == 1)
  {
    return decisions.begin()->second.first;
  }
  Runs all;
  for (const auto& [text, decision] : decisions)
  {
    const std::string where =
        words.Say(decision.second.size() == 1 ? "document.image.one" : "document.image.many",
                  {{"images", RangesOf(decision.second, words)}});
    all.push_back({(all.empty() ? "" : words.Say("document.semicolon")) + where +
                   words.Say("document.colon")});
    all.insert(all.end(), decision.first.begin(), decision.first.end());
  }
  return all;
}

void AppendFacts(const DocumentSubject& subject, const Lesion& lesion, Blocks& blocks)
{
  const Phrasebook& words = subject.words;
  const Json::Value& finding = KeyOf(subject, lesion);
  const Json::Value& image = ImageOfFinding(subject.report, finding);
  const bool isHumanPlace = IsDrawnByReviewer(finding);
  Facts facts(words);
  facts.Add("document.review", DecisionsOf(subject, lesion));
  facts.Add("document.review.was", FormerOf(finding, image, words));
  facts.Add("document.severity", Quoted(Clipped(TextOf(finding, "Severity"))));
  facts.Add("document.side", Ours(SideOf(finding, words)));
  facts.Add("document.anatomy", Quoted(Clipped(TextOf(finding, "Anatomy"))));
  facts.Add("document.category", Quoted(Clipped(TextOf(finding, "Category"))));
  facts.Add("document.code", Quoted(CodeOf(finding)));
  facts.Add("document.lesion.images", Ours(SeenIn(subject, lesion)));
  facts.Add("document.position", Ours(PositionOf(finding, words)));
  facts.Add("document.size", Ours(SizeOf(image, finding, words)));
  facts.Add("document.area", Ours(AreaOf(finding, words)));
  facts.Add("document.intensity", Ours(IntensityOf(finding, words)));
  if (!IsAddedByHuman(finding))
  {
    facts.Add("document.score", Ours(ScoreOf(finding, words)));
    const std::string ofWhat =
        isHumanPlace ? words.Say("document.review.notOfThisPlace") : std::string();
    facts.Add("document.verification", Ours(VerificationOf(finding, words) + ofWhat));
  }
  facts.Add("document.centre", Ours(isHumanPlace ? "" : CentreOf(finding, words)));
  facts.Add("document.doubts", Ours(DoubtsOf(finding, words)));
  facts.AppendTo(blocks, NameOf(finding, words));
}

Runs TitleOfLesion(const Lesion& lesion, const Json::Value& finding, const Phrasebook& words)
{
  return {{std::to_string(lesion.number) + ". "}, {NameOf(finding, words), Run::Voice::Quoted}};
}

}  // namespace

void AppendLesion(const DocumentSubject& subject, std::size_t index, Blocks& blocks)
{
  const Phrasebook& words = subject.words;
  const Lesion& lesion = subject.lesions[index];
  const Json::Value& finding = KeyOf(subject, lesion);
  blocks.emplace_back(Heading{3, TitleOfLesion(lesion, finding, words), lesion.anchor});
  for (const auto& [phrase, key] : {std::pair("document.description", "Description"),
                                    std::pair("document.evidence", "Evidence")})
  {
    AppendTitled(words.Say(phrase), Quoted(TextOf(finding, key)), words, blocks);
  }
  std::vector<std::string> differential = TextsOf(finding, "Differential");
  differential.resize(std::min(differential.size(), MostDiagnoses));
  AppendTitled(words.Say("document.differential"),
               Quoted(Joined(differential, words.Say("document.semicolon"))), words, blocks);
  AppendFacts(subject, lesion, blocks);
  AppendLedger(finding, words, blocks);
  AppendFigureOfLesion(subject, index, blocks);
}

void AppendFurtherLesions(const DocumentSubject& subject, Blocks& blocks)
{
  const Phrasebook& words = subject.words;
  if (subject.lesions.size() == subject.Sections())
  {
    return;
  }
  blocks.emplace_back(Heading{3, Ours(words.Say("document.moreLesions"))});
  blocks.emplace_back(Paragraph{Ours(words.Say(
      "document.moreLesions.text", {{"shown", std::to_string(subject.Sections())},
                                    {"total", std::to_string(subject.lesions.size())}}))});
  Table table;
  table.caption = words.Say("document.moreLesions");
  table.columns = {{words.Say("document.number"), 0.08},
                   {words.Say("document.finding"), 0.42},
                   {words.Say("document.images"), 0.2},
                   {words.Say("document.size"), 0.3}};
  const std::size_t end = std::min(subject.lesions.size(), subject.Sections() + MostRows);
  for (std::size_t i = subject.Sections(); i < end; ++i)
  {
    const Lesion& lesion = subject.lesions[i];
    const Json::Value& finding = KeyOf(subject, lesion);
    table.rows.push_back({Ours(std::to_string(lesion.number)), Quoted(NameOf(finding, words)),
                          Ours(RangesOf(ImagesOf(subject, lesion), words)),
                          Ours(SizeOf(ImageOfFinding(subject.report, finding), finding, words))});
  }
  blocks.emplace_back(std::move(table));
  if (end < subject.lesions.size())
  {
    blocks.emplace_back(Paragraph{SayMore(subject.lesions.size() - end, words)});
  }
}

void AppendRejected(const DocumentSubject& subject, Blocks& blocks)
{
  const Phrasebook& words = subject.words;
  std::vector<std::string> rejected;
  for (const Json::Value& finding : ListOf(subject.report, "Rejected"))
  {
    if (IsRejectedByHuman(finding))
    {
      continue;
    }
    rejected.push_back(
        Joined({NameOf(finding, words), DoubtsOf(finding, words)}, words.Say("document.colon")));
  }
  if (rejected.empty())
  {
    return;
  }
  blocks.emplace_back(Heading{
      3, Ours(words.Say("document.rejected", {{"count", std::to_string(rejected.size())}}))});
  ItemList list;
  AppendBounded(rejected, MostRejected, words, list.items);
  blocks.emplace_back(std::move(list));
}

}  // namespace vlm
