// SPDX-License-Identifier: GPL-3.0-or-later
// Reports in memory, in place of Orthanc's attachments.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "Pipeline/Mutex.h"
#include "Pipeline/ReportArchive.h"
#include "Report/ReviewedReport.h"

namespace vlm
{

// Thread-safe. Knows one report for each analysis.
class MemoryReportArchive : public ReportArchive
{
public:
  // Runs before each Store and may refuse it.
  std::function<Result<void>()> beforeStore = [] { return Result<void>(); };

  Result<void> Store(const Json::Value& report) override
  {
    auto allowed = beforeStore();
    if (allowed.HasValue())
    {
      const MutexLock lock(mutex_);
      reports_[report["AnalysisId"].asString()] = report;
    }
    return allowed;
  }
  Result<std::optional<Json::Value>> Newest(ResourceLevel, const std::string&) override
  {
    return std::optional<Json::Value>();
  }
  Result<std::optional<Json::Value>> Find(ResourceLevel, const std::string&,
                                          const std::string& analysisId) override
  {
    const auto stored = Stored(analysisId);
    return stored ? std::optional<Json::Value>(ApplyReview(*stored)) : std::nullopt;
  }
  Result<std::optional<Json::Value>> Original(ResourceLevel, const std::string&,
                                              const std::string& analysisId) override
  {
    return Stored(analysisId);
  }
  Result<Json::Value> AddReview(ResourceLevel, const std::string&, const std::string& analysisId,
                                int baseRevision, const Json::Value& review) override
  {
    const MutexLock lock(mutex_);
    const auto found = reports_.find(analysisId);
    if (found == reports_.end())
    {
      return Error{ErrorKind::NotFound, "No report of " + analysisId};
    }
    if (RevisionOf(found->second) != baseRevision)
    {
      return Error{ErrorKind::Conflict, "Another revision of " + analysisId};
    }
    Json::Value numbered = review;
    numbered["Revision"] = baseRevision + 1;
    found->second["Reviews"].append(numbered);
    return ApplyReview(found->second);
  }
  Result<void> StoreReadings(ResourceLevel, const std::string&,
                             const Json::Value& readings) override
  {
    const MutexLock lock(mutex_);
    readings_[readings["AnalysisId"].asString()] = readings;
    return {};
  }
  Result<std::optional<Json::Value>> FindReadings(ResourceLevel, const std::string&,
                                                  const std::string& analysisId) override
  {
    const MutexLock lock(mutex_);
    const auto found = readings_.find(analysisId);
    return found == readings_.end() ? std::optional<Json::Value>() : found->second;
  }
  Result<void> Remove(ResourceLevel, const std::string&, const std::string& analysisId) override
  {
    const MutexLock lock(mutex_);
    reports_.erase(analysisId);
    readings_.erase(analysisId);
    return {};
  }

  std::size_t Count() const
  {
    const MutexLock lock(mutex_);
    return reports_.size();
  }

private:
  std::optional<Json::Value> Stored(const std::string& analysisId) const
  {
    const MutexLock lock(mutex_);
    const auto found = reports_.find(analysisId);
    return found == reports_.end() ? std::nullopt : std::optional<Json::Value>(found->second);
  }

  mutable Mutex mutex_;
  std::map<std::string, Json::Value> reports_ VLM_GUARDED_BY(mutex_);
  std::map<std::string, Json::Value> readings_ VLM_GUARDED_BY(mutex_);
};

}  // namespace vlm
