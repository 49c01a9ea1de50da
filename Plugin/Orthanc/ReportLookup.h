// SPDX-License-Identifier: GPL-3.0-or-later
// Which report answers for a resource: its own, that of what contains it, or those of what it
// contains.
#pragma once

#include <json/value.h>

#include <optional>
#include <string>
#include <vector>

#include "Orthanc/ReportForm.h"
#include "Orthanc/RestServices.h"

namespace vlm
{

struct ReportOfResource
{
  std::optional<Json::Value> report;      // none: `pending` tells why, or nothing was ever asked
  std::optional<AnalysisRecord> pending;  // the newest analysis queued or running
};

Result<ReportOfResource> LookUpReport(RestServices& services, const ResourceReference& resource,
                                      ReportForm form = ReportForm::Reviewed);

// Every analysis of the resource, of what it contains and of what contains it, newest first.
Result<std::vector<AnalysisRecord>> AnalysesOf(RestServices& services,
                                               const ResourceReference& resource);

}  // namespace vlm
