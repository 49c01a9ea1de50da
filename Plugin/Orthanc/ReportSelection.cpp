// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ReportSelection.h"

#include <algorithm>
#include <map>
#include <set>

namespace vlm
{
namespace
{

// Something is known of it: there is a report, or why there is none.
bool IsAnswer(const AnalysisRecord& record)
{
  return HasReport(record) || record.state == AnalysisState::Failed;
}

bool IsBetter(const AnalysisRecord& record, const AnalysisRecord& other)
{
  return HasReport(record) != HasReport(other) ? HasReport(record) : EndOf(record) > EndOf(other);
}

// The newest record that ended for each resource: with a report if there is one, else the newest
// failure.
AnalysisRecords NewestOfEach(const AnalysisRecords& records)
{
  std::map<std::string, AnalysisRecord> newest;
  for (const auto& record : records)
  {
    if (!IsAnswer(record))
    {
      continue;
    }
    const auto [place, isNew] = newest.emplace(record.order.orthancId, record);
    if (!isNew && IsBetter(record, place->second))
    {
      place->second = record;
    }
  }
  AnalysisRecords list;
  list.reserve(newest.size());
  for (auto& [id, record] : newest)
  {
    list.push_back(std::move(record));
  }
  std::stable_sort(list.begin(), list.end(),
                   [](const AnalysisRecord& a, const AnalysisRecord& b)
                   { return EndOf(a) > EndOf(b); });
  return list;
}

}  // namespace

Timestamp EndOf(const AnalysisRecord& record)
{
  return record.completedAt.value_or(record.queuedAt);
}

bool HasReport(const AnalysisRecord& record)
{
  return HasReport(record.state);
}

bool Contains(const AnalysisRecord& record, const ReportSubject& subject)
{
  return static_cast<int>(record.order.level) > static_cast<int>(subject.level);
}

AnalysisRecords SelectParts(const AnalysisRecords& records, const ReportSubject& subject)
{
  const auto ended = NewestOfEach(records);
  const auto own = std::find_if(ended.begin(), ended.end(),
                                [&](const AnalysisRecord& record)
                                { return record.order.orthancId == subject.orthancId; });
  const bool hasOwn = own != ended.end() && HasReport(*own);
  AnalysisRecords parts;
  for (const auto& record : ended)
  {
    const bool isOwn = record.order.orthancId == subject.orthancId;
    const bool isHidden = hasOwn && !isOwn && EndOf(record) <= EndOf(*own);
    const bool isBareFailure = (isOwn || Contains(record, subject)) && !HasReport(record);
    if (!isHidden && !isBareFailure)
    {
      parts.push_back(record);
    }
  }
  if (parts.empty() && !ended.empty())
  {
    parts.push_back(own != ended.end() ? *own : ended.front());
  }
  return parts;
}

std::size_t CountPending(const AnalysisRecords& records, const ReportSubject& subject)
{
  std::set<std::string> pending;
  for (const auto& record : records)
  {
    if (!HasEnded(record.state) && !Contains(record, subject))
    {
      pending.insert(record.order.orthancId);
    }
  }
  for (const auto& record : records)
  {
    if (IsAnswer(record))
    {
      pending.erase(record.order.orthancId);
    }
  }
  return pending.size();
}

std::optional<std::string> LaterFailure(const AnalysisRecords& records,
                                        const std::string& orthancId, Timestamp since)
{
  const AnalysisRecord* newest = nullptr;
  for (const auto& record : records)
  {
    const bool isCandidate = record.order.orthancId == orthancId && IsAnswer(record);
    if (isCandidate && (newest == nullptr || EndOf(record) > EndOf(*newest)))
    {
      newest = &record;
    }
  }
  const bool isLaterFailure = newest != nullptr && !HasReport(*newest) && EndOf(*newest) > since;
  return isLaterFailure ? std::optional<std::string>(newest->reason) : std::nullopt;
}

}  // namespace vlm
