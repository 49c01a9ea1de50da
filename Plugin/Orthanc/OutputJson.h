// SPDX-License-Identifier: GPL-3.0-or-later
// What became of results - deliveries, objects, the rebuilding of the database - as the JSON that
// REST shows.
#pragma once

#include <json/value.h>

#include <string>

#include "Foundation/Result.h"
#include "Orthanc/RestServices.h"

namespace vlm
{

// "Outputs": the deliveries of an analysis.
Result<Json::Value> OutputsOf(RestServices& services, const std::string& analysisId);

// "Objects": its DICOM objects, and where Orthanc has them.
Result<Json::Value> ObjectsOf(RestServices& services, const AnalysisRecord& analysis);

// How many deliveries there are by state; null: the database does not tell.
Json::Value OutputCounts(RestServices& services);

Json::Value ReindexToJson(const ReindexProgress& progress);

}  // namespace vlm
