// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/Contradictions.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "Findings/AcquisitionWords.h"
#include "Foundation/AsciiCase.h"
#include "Pixels/BoxOverlap.h"

namespace vlm
{
namespace
{

constexpr double NearlyEqual = 0.8;  // intersection over union

std::string NameOf(const CandidateFinding& finding, std::size_t index)
{
  return "Finding " + std::to_string(index + 1) + " (" + finding.label + ")";
}

bool AreDuplicates(const CandidateFinding& one, const CandidateFinding& other)
{
  if (one.image != other.image || one.box.has_value() != other.box.has_value() ||
      LowerCase(one.label) != LowerCase(other.label))
  {
    return false;
  }
  if (one.box)
  {
    return IntersectionOverUnion(*one.box, *other.box) >= NearlyEqual;
  }
  return one.laterality == other.laterality && IsSameWord(one.anatomy, other.anatomy) &&
         one.description == other.description;
}

void DropDuplicates(ParsedReply& parsed)
{
  std::vector<CandidateFinding> kept;
  for (std::size_t i = 0; i < parsed.findings.size(); ++i)
  {
    CandidateFinding& finding = parsed.findings[i];
    const auto first =
        std::find_if(kept.begin(), kept.end(),
                     [&finding](const auto& other) { return AreDuplicates(other, finding); });
    if (first == kept.end())
    {
      kept.push_back(std::move(finding));
      continue;
    }
    const bool isOtherSide = first->laterality != finding.laterality;
    parsed.warnings.push_back(
        NameOf(finding, i) + " repeats another one at the same place" +
        (isOtherSide ? " with another side; the first is kept." : "; it is left out."));
  }
  parsed.findings = std::move(kept);
}

// "left ventricle" and "shift to the right" do not say on which side a finding is; neither does the
// left of the picture.
bool NamesASide(std::string_view lower, std::string_view side)
{
  for (std::size_t at = lower.find(side); at != std::string_view::npos;
       at = lower.find(side, at + 1))
  {
    const std::string_view before = lower.substr(0, at);
    const std::string_view after = lower.substr(at + side.size());
    const auto ends = [before](std::string_view word)
    { return before.size() >= word.size() && before.substr(before.size() - word.size()) == word; };
    const auto begins = [after](std::string_view word)
    { return after.substr(0, word.size()) == word; };
    const bool isWord =
        HasWord(lower.substr(at > 0 ? at - 1 : 0, side.size() + (at > 0 ? 2 : 1)), side);
    const bool isDirection = ends("to the ") || ends("toward the ") || ends("towards the ") ||
                             ends("from the ") || ends("than the ");
    const bool isChamber = begins(" ventric") || begins(" atri") || begins(" heart") ||
                           begins(" main") || begins(" of ") || begins(" upper part of the pict") ||
                           begins(" part of the") || begins(" side of the image") ||
                           begins(" side of the pict");
    if (isWord && !isDirection && !isChamber)
    {
      return true;
    }
  }
  return false;
}

// The side that a text names if it names just one.
Laterality OnlySideIn(std::string_view text)
{
  const std::string lower = LowerCase(text);
  for (const char* word : {"bilateral", "both", "contralateral", "opposite"})
  {
    if (lower.find(word) != std::string::npos)
    {
      return Laterality::Unknown;
    }
  }
  const bool isLeft = NamesASide(lower, "left");
  const bool isRight = NamesASide(lower, "right");
  return isLeft == isRight ? Laterality::Unknown : isLeft ? Laterality::Left : Laterality::Right;
}

bool HasSide(const CandidateFinding& finding)
{
  return finding.laterality == Laterality::Left || finding.laterality == Laterality::Right;
}

bool IsNegated(const std::string& lower)
{
  return HasWord(lower, "no") || HasWord(lower, "not") || HasWord(lower, "without") ||
         HasWord(lower, "normal") || HasWord(lower, "clear");
}

// The only side that sentences with the finding's label name.
Laterality SideInNarrative(const ParsedReply& parsed, const std::string& label)
{
  const std::string text = parsed.narrative.findings + "\n" + parsed.narrative.impression;
  std::string about;
  std::size_t begin = 0;
  while (begin < text.size())
  {
    const std::size_t end = std::min(text.find_first_of(".;\n", begin), text.size());
    const std::string sentence = LowerCase(std::string_view(text).substr(begin, end - begin));
    if (HasWord(sentence, LowerCase(label)) && !IsNegated(sentence))
    {
      about += sentence + ". ";
    }
    begin = end + 1;
  }
  return OnlySideIn(about);
}

// Another finding of this name on the other side explains what the narrative says.
bool IsOnBothSides(const ParsedReply& parsed, const CandidateFinding& finding)
{
  return std::any_of(
      parsed.findings.begin(), parsed.findings.end(),
      [&finding](const CandidateFinding& other)
      { return IsSameWord(other.label, finding.label) && other.laterality != finding.laterality; });
}

struct OtherSide
{
  Laterality side = Laterality::Unknown;
  const char* where = "";
};

// The first of its texts that names the other side only.
std::optional<OtherSide> OtherSideIn(const ParsedReply& parsed, const CandidateFinding& finding)
{
  const Laterality other = OppositeOf(finding.laterality);
  if (OnlySideIn(finding.label) == other)
  {
    return OtherSide{other, "its label"};
  }
  if (OnlySideIn(finding.anatomy) == other)
  {
    return OtherSide{other, "its anatomy"};
  }
  if (OnlySideIn(finding.description) == other)
  {
    return OtherSide{other, "its description"};
  }
  if (!IsOnBothSides(parsed, finding) && SideInNarrative(parsed, finding.label) == other)
  {
    return OtherSide{other, "the narrative"};
  }
  return std::nullopt;
}

void CheckSides(ParsedReply& parsed, const std::vector<Frame>& frames)
{
  std::vector<std::string> warnings;
  for (std::size_t i = 0; i < parsed.findings.size(); ++i)
  {
    CandidateFinding& finding = parsed.findings[i];
    if (!HasSide(finding))
    {
      continue;
    }
    const std::string states =
        NameOf(finding, i) + " is stated " + std::string(WordOf(finding.laterality)) + ", but ";
    const auto other = OtherSideIn(parsed, finding);
    if (other)
    {
      finding.contradiction =
          states + other->where + " says " + std::string(WordOf(other->side)) + ".";
      warnings.push_back(finding.contradiction);
    }
    const auto image = static_cast<std::size_t>(finding.image);
    const Laterality imaged = finding.box && image < frames.size()
                                  ? PatientSideOf(*finding.box, frames[image])
                                  : Laterality::Unknown;
    if (imaged == OppositeOf(finding.laterality))
    {
      warnings.push_back(states + "its box lies on the patient's " + std::string(WordOf(imaged)) +
                         ".");
    }
  }
  parsed.warnings.insert(parsed.warnings.end(), warnings.begin(), warnings.end());
}

// Only the words about the whole: a single finding may well name a neighbouring region, and
// recommendations other modalities.
void CheckAcquisition(ParsedReply& parsed, const std::vector<Frame>& frames)
{
  if (frames.empty())
  {
    return;
  }
  const Acquisition& acquisition = frames.front().acquisition;
  const auto isAlike = [&acquisition](const Frame& frame)
  {
    return frame.acquisition.modality == acquisition.modality &&
           frame.acquisition.bodyPart == acquisition.bodyPart;
  };
  if (!std::all_of(frames.begin(), frames.end(), isAlike))
  {
    return;
  }
  std::string whole = parsed.narrative.technique;
  const auto modality = WordOfOtherModality(whole, acquisition.modality);
  if (modality)
  {
    parsed.warnings.push_back("The model speaks of \"" + *modality + "\", but the modality is " +
                              acquisition.modality + ".");
  }
  for (const CandidateFinding& finding : parsed.findings)
  {
    whole += " " + finding.label + " " + finding.anatomy;
  }
  const auto bodyPart = WordOfOtherBodyPart(whole, acquisition.bodyPart);
  if (bodyPart)
  {
    parsed.warnings.push_back("The model speaks of \"" + *bodyPart + "\", but the body part is " +
                              acquisition.bodyPart + ".");
  }
}

}  // namespace

ParsedReply CheckContradictions(ParsedReply parsed, const std::vector<Frame>& frames)
{
  DropDuplicates(parsed);
  CheckSides(parsed, frames);
  CheckAcquisition(parsed, frames);
  return parsed;
}

}  // namespace vlm
