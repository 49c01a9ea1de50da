// SPDX-License-Identifier: GPL-3.0-or-later
// Reports derived from reports: reduced to one instance or series, and collected over a series or
// study. All on the JSON form.
#pragma once

#include <json/value.h>

#include <cstddef>
#include <string>
#include <vector>

#include "Foundation/Result.h"

namespace vlm
{

// Of each of the report's images, whether somebody has judged it: a model that completed the
// analysis and looked at it, or a reviewer who has a finding in it.
std::vector<bool> JudgedImages(const Json::Value& report);

// The part of a series' or study's report that speaks of one instance: its Images, Findings (Image
// renumbered) and Rejected. Level and OrthancId become the instance's. An instance that
// nobody has judged gives Status "Abstained" with the reason.
Json::Value ReduceToInstance(const Json::Value& report, const std::string& instanceOrthancId);

// The same for one series of a study's report.
Json::Value ReduceToSeries(const Json::Value& report, const std::string& seriesOrthancId,
                           const std::string& seriesInstanceUid);

// Each image once: of the newest part that has judged it, else of the newest. An older part
// loses what was read again, and is left out if nothing is left of it. `parts`: the newest first.
std::vector<Json::Value> KeepNewestReadings(std::vector<Json::Value> parts);

// One report over several: the same keys, Images and Findings joined (Image renumbered), narratives
// joined under each part's title, plus "Parts": [{AnalysisId, Level, OrthancId, Modality, Status,
// Impression, Review}] and each finding's "AnalysisId". Its Review is that of its part if it has
// only one. Completed if any part is; else Abstained if any part is; else Failed. `parts` has at
// least one; a single part whose Level and OrthancId are those asked for is returned as it is.
Json::Value CollectReports(const std::vector<Json::Value>& parts, const std::string& level,
                           const std::string& orthancId);

// A report of which `pending` analyses are still to come: says so first of all, and no longer that
// nothing is abnormal. Nothing changes if there are none.
void MarkPending(Json::Value& report, std::size_t pending);

void AddWarning(Json::Value& report, const std::string& text);

}  // namespace vlm
