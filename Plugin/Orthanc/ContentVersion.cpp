// SPDX-License-Identifier: GPL-3.0-or-later
// When the images of a series or study are other ones than those that were analysed.
#include <algorithm>

#include "Orthanc/Arrivals.h"
#include "Orthanc/OwnObjects.h"

namespace vlm
{

std::string ContentVersionOf(const Json::Value& series)
{
  return std::to_string(series["Instances"].size()) + "/" + series.get("LastUpdate", "").asString();
}

Result<std::string> ContentVersionOfStudy(const OrthancApi& api, const Json::Value& study)
{
  int seriesCount = 0;
  Json::ArrayIndex instances = 0;
  std::string lastUpdate;
  for (const auto& id : study["Series"])
  {
    const auto series = api.GetJson("/series/" + id.asString());
    if (!series.HasValue())
    {
      return series.Failure();
    }
    const auto isOwn = HoldsOwnResults(api, series.Value());
    if (!isOwn.HasValue())
    {
      return isOwn.Failure();
    }
    const Json::Value& tags = series.Value()["MainDicomTags"];
    if (isOwn.Value() || ShowsNoPicture("", tags.get("Modality", "").asString()))
    {
      continue;
    }
    ++seriesCount;
    instances += series.Value()["Instances"].size();
    lastUpdate = std::max(lastUpdate, series.Value().get("LastUpdate", "").asString());
  }
  return std::to_string(seriesCount) + "/" + std::to_string(instances) + "/" + lastUpdate;
}

}  // namespace vlm
