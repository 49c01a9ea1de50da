// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ReadingsArchive.h"

#include <algorithm>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostAnalyses = 20;
constexpr std::size_t LargestAttachment = std::size_t{16} << 20U;
constexpr std::size_t LargestElement = LargestAttachment - 2;  // the brackets around it

auto HasAnalysisId(const std::string& analysisId)
{
  return [&analysisId](const Json::Value& readings)
  { return readings["AnalysisId"] == analysisId; };
}

Json::Value Shortened(Json::Value readings)
{
  auto& list = readings["Readings"];
  const auto count = list.isArray() ? list.size() : 0;
  for (auto kept = count; kept > 0 && WriteJson(readings).size() > LargestElement;)
  {
    kept /= 2;  // few steps, each of which writes everything
    list.resize(kept);
    readings["Omitted"] = count - kept;
  }
  return readings;
}

}  // namespace

Result<ReadingsArchive::AllReadings> ReadingsArchive::ReadAll() const
{
  const auto json = attachments_.ReadJson(attachment_);
  if (!json.HasValue())
  {
    return json.Failure();
  }
  AllReadings all;
  if (json.Value() && json.Value()->isArray())
  {
    std::copy_if(json.Value()->begin(), json.Value()->end(), std::back_inserter(all),
                 [](const Json::Value& readings) { return readings.isObject(); });
  }
  return all;
}

Result<void> ReadingsArchive::WriteAll(const AllReadings& all) const
{
  std::string content;
  for (std::size_t i = 0; i < std::min(all.size(), MostAnalyses); ++i)
  {
    const std::string element = WriteJson(all[i]);
    if (content.size() + element.size() + 2 > LargestAttachment)
    {
      break;
    }
    content += (i == 0 ? "[" : ",") + element;
  }
  return content.empty() ? attachments_.Delete(attachment_)
                         : attachments_.Write(attachment_, content + "]");
}

Result<void> ReadingsArchive::Store(const Json::Value& readings,
                                    const std::vector<int>& others) const
{
  const auto isFirst = attachments_.HasOnlyDicomAnd(others);
  if (!isFirst.HasValue())
  {
    return isFirst.Failure();
  }
  auto all = isFirst.Value() ? Result<AllReadings>(AllReadings()) : ReadAll();
  if (!all.HasValue())
  {
    return all.Failure();
  }
  Json::Value newest = Shortened(readings);
  if (WriteJson(newest).size() > LargestElement)
  {
    return Error{ErrorKind::StorageFailed, "The readings of analysis " +
                                               readings["AnalysisId"].asString() +
                                               " exceed 16 MB even without the models' answers."};
  }
  auto& kept = all.Value();
  const std::string analysisId = readings["AnalysisId"].asString();
  kept.erase(std::remove_if(kept.begin(), kept.end(), HasAnalysisId(analysisId)), kept.end());
  kept.insert(kept.begin(), std::move(newest));
  return WriteAll(kept);
}

Result<std::optional<Json::Value>> ReadingsArchive::Find(const std::string& analysisId) const
{
  const auto all = ReadAll();
  if (!all.HasValue())
  {
    return all.Failure();
  }
  const auto& kept = all.Value();
  const auto found = analysisId.empty()
                         ? kept.begin()
                         : std::find_if(kept.begin(), kept.end(), HasAnalysisId(analysisId));
  return found == kept.end() ? std::optional<Json::Value>() : std::optional<Json::Value>(*found);
}

Result<void> ReadingsArchive::Remove(const std::string& analysisId) const
{
  auto all = ReadAll();
  if (!all.HasValue())
  {
    return all.Failure();
  }
  auto& kept = all.Value();
  const auto removed = std::remove_if(kept.begin(), kept.end(), HasAnalysisId(analysisId));
  if (removed == kept.end())
  {
    return {};
  }
  kept.erase(removed, kept.end());
  return WriteAll(kept);
}

}  // namespace vlm
