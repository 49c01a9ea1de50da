// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/ImagesNotExamined.h"
#include "Foundation/CleanText.h"

#include <algorithm>
#include <map>
#include <string>

namespace vlm
{
namespace
{

constexpr std::size_t MaximumReasonCharacters = 1000;  // bounds memory

// People count images from 1.
std::string NameOf(int image)
{
  return "Image " + std::to_string(image + 1);
}

std::string ReasonOf(const Json::Value& item)
{
  std::string reason =
      CleanText(item["reason"].asString(), MaximumReasonCharacters, LineBreaks::ReplaceBySpaces);
  return reason.empty() ? "No reason is given." : reason;
}

bool HasFinding(const ParsedReply& parsed, int image)
{
  return std::any_of(parsed.findings.begin(), parsed.findings.end(),
                     [image](const CandidateFinding& finding) { return finding.image == image; });
}

}  // namespace

void ReadImagesNotExamined(const Json::Value& reply, std::size_t imagesShown, ParsedReply& parsed)
{
  std::map<int, std::string> reasons;  // by image: the first counts
  bool isAnyUnknown = false;
  for (const Json::Value& item : reply.get("images_not_examined", Json::arrayValue))
  {
    const Json::Value& image = item["image"];
    if (!image.isInt() || static_cast<std::size_t>(image.asInt()) >= imagesShown)
    {
      isAnyUnknown = true;
      continue;
    }
    reasons.emplace(image.asInt(), ReasonOf(item));
  }
  for (const auto& [image, reason] : reasons)
  {
    if (HasFinding(parsed, image))
    {
      parsed.warnings.push_back(NameOf(image) +
                                " has findings although the model states that it was not "
                                "examined; the findings are kept.");
      continue;
    }
    parsed.imagesNotExamined.push_back({image, reason});
    parsed.warnings.push_back(NameOf(image) + " was not examined: " + reason);
  }
  if (isAnyUnknown)
  {
    parsed.noAbnormality = false;
    parsed.warnings.push_back(
        "The model states that an image was not examined of which there is "
        "none: " +
        std::to_string(imagesShown) + " were shown.");
  }
}

}  // namespace vlm
