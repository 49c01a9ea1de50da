// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/OrthancReportArchive.h"

#include <algorithm>

#include "Foundation/Json.h"
#include "Orthanc/ReadingsArchive.h"
#include "Orthanc/StoredReviews.h"
#include "Report/ReportDocument.h"
#include "Report/ReviewedReport.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr std::size_t LongestHistory = 20;

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

Result<OrthancReportArchive::Reports> OrthancReportArchive::ReadAll(
    const ResourceAttachments& attachments)
{
  Reports reports;
  const auto newest = attachments.ReadJson(JsonAttachment);
  if (!newest.HasValue())
  {
    return newest.Failure();
  }
  const auto history = attachments.ReadJson(HistoryAttachment);
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

Result<void> OrthancReportArchive::WriteNewest(const ResourceAttachments& attachments,
                                               const Json::Value& report)
{
  auto written =
      attachments.Write(TextAttachment, ReportToText(ApplyReview(report), WordsOf(report)));
  return written.HasValue() ? attachments.Write(JsonAttachment, WriteReadableJson(report))
                            : written;
}

// The review counts once the JSON tells of it; no text is better than one that says otherwise.
Result<void> OrthancReportArchive::WriteReviewed(const ResourceAttachments& attachments,
                                                 const Json::Value& report)
{
  auto stored = attachments.Write(JsonAttachment, WriteReadableJson(report));
  if (!stored.HasValue())
  {
    return stored;
  }
  const auto text =
      attachments.Write(TextAttachment, ReportToText(ApplyReview(report), WordsOf(report)));
  const auto deleted = text.HasValue() ? text : attachments.Delete(TextAttachment);
  return {};
}

Result<void> OrthancReportArchive::DeleteAll(const ResourceAttachments& attachments)
{
  for (const int attachment : {TextAttachment, HistoryAttachment, JsonAttachment})
  {
    auto deleted = attachments.Delete(attachment);
    if (!deleted.HasValue())
    {
      return deleted;
    }
  }
  return {};
}

// Before the newest: a crash in between doubles a report, which the next Store mends, rather than
// losing one. What people said of a report is not cut off.
Result<void> OrthancReportArchive::WriteHistory(const ResourceAttachments& attachments,
                                                const Reports& reports)
{
  Json::Value history(Json::arrayValue);
  for (std::size_t i = 1; i < reports.size(); ++i)
  {
    if (i <= LongestHistory || HasReview(reports[i]))
    {
      history.append(reports[i]);
    }
  }
  return history.empty() ? attachments.Delete(HistoryAttachment)
                         : attachments.Write(HistoryAttachment, WriteJson(history));
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
  const MutexLock lock(writing_);
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
  const MutexLock lock(writing_);
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
  const MutexLock lock(writing_);
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
  const MutexLock lock(writing_);
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
