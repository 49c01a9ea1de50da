// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ReportLookup.h"

#include <algorithm>

#include "Orthanc/AnalysisJson.h"
#include "Orthanc/ReportSelection.h"
#include "Orthanc/StoredReports.h"
#include "Report/ReportViews.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

using Reports = std::vector<Json::Value>;

ReportSubject SubjectOf(const ResourceReference& resource)
{
  return {resource.level, resource.orthancId};
}

bool AnyHasReport(const AnalysisRecords& records)
{
  return std::any_of(records.begin(), records.end(),
                     [](const AnalysisRecord& record) { return HasReport(record.state); });
}

Result<Json::Value> ReportOf(RestServices& services, const AnalysisRecord& record, ReportForm form)
{
  if (!HasReport(record))
  {
    return ReportOfFailure(services, record);
  }
  const auto report =
      FindReport(services.reports, form, record.order.level, record.order.orthancId, record.id);
  if (!report.HasValue())
  {
    return report.Failure();
  }
  if (report.Value())
  {
    return *report.Value();
  }
  AnalysisRecord lost = record;
  if (lost.reason.empty())
  {
    lost.reason = "The report is no longer stored with the resource.";
  }
  return ReportOfFailure(services, lost);
}

// What a report is made from, and in which form.
struct Sources
{
  const AnalysisRecords& records;
  const AnalysisRecords& parts;
  ReportForm form;
};

// The reports of the parts, those of what contains the resource reduced to it. One that does not
// speak of it counts only if no other does.
Result<Reports> ReportsOf(RestServices& services, const Sources& sources,
                          const ResourceReference& resource)
{
  Reports reports;
  Reports silent;
  for (const auto& record : sources.parts)
  {
    const auto found = ReportOf(services, record, sources.form);
    if (!found.HasValue())
    {
      return found.Failure();
    }
    const bool isReduced = Contains(record, SubjectOf(resource));
    Json::Value report = isReduced ? ReduceTo(resource, found.Value()) : found.Value();
    const auto failure = isReduced
                             ? std::nullopt
                             : LaterFailure(sources.records, record.order.orthancId, EndOf(record));
    if (failure)
    {
      AddWarning(report, "A later analysis failed: " + *failure);
    }
    const bool isSilent = isReduced && IsSilent(found.Value(), report);
    (isSilent ? silent : reports).push_back(std::move(report));
  }
  if (reports.empty() && !silent.empty())
  {
    reports.push_back(silent.front());
  }
  return reports;
}

// None while all that is known are failures and there is more to come.
Result<Reports> FindReports(RestServices& services, const Sources& sources,
                            const ResourceReference& resource)
{
  if (AnyHasReport(sources.parts))
  {
    return ReportsOf(services, sources, resource);
  }
  auto stored = StoredReports(services, resource, sources.form);
  if (stored.HasValue() && stored.Value().empty() && sources.records.empty())
  {
    stored = StoredReportsBelow(services, resource, sources.form);
  }
  if (!stored.HasValue() || !stored.Value().empty())
  {
    return stored;
  }
  const bool isPending =
      std::any_of(sources.records.begin(), sources.records.end(),
                  [](const AnalysisRecord& record) { return !HasEnded(record.state); });
  return isPending ? Result<Reports>(Reports()) : ReportsOf(services, sources, resource);
}

// A failure of the resource itself that its report, made from others, does not show.
std::optional<std::string> HiddenFailure(const AnalysisRecords& records,
                                         const AnalysisRecords& parts,
                                         const ResourceReference& resource)
{
  const bool isShown = std::any_of(parts.begin(), parts.end(),
                                   [&](const AnalysisRecord& part)
                                   { return part.order.orthancId == resource.orthancId; });
  const bool hasReport = AnyHasReport(parts);
  if (isShown && hasReport)
  {
    return std::nullopt;  // ReportsOf has added it
  }
  const Timestamp since = hasReport ? EndOf(parts.front()) : Timestamp();
  return LaterFailure(records, resource.orthancId, since);
}

}  // namespace

Result<AnalysisRecords> AnalysesOf(RestServices& services, const ResourceReference& resource)
{
  auto records = services.queue.ListOf(resource.orthancId);
  if (!records.HasValue())
  {
    return records;
  }
  const auto description = services.images.Describe(resource.level, resource.orthancId);
  if (!description.HasValue())
  {
    return description.Failure();
  }
  for (const auto& parent :
       {description.Value().orthancSeriesId, description.Value().orthancStudyId})
  {
    if (parent.empty() || parent == resource.orthancId)
    {
      continue;
    }
    AnalysisFilter filter;
    filter.orthancId = parent;
    const auto page = services.queue.List(filter);
    if (!page.HasValue())
    {
      return page.Failure();
    }
    records.Value().insert(records.Value().end(), page.Value().records.begin(),
                           page.Value().records.end());
  }
  std::stable_sort(records.Value().begin(), records.Value().end(),
                   [](const AnalysisRecord& a, const AnalysisRecord& b)
                   { return a.queuedAt > b.queuedAt; });
  return records;
}

Result<ReportOfResource> LookUpReport(RestServices& services, const ResourceReference& resource,
                                      ReportForm form)
{
  const auto records = AnalysesOf(services, resource);
  if (!records.HasValue())
  {
    return records.Failure();
  }
  ReportOfResource answer;
  const auto pending =
      std::find_if(records.Value().begin(), records.Value().end(),
                   [](const AnalysisRecord& record) { return !HasEnded(record.state); });
  if (pending != records.Value().end())
  {
    answer.pending = *pending;
  }
  const auto parts = SelectParts(records.Value(), SubjectOf(resource));
  const auto reports = FindReports(services, {records.Value(), parts, form}, resource);
  if (!reports.HasValue())
  {
    return reports.Failure();
  }
  if (reports.Value().empty())
  {
    return answer;
  }
  Json::Value report = CollectReports(KeepNewestReadings(reports.Value()),
                                      LevelName(resource.level), resource.orthancId);
  const auto failure = HiddenFailure(records.Value(), parts, resource);
  if (failure && TextOf(report, "Status") != "Failed")
  {
    AddWarning(report, "A later analysis failed: " + *failure);
  }
  MarkPending(report, CountPending(records.Value(), SubjectOf(resource)));
  answer.report = std::move(report);
  return answer;
}

}  // namespace vlm
