// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/OfflineReply.h"

#include <json/value.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "Foundation/Json.h"

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

std::string LabelOf(const Region& region)
{
  if (IsMostlyAsymmetric(region))
  {
    return "Asymmetric region";
  }
  return region.contrast > 0.0 ? "Bright focal region" : "Dark focal region";
}

// About the picture as it is seen, never the patient's side.
std::string PlaceOf(const Region& region)
{
  const auto third = [](double centre, const std::array<const char*, 3>& words)
  { return std::string(words[static_cast<std::size_t>(std::clamp(centre * 3.0, 0.0, 2.0))]); };
  const std::string row = third(region.box.y + region.box.height / 2, {"upper", "middle", "lower"});
  const std::string column =
      third(region.box.x + region.box.width / 2, {"left", "central", "right"});
  return row + " " + column + " part of the picture";
}

std::string DescriptionOf(const Region& region)
{
  return std::string("A region ") + (region.contrast > 0.0 ? "brighter" : "darker") +
         " than its surroundings in the " + PlaceOf(region) + ", spanning " +
         Rounded(100.0 * region.box.width) + " % of its width and " +
         Rounded(100.0 * region.box.height) + " % of its height.";
}

std::string EvidenceOf(const Region& region)
{
  std::string evidence = "Contrast of " + Rounded(region.contrast) +
                         " of 255 display grey levels against the surrounding ring; ";
  if (region.asymmetry != 0.0)
  {
    evidence += "difference of " + Rounded(region.asymmetry) + " to the mirrored place; ";
  }
  return evidence + "response of the detector " + Rounded(100.0 * region.response) +
         " hundredths. The score grows with the response and is not a probability.";
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

Json::Value FindingOf(const Region& region, std::size_t image)
{
  Json::Value finding;
  finding["label"] = LabelOf(region);
  finding["category"] = "focal region";
  finding["anatomy"] = "";
  finding["laterality"] = "";
  finding["description"] = DescriptionOf(region);
  finding["severity"] = "";
  finding["evidence"] = EvidenceOf(region);
  finding["differential"] = Json::Value(Json::arrayValue);
  finding["score"] = std::round(1000.0 * region.score) / 1000.0;
  finding["image"] = static_cast<Json::UInt64>(image);
  finding["box_2d"] = BoxOf(region.box);
  return finding;
}

std::string NameOf(std::size_t image)
{
  return "Picture " + std::to_string(image + 1);
}

Json::Value FindingsOf(const std::vector<ExaminedPicture>& pictures)
{
  Json::Value findings(Json::arrayValue);
  for (std::size_t image = 0; image < pictures.size(); ++image)
  {
    for (const Region& region : pictures[image].regions)
    {
      findings.append(FindingOf(region, image));
    }
  }
  return findings;
}

std::string FindingsText(const std::vector<ExaminedPicture>& pictures)
{
  std::string text;
  for (std::size_t image = 0; image < pictures.size(); ++image)
  {
    const ExaminedPicture& picture = pictures[image];
    text += (text.empty() ? "" : " ") + NameOf(image) + ": ";
    if (!picture.whyNotExamined.empty())
    {
      text += "not examined. " + picture.whyNotExamined;
      continue;
    }
    text += picture.regions.empty() ? "nothing stands out." : "";
    for (const Region& region : picture.regions)
    {
      text += (&region == &picture.regions.front() ? "" : "; ") + LabelOf(region) + ", " +
              PlaceOf(region);
    }
    text += picture.regions.empty() ? "" : ".";
  }
  return text;
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

std::string ImpressionOf(Json::ArrayIndex findings, Json::ArrayIndex notExamined,
                         std::size_t pictures)
{
  const std::string author =
      " Said by the embedded heuristic baseline, which is not a vision-language model and does not "
      "recognise diseases.";
  if (notExamined == pictures)
  {
    return "No picture could be examined." + author;
  }
  const std::string gap = notExamined == 0 ? ""
                                           : " Not examined: " + std::to_string(notExamined) +
                                                 " of " + std::to_string(pictures) + " pictures.";
  if (findings == 0)
  {
    return "To a contrast heuristic nothing stands out; this does not exclude disease." + gap +
           author;
  }
  return std::to_string(findings) + (findings == 1 ? " region stands" : " regions stand") +
         " out by contrast; whether this means anything is for a reader to judge." + gap + author;
}

Json::Value QualityOf(const std::vector<ExaminedPicture>& pictures, bool isAnyExamined)
{
  Json::Value quality;
  std::string reason;
  for (std::size_t image = 0; image < pictures.size(); ++image)
  {
    const std::string& why = pictures[image].whyNotExamined;
    if (!why.empty())
    {
      reason += (reason.empty() ? "" : " ") + NameOf(image) + ": " + why;
    }
  }
  quality["adequate"] = isAnyExamined;
  quality["reason"] = reason;
  return quality;
}

Json::Value Limitations()
{
  Json::Value limitations(Json::arrayValue);
  limitations.append(
      "This is the embedded heuristic baseline, not a vision-language model: it compares grey "
      "levels and does not recognise diseases or anatomy.");
  limitations.append(
      "It misses lesions that resemble their surroundings and reports healthy anatomy that does "
      "not.");
  limitations.append("Its score is not a probability; it writes English only.");
  return limitations;
}

}  // namespace

std::string OfflineReplyText(const std::vector<ExaminedPicture>& pictures)
{
  const bool isAnyExamined =
      std::any_of(pictures.begin(), pictures.end(),
                  [](const ExaminedPicture& picture) { return picture.whyNotExamined.empty(); });
  Json::Value reply;
  reply["findings"] = FindingsOf(pictures);
  const Json::ArrayIndex findings = reply["findings"].size();
  reply["image_quality"] = QualityOf(pictures, isAnyExamined);
  reply["no_abnormality"] = isAnyExamined && findings == 0;
  reply["images_not_examined"] = ImagesNotExamined(pictures);
  const Json::ArrayIndex notExamined = reply["images_not_examined"].size();
  reply["technique"] =
      "Embedded heuristic baseline: tissue mask, multi-scale centre-surround contrast, left-right "
      "comparison where the anatomy is symmetric and, for MR, ultrasound and chest CT, a small "
      "classifier learnt from few public pictures. Not a vision-language model; it does not "
      "recognise diseases.";
  reply["findings_text"] = FindingsText(pictures);
  reply["impression"] = ImpressionOf(findings, notExamined, pictures.size());
  reply["recommendations"] = Json::Value(Json::arrayValue);
  reply["limitations"] = Limitations();
  return WriteJson(reply);
}

}  // namespace vlm
