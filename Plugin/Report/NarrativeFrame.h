// SPDX-License-Identifier: GPL-3.0-or-later
// What surrounds the findings in a report: how the pictures were made and read, and what the report
// cannot tell.
#pragma once

#include <string>
#include <vector>

#include "Foundation/Phrasebook.h"
#include "Report/AnalysisReport.h"

namespace vlm
{

// E.g. "CT, CHEST; 8 key images of the series; pixel spacing 0.9 x 0.9 mm; read 3 times by
// gemini-2.5-flash (prompt-7)."
std::string TechniqueOf(const AnalysisReport& report, const Phrasebook& words);

// Sentences about what is true of this report whatever its model says.
std::vector<std::string> LimitationsOf(const AnalysisReport& report, const Phrasebook& words);

}  // namespace vlm
