// SPDX-License-Identifier: GPL-3.0-or-later
// Records of the queue as the JSON that REST shows.
#pragma once

#include <json/value.h>

#include <optional>

#include "Orthanc/RestServices.h"
#include "Pipeline/AnalysisQueue.h"

namespace vlm
{

Json::Value TimeOrNull(const std::optional<Timestamp>& time);

Json::Value AnalysisToJson(const AnalysisRecord& record);

// The same with "Position" (0 = next) while it is queued, which costs a query, and with "Progress"
// while it is running.
Json::Value AnalysisWithPosition(RestServices& services, const AnalysisRecord& record);

// A list of them with their progress; the first that is queued has its position.
Json::Value AnalysesToJson(RestServices& services, const std::vector<AnalysisRecord>& records);

Json::Value ReportSummaryToJson(const AnalysisRecord& record);

// The report of an analysis that ended without one: Failed or Abstained, with its reason.
Json::Value ReportOfFailure(const RestServices& services, const AnalysisRecord& record);

std::string AnalysisPath(const std::string& analysisId);

}  // namespace vlm
