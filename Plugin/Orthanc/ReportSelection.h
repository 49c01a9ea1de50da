// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the analyses around a resource its report is made from.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "Pipeline/AnalysisQueue.h"

namespace vlm
{

using AnalysisRecords = std::vector<AnalysisRecord>;

// The resource that a report is asked for.
struct ReportSubject
{
  ResourceLevel level = ResourceLevel::Instance;
  std::string orthancId;
};

bool HasReport(const AnalysisRecord& record);
// An instance is part of its series' and study's analyses, a series of its study's.
bool Contains(const AnalysisRecord& record, const ReportSubject& subject);

// The newest analysis of the resource itself that has a report, and every newer one of what it
// contains and of what contains it; all of those if the resource itself has none; the newest
// failure if none has a report. The newest first.
AnalysisRecords SelectParts(const AnalysisRecords& records, const ReportSubject& subject);

// How many resources, the subject and those in it, have an analysis queued or running and none that
// ended.
std::size_t CountPending(const AnalysisRecords& records, const ReportSubject& subject);

// Why the newest analysis of that resource failed, if it did after `since`.
std::optional<std::string> LaterFailure(const AnalysisRecords& records,
                                        const std::string& orthancId, Timestamp since);

// When it ended.
Timestamp EndOf(const AnalysisRecord& record);

}  // namespace vlm
