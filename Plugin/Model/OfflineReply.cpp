// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/OfflineReply.h"

#include <json/value.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "Foundation/Json.h"
#include "Foundation/Phrasebook.h"

namespace vlm
{
namespace
{

// By whole numbers, since printing them does not depend on the locale.
std::string Rounded(double value)
{
  return std::to_string(std::lround(value));
}

bool IsMostlyAsymmetric(const Region& region)
{
  return region.contrast * region.asymmetry > 0.0 &&
         std::abs(region.asymmetry) >= std::abs(region.contrast);
}

std::string LabelOf(const Region& region, const Phrasebook& words)
{
  if (IsMostlyAsymmetric(region))
  {
    return words.Say("narrative.offline.asymmetric");
  }
  return words.Say(region.contrast > 0.0 ? "narrative.offline.bright" : "narrative.offline.dark");
}

// About the picture as it is seen, never the patient's side.
std::string PlaceOf(const Region& region, const Phrasebook& words)
{
  const auto third = [](double centre, const std::array<const char*, 3>& names)
  { return std::string(names[static_cast<std::size_t>(std::clamp(centre * 3.0, 0.0, 2.0))]); };
  const std::string row = third(region.box.y + region.box.height / 2, {"upper", "middle", "lower"});
  const std::string column =
      third(region.box.x + region.box.width / 2, {"left", "central", "right"});
  return words.Say("narrative.offline.place." + row + "." + column);
}

std::string DescriptionOf(const Region& region, const Phrasebook& words)
{
  return words.Say(
      region.contrast > 0.0 ? "narrative.offline.brighter" : "narrative.offline.darker",
      {{"place", PlaceOf(region, words)},
       {"width", Rounded(100.0 * region.box.width)},
       {"height", Rounded(100.0 * region.box.height)}});
}

std::string EvidenceOf(const Region& region, const Phrasebook& words)
{
  const std::string mirror =
      region.asymmetry == 0.0
          ? ""
          : words.Say("narrative.offline.mirror", {{"levels", Rounded(region.asymmetry)}});
  return words.Say("narrative.offline.contrast", {{"levels", Rounded(region.contrast)}}) + mirror +
         words.Say("narrative.offline.response",
                   {{"hundredths", Rounded(100.0 * region.response)}});
}

// [ymin, xmin, ymax, xmax] in thousandths of the picture that was sent.
Json::Value BoxOf(const cv::Rect2d& box)
{
  Json::Value json(Json::arrayValue);
  for (const double edge : {box.y, box.x, box.y + box.height, box.x + box.width})
  {
    json.append(std::round(1e4 * std::clamp(edge, 0.0, 1.0)) / 10.0);
  }
  return json;
}

Json::Value FindingOf(const Region& region, std::size_t image, const Phrasebook& words)
{
  Json::Value finding;
  finding["label"] = LabelOf(region, words);
  finding["category"] = words.Say("narrative.offline.category");
  finding["anatomy"] = "";
  finding["laterality"] = "";
  finding["description"] = DescriptionOf(region, words);
  finding["severity"] = "";
  finding["evidence"] = EvidenceOf(region, words);
  finding["differential"] = Json::Value(Json::arrayValue);
  finding["score"] = std::round(1000.0 * region.score) / 1000.0;
  finding["image"] = static_cast<Json::UInt64>(image);
  finding["box_2d"] = BoxOf(region.box);
  return finding;
}

Json::Value FindingsOf(const std::vector<ExaminedPicture>& pictures, const Phrasebook& words)
{
  Json::Value findings(Json::arrayValue);
  for (std::size_t image = 0; image < pictures.size(); ++image)
  {
    for (const Region& region : pictures[image].regions)
    {
      findings.append(FindingOf(region, image, words));
    }
  }
  return findings;
}

Json::Value ImagesNotExamined(const std::vector<ExaminedPicture>& pictures)
{
  Json::Value list(Json::arrayValue);
  for (std::size_t image = 0; image < pictures.size(); ++image)
  {
    if (!pictures[image].whyNotExamined.empty())
    {
      Json::Value item;
      item["image"] = static_cast<Json::UInt64>(image);
      item["reason"] = pictures[image].whyNotExamined;
      list.append(item);
    }
  }
  return list;
}

Json::Value QualityOf(const std::vector<ExaminedPicture>& pictures, bool isAnyExamined,
                      const Phrasebook& words)
{
  Json::Value quality;
  std::string reason;
  for (std::size_t image = 0; image < pictures.size(); ++image)
  {
    const std::string& why = pictures[image].whyNotExamined;
    if (!why.empty())
    {
      reason += (reason.empty() ? "" : " ") +
                words.Say("narrative.offline.picture",
                          {{"number", std::to_string(image + 1)}, {"reason", why}});
    }
  }
  quality["adequate"] = isAnyExamined;
  quality["reason"] = reason;
  return quality;
}

Json::Value Limitations(const Phrasebook& words)
{
  Json::Value limitations(Json::arrayValue);
  limitations.append(words.Say("narrative.limitation.offline"));
  limitations.append(words.Say("narrative.offline.misses"));
  limitations.append(words.Say("narrative.offline.score"));
  return limitations;
}

}  // namespace

std::string OfflineReplyText(const std::vector<ExaminedPicture>& pictures,
                             const std::string& language)
{
  const Phrasebook& words = Phrasebook::Of(language);
  const bool isAnyExamined =
      std::any_of(pictures.begin(), pictures.end(),
                  [](const ExaminedPicture& picture) { return picture.whyNotExamined.empty(); });
  Json::Value reply;
  reply["findings"] = FindingsOf(pictures, words);
  reply["image_quality"] = QualityOf(pictures, isAnyExamined, words);
  reply["no_abnormality"] = isAnyExamined && reply["findings"].empty();
  reply["images_not_examined"] = ImagesNotExamined(pictures);
  reply["technique"] = words.Say("narrative.offline.technique");
  // Nobody reads these regions: the report's own sentences tell them.
  reply["findings_text"] = "";
  reply["impression"] = "";
  reply["recommendations"] = Json::Value(Json::arrayValue);
  reply["limitations"] = Limitations(words);
  return WriteJson(reply);
}

}  // namespace vlm
