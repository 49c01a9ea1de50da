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

// Whether a later reading is a second opinion: a zoom looks at what the first one pointed to, so
// that its agreement may be an echo.
bool IsIndependent(const Reading& reading);

// Warns about findings that only later readings state, about full views that state no abnormality,
// and about readings that failed; takes "no abnormality" back where a later reading saw something.
void WarnAboutLaterReadings(const std::vector<Reading>& readings, AnalysisReport& report);

}  // namespace vlm
