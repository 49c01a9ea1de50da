// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ReportLookup.h"

#include <algorithm>
#include <map>

#include "Orthanc/AnalysisJson.h"
#include "Report/ReportViews.h"

namespace vlm
{
namespace
{

using Records = std::vector<AnalysisRecord>;

bool IsOfResource(const AnalysisRecord& record, const ResourceReference& resource)
{
  return record.order.orthancId == resource.orthancId;
}

// An instance is part of its series' and study's analyses, a series of its study's.
bool Contains(const AnalysisRecord& record, const ResourceReference& resource)
{
  return static_cast<int>(record.order.level) > static_cast<int>(resource.level);
}

bool HasReport(const AnalysisRecord& record)
{
  return record.state == AnalysisState::Completed || record.state == AnalysisState::Abstained;
}

Timestamp EndOf(const AnalysisRecord& record)
{
  return record.completedAt.value_or(record.queuedAt);
}

// The newest record that ended for each resource: with a report if there is one, else the newest
// failure.
std::vector<AnalysisRecord> NewestOfEach(const Records& records)
{
  std::map<std::string, AnalysisRecord> newest;
  for (const auto& record : records)
  {
    if (!HasReport(record) && record.state != AnalysisState::Failed)
    {
      continue;
    }
    const auto [place, isNew] = newest.emplace(record.order.orthancId, record);
    if (isNew)
    {
      continue;
    }
    const bool isBetter = HasReport(record) != HasReport(place->second)
                              ? HasReport(record)
                              : EndOf(record) > EndOf(place->second);
    if (isBetter)
    {
      place->second = record;
    }
  }
  std::vector<AnalysisRecord> list;
  list.reserve(newest.size());
  for (auto& [id, record] : newest)
  {
    list.push_back(std::move(record));
  }
  std::sort(list.begin(), list.end(),
            [](const AnalysisRecord& a, const AnalysisRecord& b) { return EndOf(a) > EndOf(b); });
  return list;
}

Result<Json::Value> ReportOf(RestServices& services, const AnalysisRecord& record)
{
  if (HasReport(record))
  {
    const auto report =
        services.reports.Find(record.order.level, record.order.orthancId, record.id);
    if (!report.HasValue())
    {
      return report.Failure();
    }
    if (report.Value())
    {
      return *report.Value();
    }
  }
  return ReportOfFailure(services, record);
}

const AnalysisRecord* FirstIn(const Records& records, const std::vector<AnalysisState>& states)
{
  const auto found = std::find_if(
      records.begin(), records.end(),
      [&](const AnalysisRecord& record)
      { return std::find(states.begin(), states.end(), record.state) != states.end(); });
  return found == records.end() ? nullptr : &*found;
}

// The newest report that covers the resource wholly, and what was analysed in parts after it.
Records SelectParts(const Records& ended, const ResourceReference& resource)
{
  const auto covers = [&](const AnalysisRecord& record)
  { return IsOfResource(record, resource) || Contains(record, resource); };
  const auto whole = std::find_if(ended.begin(), ended.end(),
                                  [&](const AnalysisRecord& record)
                                  { return covers(record) && HasReport(record); });
  Records parts;
  for (const auto& record : ended)
  {
    const bool isNewerPart =
        !covers(record) && (whole == ended.end() || EndOf(record) > EndOf(*whole));
    if (isNewerPart)
    {
      parts.push_back(record);
    }
  }
  if (whole != ended.end())
  {
    parts.push_back(*whole);
  }
  else if (parts.empty() && !ended.empty())
  {
    parts.push_back(ended.front());
  }
  return parts;
}

Result<std::vector<Json::Value>> ReportsOf(RestServices& services, const Records& parts,
                                           const ResourceReference& resource)
{
  std::vector<Json::Value> reports;
  for (const auto& record : parts)
  {
    auto report = ReportOf(services, record);
    if (!report.HasValue())
    {
      return report.Failure();
    }
    const bool isReduced = resource.level == ResourceLevel::Instance && Contains(record, resource);
    reports.push_back(isReduced ? ReduceReport(report.Value(), resource.orthancId)
                                : std::move(report).Value());
  }
  return reports;
}

}  // namespace

Result<Records> AnalysesOf(RestServices& services, const ResourceReference& resource)
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

Result<ReportOfResource> LookUpReport(RestServices& services, const ResourceReference& resource)
{
  const auto records = AnalysesOf(services, resource);
  if (!records.HasValue())
  {
    return records.Failure();
  }
  ReportOfResource answer;
  const auto* pending = FirstIn(records.Value(), {AnalysisState::Queued, AnalysisState::Running});
  if (pending != nullptr)
  {
    answer.pending = *pending;
  }
  const auto parts = SelectParts(NewestOfEach(records.Value()), resource);
  const bool onlyFailures = std::none_of(parts.begin(), parts.end(), HasReport);
  if (parts.empty() || (onlyFailures && answer.pending))
  {
    return answer;
  }
  const auto reports = ReportsOf(services, parts, resource);
  if (!reports.HasValue())
  {
    return reports.Failure();
  }
  answer.report =
      reports.Value().size() == 1 && parts.front().order.level >= resource.level
          ? reports.Value().front()
          : CollectReports(reports.Value(), LevelName(resource.level), resource.orthancId);
  return answer;
}

}  // namespace vlm
