// SPDX-License-Identifier: GPL-3.0-or-later
// An evaluation as one HTML file that needs nothing else: chart, tables, what was run.
#pragma once

#include <string>
#include <string_view>

#include "Evaluation/Evaluation.h"

namespace vlm
{

// `chartPng`: of SummaryChart.h, PNG-encoded.
std::string SummaryPageOf(const Evaluation& evaluation, std::string_view chartPng);

}  // namespace vlm
