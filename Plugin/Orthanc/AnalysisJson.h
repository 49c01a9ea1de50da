// SPDX-License-Identifier: GPL-3.0-or-later
// Records of the queue as the JSON that REST shows.
#pragma once

#include <json/value.h>

#include "Orthanc/RestServices.h"
#include "Pipeline/AnalysisQueue.h"

namespace vlm
{

// With "Position" (0 = next) while it is queued.
Json::Value AnalysisToJson(RestServices& services, const AnalysisRecord& record);

Json::Value ReportSummaryToJson(const AnalysisRecord& record);

// The report of an analysis that ended without one: Failed or Abstained, with its reason.
Json::Value ReportOfFailure(const RestServices& services, const AnalysisRecord& record);

std::string AnalysisPath(const std::string& analysisId);

}  // namespace vlm
