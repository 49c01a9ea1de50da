// SPDX-License-Identifier: GPL-3.0-or-later
// AnalysisReport <-> JSON, schema version 1 (DESIGN.md section 5,
// Resources/Schemas/report.schema.json).
#pragma once

#include <json/value.h>

#include <vector>

#include "Foundation/Result.h"
#include "Gaussian/ModelledFinding.h"
#include "Report/AnalysisReport.h"

namespace vlm
{

Json::Value ReportToJson(const AnalysisReport& report);

// The findings of the image at `imageIndex` of a report's JSON, for drawing. Errors: BadInput (not
// such a report, no such image).
Result<std::vector<ModelledFinding>> FindingsFromJson(const Json::Value& report, int imageIndex);

// Those of each of its images, in their order; the report is checked once.
Result<std::vector<std::vector<ModelledFinding>>> FindingsByImage(const Json::Value& report);

}  // namespace vlm
