// SPDX-License-Identifier: GPL-3.0-or-later
// Reports derived from reports: reduced to one instance, and collected over a series or study. All
// on the JSON form.
#pragma once

#include <json/value.h>

#include <string>
#include <vector>

#include "Foundation/Result.h"

namespace vlm
{

// The part of a series' or study's report that speaks of one instance: its Images, Findings (Image
// renumbered) and Rejected. Level and OrthancId become the instance's. An instance that was not
// among the images read gives Status "Abstained" with the reason.
Json::Value ReduceReport(const Json::Value& report, const std::string& instanceOrthancId);

// One report over several: the same keys, Images and Findings joined (Image renumbered), narratives
// joined under each part's title, plus "Parts": [{AnalysisId, Level, OrthancId, Modality, Status,
// Impression}]. Completed if any part is; else Abstained if any part is; else Failed. `parts` has
// at least one; a single part whose Level and OrthancId are those asked for is returned as it is.
Json::Value CollectReports(const std::vector<Json::Value>& parts, const std::string& level,
                           const std::string& orthancId);

}  // namespace vlm
