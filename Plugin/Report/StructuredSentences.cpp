// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/StructuredSentences.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "Findings/ProseLexicon.h"
#include "Findings/ProseText.h"
#include "Foundation/CleanText.h"
#include "Foundation/JoinedText.h"
#include "Render/Numbers.h"
#include "Report/ChineseWords.h"
#include "Report/ReportWords.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostCharacters = 200;  // of a model's field within a sentence

// Of an English word that the lexicon knows, and so is no name, the first letter becomes small.
std::string WithinSentence(const std::string& untrusted)
{
  std::string text = CleanText(untrusted, MostCharacters, LineBreaks::ReplaceBySpaces);
  const std::vector<std::string> tokens = TokensOf(text);
  const bool isCapital =
      text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z';
  if (isCapital && !tokens.empty() &&
      ProseLexicon::Embedded().Find(tokens, 0).kind != TermKind::Word)
  {
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  }
  return text;
}

bool NamesASide(const std::string& text)
{
  const std::vector<std::string> words = PlainWordsOf(text);
  return std::any_of(
      words.begin(), words.end(),
      [](const std::string& word)
      { return word == "left" || word == "right" || word == "bilateral" || word == "midline"; });
}

std::string PlaceText(const ReportedLesion& lesion, const Phrasebook& words)
{
  std::string anatomy = WithinSentence(lesion.Main().statement.anatomy);
  const Laterality known = SideOf(lesion).side;
  const Laterality side = known == Laterality::Unknown ? lesion.statedSide : known;
  if (side == Laterality::Unknown || NamesASide(anatomy))
  {
    return anatomy;
  }
  if (anatomy.empty())
  {
    return words.Say("narrative.place." + WordOf(side));
  }
  return words.Say("narrative.place.anatomy",
                   {{"side", words.Say("narrative.side." + WordOf(side))}, {"anatomy", anatomy}});
}

std::string LabelText(const ReportedLesion& lesion, const Phrasebook& words)
{
  const std::string label =
      CleanText(lesion.Main().statement.label, MostCharacters, LineBreaks::ReplaceBySpaces);
  return label.empty() ? words.Say("narrative.unnamed") : label;
}

// How many images it spans, if several; which ones is not said, since collections renumber them.
std::string ImagesText(const ReportedLesion& lesion, const Phrasebook& words)
{
  std::set<int> images;
  for (const ModelledFinding* member : lesion.members)
  {
    images.insert(member->finding.statement.image);
  }
  return images.size() < 2
             ? ""
             : words.Say("narrative.images", {{"count", std::to_string(images.size())}});
}

std::string DoubtsText(const Verification& verification, const Phrasebook& words)
{
  std::vector<std::string> doubts;
  for (const Check& check : verification.checks)
  {
    const std::string key = "document.doubt." + check.name;
    if (!check.passed)
    {
      doubts.push_back(words.Has(key) ? words.Say(key) : check.name);
    }
  }
  return Joined(doubts, words.Say("narrative.comma"));
}

std::string ShiftText(const Verification& verification)
{
  const bool isInMm = verification.shiftMm && std::isfinite(*verification.shiftMm);
  if (isInMm)
  {
    return FormatLength(*verification.shiftMm) + " mm";
  }
  return std::isfinite(verification.shiftPx) ? FormatLength(verification.shiftPx) + " px" : "";
}

std::string VerificationText(const Finding& finding, const Phrasebook& words)
{
  const Verification& verification = finding.verification;
  const bool isVerified = verification.status == VerificationStatus::Verified ||
                          verification.status == VerificationStatus::Adjusted;
  if (!finding.box)
  {
    return words.Say("narrative.notLocated");
  }
  if (!isVerified)
  {
    const std::string why = DoubtsText(verification, words);
    return why.empty() ? words.Say("narrative.unverified")
                       : words.Say("narrative.unverifiedBecause", {{"why", why}});
  }
  const auto agreeing = std::count_if(verification.sightings.begin(), verification.sightings.end(),
                                      [](const Sighting& sighting) { return !sighting.isOutlier; });
  std::string text =
      verification.looks < 2
          ? words.Say("narrative.verified")
          : words.Say("narrative.verifiedBy", {{"readings", std::to_string(agreeing)},
                                               {"of", std::to_string(verification.looks)}});
  const std::string shift = ShiftText(verification);
  const bool isMoved = verification.status == VerificationStatus::Adjusted && !shift.empty();
  return text + (isMoved ? words.Say("narrative.afterShift", {{"shift", shift}}) : "");
}

}  // namespace

std::string DescribeLesion(const ReportedLesion& lesion, const AnalysisReport& report,
                           const Phrasebook& words)
{
  const Finding& finding = lesion.Main();
  const std::string what =
      Joined({LabelText(lesion, words), WithinSentence(finding.statement.severity),
              PlaceText(lesion, words), ImagesText(lesion, words)},
             words.Say("narrative.comma"));
  return Joined({what, MeasuredText(lesion, report, words), VerificationText(finding, words)},
                words.Say("narrative.semicolon")) +
         words.Say("narrative.fullStop");
}

std::string SummarizeLesion(const ReportedLesion& lesion, const AnalysisReport& report,
                            const Phrasebook& words)
{
  const Finding& finding = lesion.Main();
  const VerificationStatus status = finding.verification.status;
  const bool isDoubtful =
      status == VerificationStatus::Unverified || status == VerificationStatus::Rejected;
  const std::string doubt = !finding.box ? words.Say("narrative.notLocated")
                            : isDoubtful ? words.Say("narrative.unverified")
                                         : "";
  return Joined({LabelText(lesion, words), WithinSentence(finding.statement.severity),
                 PlaceText(lesion, words), MeasuredText(lesion, report, words), doubt},
                words.Say("narrative.comma")) +
         words.Say("narrative.fullStop");
}

std::string StatedSideNote(const ReportedLesion& lesion, const Phrasebook& words)
{
  const KnownSide known = SideOf(lesion);
  const Laterality stated = lesion.statedSide;
  if (!AreOpposite(stated, known.side))
  {
    return "";
  }
  const auto say = [&words](Laterality side)
  { return words.Say("narrative.side." + WordOf(side)); };
  return words.Say(known.source == KnownSide::Source::VerifiedPlace
                       ? "narrative.note.statedSide.verified"
                       : "narrative.note.statedSide.unverified",
                   {{"stated", say(stated)}, {"side", say(known.side)}});
}

}  // namespace vlm
