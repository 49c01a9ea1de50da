// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/OrthancReportArchive.h"

#include <algorithm>

#include "Orthanc/ReadingsArchive.h"
#include "Orthanc/StoredReviews.h"
#include "Report/ReviewedReport.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

auto HasAnalysisId(const std::string& analysisId)
{
  return [&analysisId](const Json::Value& report) { return report["AnalysisId"] == analysisId; };
}

std::string CompletedAt(const Json::Value& report)
{
  return TextOf(MemberOf(report, "Timing"), "CompletedAt");
}

// ISO 8601 texts of one form sort by time.
auto PlaceByTime(std::vector<Json::Value>& newestFirst, const Json::Value& report)
{
  return std::find_if(newestFirst.begin(), newestFirst.end(),
                      [&report](const Json::Value& other)
                      { return CompletedAt(other) <= CompletedAt(report); });
}

std::optional<Json::Value> Reviewed(const std::optional<Json::Value>& stored)
{
  return stored && stored->isObject() ? std::optional<Json::Value>(ApplyReview(*stored)) : stored;
}

}  // namespace

Result<NamedLocks::Held> OrthancReportArchive::HoldWriting(const std::string& orthancId)
{
  return locks_.Hold("report " + orthancId);
}

Result<void> OrthancReportArchive::Store(const Json::Value& report)
{
  return Insert(report, Order::Arrival);
}

Result<void> OrthancReportArchive::StoreBehindLater(const Json::Value& report)
{
  return Insert(report, Order::Time);
}

Result<void> OrthancReportArchive::Insert(const Json::Value& report, Order order)
{
  const auto level = LevelFromName(report["Level"].asString());
  const std::string orthancId = report["OrthancId"].asString();
  if (!level || !IsOrthancId(orthancId))
  {
    return Error{ErrorKind::Internal, "A report without a resource cannot be stored."};
  }
  const ResourceAttachments attachments(api_, *level, orthancId);
  const auto lock = HoldWriting(orthancId);
  if (!lock.HasValue())
  {
    return lock.Failure();
  }
  // Usually true: then nothing needs to be read or deleted.
  const auto isFirst = attachments.HasOnlyDicomAnd({ReadingsAttachment});
  if (!isFirst.HasValue())
  {
    return isFirst.Failure();
  }
  auto reports = isFirst.Value() ? Result<Reports>(Reports()) : ReadAll(attachments);
  if (!reports.HasValue())
  {
    return reports.Failure();
  }
  auto& all = reports.Value();
  const std::string analysisId = report["AnalysisId"].asString();
  all.erase(std::remove_if(all.begin(), all.end(), HasAnalysisId(analysisId)), all.end());
  const auto place = order == Order::Time ? PlaceByTime(all, report) : all.begin();
  if (place - all.begin() > static_cast<std::ptrdiff_t>(LongestHistory) && !HasReview(report))
  {
    return Error{ErrorKind::NotFound, "The history has no place for so old a report."};
  }
  all.insert(place, report);
  auto written = isFirst.Value() ? Result<void>() : WriteHistory(attachments, all);
  return written.HasValue() ? WriteNewest(attachments, all.front()) : written;
}

Result<std::optional<Json::Value>> OrthancReportArchive::Newest(ResourceLevel level,
                                                                const std::string& orthancId)
{
  const auto stored = ResourceAttachments(api_, level, orthancId).ReadJson(JsonAttachment);
  return stored.HasValue() ? Reviewed(stored.Value()) : stored;
}

Result<std::optional<Json::Value>> OrthancReportArchive::Find(ResourceLevel level,
                                                              const std::string& orthancId,
                                                              const std::string& analysisId)
{
  const auto stored = Original(level, orthancId, analysisId);
  return stored.HasValue() ? Reviewed(stored.Value()) : stored;
}

Result<std::optional<Json::Value>> OrthancReportArchive::Original(ResourceLevel level,
                                                                  const std::string& orthancId,
                                                                  const std::string& analysisId)
{
  const auto reports = ReadAll(ResourceAttachments(api_, level, orthancId));
  if (!reports.HasValue())
  {
    return reports.Failure();
  }
  const auto& all = reports.Value();
  const auto found = std::find_if(all.begin(), all.end(), HasAnalysisId(analysisId));
  return found == all.end() ? std::optional<Json::Value>() : std::optional<Json::Value>(*found);
}

Result<Json::Value> OrthancReportArchive::AddReview(ResourceLevel level,
                                                    const std::string& orthancId,
                                                    const std::string& analysisId, int baseRevision,
                                                    const Json::Value& review)
{
  const ResourceAttachments attachments(api_, level, orthancId);
  const auto lock = HoldWriting(orthancId);
  if (!lock.HasValue())
  {
    return lock.Failure();
  }
  auto reports = ReadAll(attachments);
  if (!reports.HasValue())
  {
    return reports.Failure();
  }
  auto& all = reports.Value();
  const auto reviewed = std::find_if(all.begin(), all.end(), HasAnalysisId(analysisId));
  if (reviewed == all.end())
  {
    return Error{ErrorKind::NotFound, "There is no report of analysis '" + analysisId + "'."};
  }
  const auto appended = AppendReview(review, baseRevision, *reviewed);
  if (!appended.HasValue())
  {
    return appended.Failure();
  }
  const auto written = reviewed == all.begin() ? WriteReviewed(attachments, *reviewed)
                                               : WriteHistory(attachments, all);
  return written.HasValue() ? Result<Json::Value>(ApplyReview(*reviewed)) : written.Failure();
}

Result<void> OrthancReportArchive::StoreReadings(ResourceLevel level, const std::string& orthancId,
                                                 const Json::Value& readings)
{
  if (!IsOrthancId(orthancId) || !readings.isObject() || !readings["AnalysisId"].isString())
  {
    return Error{ErrorKind::Internal,
                 "Readings without a resource or an analysis cannot be stored."};
  }
  const ResourceAttachments attachments(api_, level, orthancId);
  const auto lock = HoldWriting(orthancId);
  if (!lock.HasValue())
  {
    return lock.Failure();
  }
  return ReadingsArchive(attachments, ReadingsAttachment)
      .Store(readings, {JsonAttachment, TextAttachment, HistoryAttachment});
}

Result<std::optional<Json::Value>> OrthancReportArchive::FindReadings(ResourceLevel level,
                                                                      const std::string& orthancId,
                                                                      const std::string& analysisId)
{
  const ResourceAttachments attachments(api_, level, orthancId);
  return ReadingsArchive(attachments, ReadingsAttachment).Find(analysisId);
}

Result<void> OrthancReportArchive::Remove(ResourceLevel level, const std::string& orthancId,
                                          const std::string& analysisId)
{
  const ResourceAttachments attachments(api_, level, orthancId);
  const auto lock = HoldWriting(orthancId);
  if (!lock.HasValue())
  {
    return lock.Failure();
  }
  // Neither stays because the other is damaged.
  const auto readings = ReadingsArchive(attachments, ReadingsAttachment).Remove(analysisId);
  auto report = RemoveReport(attachments, analysisId);
  return report.HasValue() ? readings : report;
}

Result<void> OrthancReportArchive::RemoveReport(const ResourceAttachments& attachments,
                                                const std::string& analysisId)
{
  auto reports = ReadAll(attachments);
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
    return DeleteAll(attachments);
  }
  auto written = WriteHistory(attachments, all);
  return written.HasValue() ? WriteNewest(attachments, all.front()) : written;
}

}  // namespace vlm
