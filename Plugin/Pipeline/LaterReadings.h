// SPDX-License-Identifier: GPL-3.0-or-later
// What the readings after the first one say about it: none of it is silent.
#pragma once

#include <string>
#include <vector>

#include "Pipeline/Readings.h"
#include "Report/AnalysisReport.h"

namespace vlm
{

// Once, whoever says it.
void AddWarning(const std::string& warning, AnalysisReport& report);

// Warns about findings that only later readings state, since the narrative does not know them,
// about full views that state no abnormality, and about readings that failed; takes "no
// abnormality" back where a finding of a later reading stands. The findings of the report are set.
void WarnAboutLaterReadings(const std::vector<Reading>& readings, AnalysisReport& report);

}  // namespace vlm
