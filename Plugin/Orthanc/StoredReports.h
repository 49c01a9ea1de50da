// SPDX-License-Identifier: GPL-3.0-or-later
// Reports found without the database, which they outlive: stored with the resource, with what
// contains it, or with what it contains.
#pragma once

#include <json/value.h>

#include <vector>

#include "Orthanc/ReportForm.h"
#include "Orthanc/RestServices.h"

namespace vlm
{

// What a report of a series or study says of the resource in it.
Json::Value ReduceTo(const ResourceReference& resource, const Json::Value& report);

// A model looked, but not at this part.
bool IsSilent(const Json::Value& whole, const Json::Value& reduced);

// The report stored with the resource, else with what contains it, reduced. At most one.
Result<std::vector<Json::Value>> StoredReports(RestServices& services,
                                               const ResourceReference& resource, ReportForm form);

// Those stored with what the resource contains, down to the level where there are any. Reads at
// most some hundreds.
Result<std::vector<Json::Value>> StoredReportsBelow(RestServices& services,
                                                    const ResourceReference& resource,
                                                    ReportForm form);

}  // namespace vlm
