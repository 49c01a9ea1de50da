// SPDX-License-Identifier: GPL-3.0-or-later
// What a model answered in one analysis, word for word: for audit and verification, never trusted.
#pragma once

#include <json/value.h>

#include <string>
#include <vector>

#include "Pipeline/Readings.h"
#include "Report/AnalysisReport.h"

namespace vlm
{

// {"AnalysisId", "Model", "Readings": [{"View", "Images", "Region", "Mirrored", "Used", "Problem",
//   "Findings": [{"Label", "Image", "Box", "ModelScore"}], "Replies": [{"Text", "End", "Served",
//   ...}]}]}.
// Texts are valid UTF-8 and cut after 256 KB.
Json::Value ReadingsToJson(const std::string& analysisId, const ModelIdentity& model,
                           const std::vector<Reading>& readings);

// What the replies kept there cost.
ModelUsage UsageOf(const Json::Value& readings);

}  // namespace vlm
