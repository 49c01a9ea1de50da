// SPDX-License-Identifier: GPL-3.0-or-later
// How OrthancReportArchive reads and writes the attachments of a resource.
#include "Foundation/Json.h"
#include "Orthanc/OrthancReportArchive.h"
#include "Orthanc/StoredReviews.h"
#include "Report/ReportDocument.h"
#include "Report/ReviewedReport.h"

namespace vlm
{

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

}  // namespace vlm
