// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReviewWords.h"

#include <utility>

#include "Foundation/Time.h"
#include "Report/DocumentPieces.h"
#include "Report/FindingReview.h"
#include "Report/FindingWords.h"
#include "Report/StoredJson.h"
#include "Report/VerificationWords.h"

namespace vlm
{
namespace
{

// Facts one after the other on a line: "Side: Left; Size: 18 x 10 mm".
class FactLine
{
public:
  explicit FactLine(const Phrasebook& words) : words_(words) {}

  void Add(const std::string& phrase, Run value)
  {
    if (value.text.empty())
    {
      return;
    }
    const std::string separator = runs_.empty() ? "" : words_.Say("document.semicolon");
    runs_.push_back({separator + words_.Say(phrase) + words_.Say("document.colon")});
    runs_.push_back(std::move(value));
  }

  const Runs& Line() const { return runs_; }

private:
  const Phrasebook& words_;
  Runs runs_;
};

}  // namespace

Runs DecisionOf(const Json::Value& report, const Json::Value& finding, const Phrasebook& words)
{
  const std::string disposition = DispositionOf(finding);
  if (disposition.empty())
  {
    const bool isReviewed = MemberOf(report, "Review").isObject();
    return Ours(isReviewed ? words.Say("document.review.undecided") : "");
  }
  Runs runs = Ours(words.Say("document.review." + disposition));
  if (IsRestored(finding))
  {
    runs.push_back({words.Say("document.review.restored")});
  }
  const std::string reason = Clipped(TextOf(MemberOf(finding, "Review"), "Reason"));
  if (!reason.empty())
  {
    runs.push_back({words.Say("document.semicolon") + words.Say("document.review.reason")});
    runs.push_back({reason, Run::Voice::Quoted});
  }
  return runs;
}

Runs FormerOf(const Json::Value& finding, const Json::Value& image, const Phrasebook& words)
{
  const Json::Value& original = OriginalOf(finding);
  if (!original.isObject())
  {
    return {};
  }
  const Json::Value former = FormerFinding(finding);
  FactLine line(words);
  using Phrase = std::pair<const char*, const char*>;
  for (const auto& [phrase, key] :
       {Phrase("document.finding", "Label"), Phrase("document.anatomy", "Anatomy"),
        Phrase("document.severity", "Severity"), Phrase("document.description", "Description")})
  {
    if (original.isMember(key))
    {
      const std::string text = Clipped(TextOf(original, key));
      line.Add(phrase, text.empty() ? Run{words.Say("document.reason.none")}
                                    : Run{text, Run::Voice::Quoted});
    }
  }
  if (original.isMember("Laterality"))
  {
    const std::string side = StatedSideOf(former, words);
    line.Add("document.side", {side.empty() ? words.Say("document.reason.none") : side});
  }
  if (IsDrawnByReviewer(finding))
  {
    line.Add("document.position", {PositionOf(former, words)});
    line.Add("document.size", {SizeOf(image, former, words)});
  }
  if (original.isMember("Verification"))
  {
    line.Add("document.verification", {VerificationOf(former, words)});
  }
  return line.Line();
}

std::string MomentOf(const std::string& isoText)
{
  return ParseTimestamp(isoText) ? isoText.substr(0, 10) + " " + isoText.substr(11, 5) + " UTC"
                                 : Clipped(isoText, 60);
}

Runs SayOf(const Phrasebook& words, const std::string& key, const std::string& name,
           const std::string& at, const std::string& revision)
{
  const std::string marker = "\x01";  // no clean text holds it
  const std::string said = words.Say(key, {{"name", marker}, {"at", at}, {"revision", revision}});
  const std::size_t place = said.find(marker);
  if (place == std::string::npos)
  {
    return Ours(said);
  }
  return {
      {said.substr(0, place)}, {name, Run::Voice::Quoted}, {said.substr(place + marker.size())}};
}

}  // namespace vlm
