// SPDX-License-Identifier: GPL-3.0-or-later
// A stored report as people reviewed it, or as the model left it.
#pragma once

#include <json/value.h>

#include <optional>
#include <string>

#include "Foundation/Result.h"
#include "Pipeline/ReportArchive.h"

namespace vlm
{

enum class ReportForm
{
  Reviewed,
  Original  // no trace of reviews
};

// Errors and absence: those of ReportArchive.
Result<std::optional<Json::Value>> FindReport(ReportArchive& reports, ReportForm form,
                                              ResourceLevel level, const std::string& orthancId,
                                              const std::string& analysisId);
Result<std::optional<Json::Value>> NewestReport(ReportArchive& reports, ReportForm form,
                                                ResourceLevel level, const std::string& orthancId);

}  // namespace vlm
