// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/OrthancReportArchive.h"

#include <algorithm>

#include "Foundation/Json.h"
#include "Report/TextReport.h"

namespace vlm
{
namespace
{

constexpr std::size_t LongestHistory = 20;

std::string ResourcePath(ResourceLevel level, const std::string& orthancId)
{
  return "/" + LevelPath(level) + "/" + orthancId;
}

std::string AttachmentPath(const std::string& resource, int attachment)
{
  return resource + "/attachments/" + std::to_string(attachment);
}

auto HasAnalysisId(const std::string& analysisId)
{
  return [&analysisId](const Json::Value& report) { return report["AnalysisId"] == analysisId; };
}

}  // namespace

Result<std::optional<Json::Value>> OrthancReportArchive::Read(const std::string& resource,
                                                              int attachment) const
{
  const auto text = api_.Get(AttachmentPath(resource, attachment) + "/data");
  if (!text.HasValue())
  {
    if (text.Failure().kind == ErrorKind::NotFound)
    {
      return std::optional<Json::Value>();
    }
    return text.Failure();
  }
  const auto json = ParseJson(text.Value());
  if (!json.HasValue())
  {
    return Error{ErrorKind::StorageFailed,
                 "The report stored with " + resource + " is damaged: " + json.Failure().message};
  }
  return std::optional<Json::Value>(json.Value());
}

Result<OrthancReportArchive::Reports> OrthancReportArchive::ReadAll(
    const std::string& resource) const
{
  Reports reports;
  const auto newest = Read(resource, JsonAttachment);
  if (!newest.HasValue())
  {
    return newest.Failure();
  }
  const auto history = Read(resource, HistoryAttachment);
  if (!history.HasValue())
  {
    return history.Failure();
  }
  if (newest.Value() && newest.Value()->isObject())
  {
    reports.push_back(*newest.Value());
  }
  if (history.Value() && history.Value()->isArray())
  {
    for (const auto& report : *history.Value())
    {
      // A crash between the two writings of WriteAll leaves the newest in the history too.
      const bool isNewest = !reports.empty() && report.isObject() &&
                            report["AnalysisId"] == reports.front()["AnalysisId"];
      if (report.isObject() && !isNewest)
      {
        reports.push_back(report);
      }
    }
  }
  return reports;
}

// Usually true: then nothing needs to be read or deleted. Errors: NotFound (no such resource).
Result<bool> OrthancReportArchive::HasOnlyDicom(const std::string& resource) const
{
  const auto names = api_.GetJson(resource + "/attachments");
  if (!names.HasValue())
  {
    return names.Failure();
  }
  return std::all_of(names.Value().begin(), names.Value().end(),
                     [](const Json::Value& name)
                     { return name.isString() && name.asString().rfind("dicom", 0) == 0; });
}

Result<void> OrthancReportArchive::WriteNewest(const std::string& resource,
                                               const Json::Value& report) const
{
  auto written = api_.Put(AttachmentPath(resource, TextAttachment), ReportToText(report));
  return written.HasValue()
             ? api_.Put(AttachmentPath(resource, JsonAttachment), WriteReadableJson(report))
             : written;
}

Result<void> OrthancReportArchive::DeleteAll(const std::string& resource) const
{
  for (const int attachment : {TextAttachment, HistoryAttachment, JsonAttachment})
  {
    auto deleted = DeleteIfPresent(resource, attachment);
    if (!deleted.HasValue())
    {
      return deleted;
    }
  }
  return {};
}

// Before the newest: a crash in between doubles a report, which the next Store mends, rather than
// losing one.
Result<void> OrthancReportArchive::WriteHistory(const std::string& resource,
                                                const Reports& reports) const
{
  Json::Value history(Json::arrayValue);
  for (std::size_t i = 1; i < std::min(reports.size(), LongestHistory + 1); ++i)
  {
    history.append(reports[i]);
  }
  return history.empty()
             ? DeleteIfPresent(resource, HistoryAttachment)
             : api_.Put(AttachmentPath(resource, HistoryAttachment), WriteJson(history));
}

Result<void> OrthancReportArchive::DeleteIfPresent(const std::string& resource,
                                                   int attachment) const
{
  auto deleted = api_.Delete(AttachmentPath(resource, attachment));
  if (!deleted.HasValue() && deleted.Failure().kind == ErrorKind::NotFound)
  {
    return {};
  }
  return deleted;
}

Result<void> OrthancReportArchive::Store(const Json::Value& report)
{
  const auto level = LevelFromName(report["Level"].asString());
  const std::string orthancId = report["OrthancId"].asString();
  if (!level || !IsOrthancId(orthancId))
  {
    return Error{ErrorKind::Internal, "A report without a resource cannot be stored."};
  }
  const std::string resource = ResourcePath(*level, orthancId);
  const MutexLock lock(writing_);
  const auto isFirst = HasOnlyDicom(resource);
  if (!isFirst.HasValue())
  {
    return isFirst.Failure();
  }
  auto reports = isFirst.Value() ? Result<Reports>(Reports()) : ReadAll(resource);
  if (!reports.HasValue())
  {
    return reports.Failure();
  }
  auto& all = reports.Value();
  const std::string analysisId = report["AnalysisId"].asString();
  all.erase(std::remove_if(all.begin(), all.end(), HasAnalysisId(analysisId)), all.end());
  all.insert(all.begin(), report);
  auto written = isFirst.Value() ? Result<void>() : WriteHistory(resource, all);
  return written.HasValue() ? WriteNewest(resource, all.front()) : written;
}

Result<std::optional<Json::Value>> OrthancReportArchive::Newest(ResourceLevel level,
                                                                const std::string& orthancId)
{
  return Read(ResourcePath(level, orthancId), JsonAttachment);
}

Result<std::optional<Json::Value>> OrthancReportArchive::Find(ResourceLevel level,
                                                              const std::string& orthancId,
                                                              const std::string& analysisId)
{
  const auto reports = ReadAll(ResourcePath(level, orthancId));
  if (!reports.HasValue())
  {
    return reports.Failure();
  }
  const auto& all = reports.Value();
  const auto found = std::find_if(all.begin(), all.end(), HasAnalysisId(analysisId));
  return found == all.end() ? std::optional<Json::Value>() : std::optional<Json::Value>(*found);
}

Result<void> OrthancReportArchive::Remove(ResourceLevel level, const std::string& orthancId,
                                          const std::string& analysisId)
{
  const std::string resource = ResourcePath(level, orthancId);
  const MutexLock lock(writing_);
  auto reports = ReadAll(resource);
  if (!reports.HasValue())
  {
    return reports.Failure();
  }
  auto& all = reports.Value();
  const auto kept = std::remove_if(all.begin(), all.end(), HasAnalysisId(analysisId));
  if (kept == all.end())
  {
    return {};
  }
  all.erase(kept, all.end());
  if (all.empty())
  {
    return DeleteAll(resource);
  }
  auto written = WriteHistory(resource, all);
  return written.HasValue() ? WriteNewest(resource, all.front()) : written;
}

}  // namespace vlm
