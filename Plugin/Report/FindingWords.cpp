// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/FindingWords.h"

#include <vector>

#include "Foundation/JoinedText.h"
#include "Render/Numbers.h"
#include "Report/DocumentPieces.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

// One of the report's words for a side in the language of the document.
std::string SideIn(const Phrasebook& words, const std::string& side)
{
  const std::string key = "document.side." + side;
  return words.Has(key) ? words.Say(key) : Clipped(side, 40);
}

}  // namespace

std::string SideOf(const Json::Value& finding, const Phrasebook& words)
{
  const std::string stated = TextOf(finding, "Laterality");
  const std::string located = TextOf(MemberOf(finding, "Verification"), "Side");
  if (stated.empty() || located.empty() || stated == located)
  {
    return SideIn(words, stated.empty() ? located : stated);
  }
  return words.Say("document.side.differs",
                   {{"stated", SideIn(words, stated)}, {"verified", SideIn(words, located)}});
}

std::string StatedSideOf(const Json::Value& finding, const Phrasebook& words)
{
  return SideIn(words, TextOf(finding, "Laterality"));
}

std::string NameOf(const Json::Value& finding, const Phrasebook& words)
{
  const std::string label = Clipped(TextOf(finding, "Label"), 200);
  return Joined({label.empty() ? words.Say("document.finding") : label,
                 Clipped(TextOf(finding, "Anatomy"), 120), SideOf(finding, words),
                 Clipped(TextOf(finding, "Severity"), 80)},
                words.Say("document.separator"));
}

std::string CodeOf(const Json::Value& finding)
{
  const Json::Value& code = MemberOf(finding, "Code");
  const std::string value = TextOf(code, "Value");
  if (value.empty())
  {
    return "";
  }
  return Clipped(value + " (" + Joined({TextOf(code, "Scheme"), TextOf(code, "Meaning")}, ", ") +
                 ")");
}

std::string PositionOf(const Json::Value& finding, const Phrasebook& words)
{
  const auto box = BoxOf(finding, "Box");
  if (!box)
  {
    return words.Say("document.position.none");
  }
  return words.Say("document.position.text",
                   {{"column", FormatDecimals(box->left + box->width / 2.0, 0)},
                    {"row", FormatDecimals(box->top + box->height / 2.0, 0)},
                    {"image", std::to_string(CountOf(finding, "Image").value_or(0) + 1)},
                    {"width", FormatDecimals(box->width, 0)},
                    {"height", FormatDecimals(box->height, 0)}});
}

std::string SizeOf(const Json::Value& image, const Json::Value& finding, const Phrasebook& words)
{
  const Json::Value& measurements = MemberOf(finding, "Measurements");
  const auto longMm = NumberOf(measurements, "LongAxisMm");
  const auto shortMm = NumberOf(measurements, "ShortAxisMm");
  if (longMm && shortMm)
  {
    // A spacing of the detector overstates sizes by the magnification: say so.
    const bool isDetector = TextOf(image, "PixelSpacingSource") == "ImagerPixelSpacing";
    return words.Say(
        isDetector ? "document.size.detector" : "document.size.mm",
        {{"long", FormatDecimals(*longMm, 1)}, {"short", FormatDecimals(*shortMm, 1)}});
  }
  const auto longPx = NumberOf(measurements, "LongAxisPx");
  const auto shortPx = NumberOf(measurements, "ShortAxisPx");
  if (longPx && shortPx)
  {
    return words.Say("document.size.px", {{"long", FormatDecimals(*longPx, 0)},
                                          {"short", FormatDecimals(*shortPx, 0)}});
  }
  return "";
}

std::string AreaOf(const Json::Value& finding, const Phrasebook& words)
{
  const Json::Value& measurements = MemberOf(finding, "Measurements");
  if (const auto mm = NumberOf(measurements, "AreaMm2"))
  {
    return words.Say("document.area.mm", {{"area", FormatDecimals(*mm, 1)}});
  }
  const auto px = NumberOf(measurements, "AreaPx2");
  return px ? words.Say("document.area.px", {{"area", FormatDecimals(*px, 0)}}) : "";
}

std::string IntensityOf(const Json::Value& finding, const Phrasebook& words)
{
  const Json::Value& measurements = MemberOf(finding, "Measurements");
  const auto inside = NumberOf(measurements, "MeanInside");
  const auto around = NumberOf(measurements, "MeanAround");
  const auto ratio = NumberOf(measurements, "ContrastToNoise");
  if (!inside || !around)
  {
    return "";
  }
  return words.Say("document.intensity.text", {{"inside", FormatDecimals(*inside, 1)},
                                               {"around", FormatDecimals(*around, 1)}}) +
         (ratio ? words.Say("document.intensity.contrast", {{"ratio", FormatDecimals(*ratio, 1)}})
                : "");
}

std::string ScoreOf(const Json::Value& finding, const Phrasebook& words)
{
  const auto score = NumberOf(finding, "ModelScore");
  return score ? words.Say("document.score.text", {{"score", FormatDecimals(*score, 2)}})
               : words.Say("document.score.none");
}

}  // namespace vlm
