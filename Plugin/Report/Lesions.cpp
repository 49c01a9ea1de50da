// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/Lesions.h"

#include <map>
#include <utility>

#include "Report/ReportedLesions.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

Extent ExtentOf(const Json::Value& finding)
{
  const Json::Value& stored = MemberOf(finding, "Measurements");
  const Json::Value& box = MemberOf(finding, "Box");
  const auto width = NumberOf(box, "Width");
  const auto height = NumberOf(box, "Height");
  Measurements measurements;
  measurements.areaMm2 = NumberOf(stored, "AreaMm2");
  measurements.longAxisMm = NumberOf(stored, "LongAxisMm");
  measurements.areaPx2 = NumberOf(stored, "AreaPx2");
  return ExtentOf(measurements, width && height ? std::optional(*width * *height) : std::nullopt);
}

}  // namespace

const Json::Value& ImageOfFinding(const Json::Value& report, const Json::Value& finding)
{
  const Json::Value& images = ListOf(report, "Images");
  const auto index = ImageOf(finding, images.size());
  return index ? images[*index] : Json::Value::nullSingleton();
}

std::vector<Lesion> LesionsOf(const Json::Value& report)
{
  const Json::Value& findings = ListOf(report, "Findings");
  std::vector<Lesion> lesions;
  std::map<std::pair<std::int64_t, std::string>, std::size_t> known;
  for (Json::ArrayIndex i = 0; i < findings.size(); ++i)
  {
    const std::int64_t stated = CountOf(findings[i], "Number").value_or(0);
    const std::string series = TextOf(ImageOfFinding(report, findings[i]), "SeriesInstanceUID");
    const auto same = stated > 0 ? known.find({stated, series}) : known.end();
    if (same == known.end())
    {
      const std::int64_t number = stated > 0 ? stated : static_cast<std::int64_t>(i) + 1;
      known.emplace(std::pair(stated, series), lesions.size());
      lesions.push_back({number, "lesion-" + std::to_string(lesions.size() + 1), {i}, i});
      continue;
    }
    Lesion& lesion = lesions[same->second];
    lesion.members.push_back(i);
    if (ExtentOf(findings[i]) > ExtentOf(findings[lesion.key]))
    {
      lesion.key = i;
    }
  }
  return lesions;
}

}  // namespace vlm
